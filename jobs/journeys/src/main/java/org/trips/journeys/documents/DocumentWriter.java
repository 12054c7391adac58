package org.trips.journeys.documents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Writes canonical JSON in the units of the domain: fields in the order they are written, times in UTC with
 * milliseconds, quantities with as many decimals as their integers have, so that every reader takes them for the same
 * type each time.
 */
final class DocumentWriter {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int THOUSANDTHS = 3;
    private static final int HUNDREDTHS = 2;
    private static final int DEGREE_DECIMALS = 6;
    private static final int USUAL_BYTES = 4096;

    /** A piece of a document that may fail only as streams do, which memory does not. */
    interface Content {
        void write() throws IOException;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    private final JsonGenerator json;

    private DocumentWriter() throws IOException {
        json = JSON.createGenerator(bytes);
    }

    /** Writes one document in memory. */
    static byte[] document(Body body) {
        try {
            DocumentWriter writer = new DocumentWriter();
            writer.json.writeStartObject();
            body.write(writer);
            writer.json.writeEndObject();
            writer.json.close();
            return writer.bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of a whole document. */
    interface Body {
        void write(DocumentWriter writer) throws IOException;
    }

    void object(String name, Content fields) throws IOException {
        json.writeObjectFieldStart(name);
        fields.write();
        json.writeEndObject();
    }

    void array(String name, Content elements) throws IOException {
        json.writeArrayFieldStart(name);
        elements.write();
        json.writeEndArray();
    }

    void object(Content fields) throws IOException {
        json.writeStartObject();
        fields.write();
        json.writeEndObject();
    }

    void array(Content elements) throws IOException {
        json.writeStartArray();
        elements.write();
        json.writeEndArray();
    }

    /** Null is written as null. */
    void text(String name, String value) throws IOException {
        json.writeStringField(name, value);
    }

    void texts(String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    void count(String name, long value) throws IOException {
        json.writeNumberField(name, value);
    }

    void time(String name, long millis) throws IOException {
        json.writeStringField(name, TIME.format(Instant.ofEpochMilli(millis)));
    }

    /** The same, or null where it is not known. */
    void time(String name, Long millis) throws IOException {
        if (millis == null) {
            json.writeNullField(name);
        } else {
            time(name, millis.longValue());
        }
    }

    /** Millimetres as metres, or milliseconds as seconds. */
    void thousandths(String name, long value) throws IOException {
        json.writeNumberField(name, BigDecimal.valueOf(value, THOUSANDTHS));
    }

    /** The same, or null where it is not known. */
    void thousandths(String name, Integer value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            thousandths(name, value.longValue());
        }
    }

    /** Centimetres per second as metres per second, and the like. */
    void hundredths(String name, long value) throws IOException {
        json.writeNumberField(name, BigDecimal.valueOf(value, HUNDREDTHS));
    }

    /** The same, or null where it is not known. */
    void hundredths(String name, Integer value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            hundredths(name, value.longValue());
        }
    }

    /** The quotient rounded half up to so many decimals, or null where the divisor is 0. */
    void quotient(String name, BigDecimal dividend, long divisor, int decimals) throws IOException {
        if (divisor == 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, dividend.divide(BigDecimal.valueOf(divisor), decimals, RoundingMode.HALF_UP));
        }
    }

    void position(int longitudeE6, int latitudeE6) throws IOException {
        json.writeStartArray();
        json.writeNumber(BigDecimal.valueOf(longitudeE6, DEGREE_DECIMALS));
        json.writeNumber(BigDecimal.valueOf(latitudeE6, DEGREE_DECIMALS));
        json.writeEndArray();
    }
}
