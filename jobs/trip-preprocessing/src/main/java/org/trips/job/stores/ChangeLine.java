package org.trips.job.stores;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.trips.journeys.documents.StoreDocument;

/**
 * One line of a {@link FileStore}: {@code {"id", "writtenAt", "document"}}, the document null where it was deleted. A line that
 * is a document itself, as {@code trips journeys} writes them, is read as one that was stored and not dated.
 *
 * @param writtenAt null where the line does not tell
 * @param json the document, or null where it was deleted
 */
@SuppressWarnings("ArrayRecordComponent") // bytes, since they are only passed on
record ChangeLine(String id, Instant writtenAt, byte[] json) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON = new JsonFactory();

    static void write(StoreDocument document, Instant now, OutputStream out) throws IOException {
        out.write(utf8("{\"id\":\""));
        out.write(JsonStringEncoder.getInstance().quoteAsUTF8(document.id()));
        out.write(utf8("\",\"writtenAt\":\"" + TIME.format(now) + "\",\"document\":"));
        out.write(document.isDeletion() ? utf8("null") : document.json());
        out.write(utf8("}\n"));
    }

    /** @throws IOException if it is no such line */
    static ChangeLine parse(String text) throws IOException {
        var line = utf8(text);
        String id = null;
        Instant writtenAt = null;
        byte[] json = null;
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var field = parser.currentName();
                var value = parser.nextToken();
                if (field.equals(StoreQuery.ID)) {
                    id = parser.getText();
                    json = line;
                } else if (field.equals("id") && json == null) {
                    id = parser.getText();
                } else if (field.equals("writtenAt") && json == null) {
                    writtenAt = Instant.parse(parser.getText());
                } else if (field.equals("document") && json == null && value == JsonToken.START_OBJECT) {
                    var from = (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    json = Arrays.copyOfRange(
                            line, from, (int) parser.currentLocation().getByteOffset());
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("it ends too early");
            }
        } catch (JsonProcessingException e) {
            throw new IOException("it is broken: " + e.getOriginalMessage(), e);
        } catch (DateTimeException e) {
            throw new IOException("its writtenAt is no time", e);
        }
        if (id == null) {
            throw new IOException("it has no id");
        }
        return new ChangeLine(id, writtenAt, json);
    }

    /** The document as it was stored, or null where it was deleted. */
    StoreDocument document(String collection) {
        if (json == null) {
            return null;
        }
        return new StoreDocument(collection, id, writtenAt == null ? json : withTime());
    }

    private byte[] withTime() {
        var time = utf8(",\"writtenAt\":\"" + TIME.format(writtenAt) + "\"}");
        var whole = Arrays.copyOf(json, json.length - 1 + time.length);
        System.arraycopy(time, 0, whole, json.length - 1, time.length);
        return whole;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
