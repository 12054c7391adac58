package org.trips.cli.mapping;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.json.JsonParseException;
import org.bson.json.JsonReader;

/** Files of extended JSON, one document on each line, as mongoexport writes them; compressed where their name ends in .gz. */
public final class ExtendedJsonLines {
    private ExtendedJsonLines() {}

    /** Takes one document. */
    public interface Each {
        /** @param place file and line */
        void document(BsonDocument document, String place) throws IOException;

        /**
         * Takes a line that is no document; unless it is told otherwise, it ends the reading.
         *
         * @param place file and line
         */
        default void broken(String place, String why) throws IOException {
            throw new IOException(place + " " + why);
        }
    }

    /**
     * Reads the first documents of a file.
     *
     * @param most how many
     * @throws IOException if it cannot be read; the message names the file
     */
    public static void read(Path file, int most, Each each) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            long number = 0;
            int read = 0;
            for (String line = lines.readLine(); line != null && read < most; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    read++;
                    String place = file + ", line " + number;
                    BsonDocument document;
                    try {
                        document = document(line);
                    } catch (JsonParseException | BSONException | IllegalArgumentException e) {
                        each.broken(
                                place,
                                "is no document in extended JSON (" + e.getMessage()
                                        + "); mongoexport writes one on each line, without --jsonArray");
                        continue;
                    }
                    each.document(document, place);
                }
            }
        }
    }

    /** Of two on a line, as where a file without its last newline was put before another, the second must not be lost. */
    private static BsonDocument document(String line) throws IOException {
        StringReader text = new StringReader(line);
        BsonDocument document = new BsonDocumentCodec()
                .decode(new JsonReader(text), DecoderContext.builder().build());
        StringWriter rest = new StringWriter();
        text.transferTo(rest);
        if (!rest.toString().isBlank()) {
            throw new JsonParseException("something follows its end");
        }
        return document;
    }
}
