package org.trips.cli.mapping;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Aggregates;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.json.JsonParseException;
import org.trips.job.connectors.ExistingMongo;
import org.trips.job.stores.MongoStore;

/** Some documents of a collection, drawn at random by its server, or the first of a file. */
public final class SampledDocuments {
    private SampledDocuments() {}

    /**
     * Reads so many of a collection, or all where there are fewer.
     *
     * @throws IOException if it cannot be read; the message names hosts and reason
     */
    public static void of(ExistingMongo existing, int documents, Consumer<BsonDocument> each) throws IOException {
        existing.requireReadable();
        try (MongoClient client = existing.connect();
                MongoCursor<RawBsonDocument> drawn = drawn(existing.documents(client), documents)) {
            while (drawn.hasNext()) {
                each.accept(drawn.next().decode(new BsonDocumentCodec()));
            }
        } catch (MongoException e) {
            throw new IOException(existing + " cannot be read: " + MongoStore.reason(e), e);
        }
    }

    /** At random, since the first of a collection are its oldest; a server that cannot draw gives those. */
    private static MongoCursor<RawBsonDocument> drawn(MongoCollection<RawBsonDocument> collection, int documents) {
        try {
            return collection.aggregate(List.of(Aggregates.sample(documents))).cursor();
        } catch (MongoCommandException e) {
            return collection.find().limit(documents).cursor();
        }
    }

    /**
     * Reads the first of a file, one document in extended JSON on each line, compressed where its name ends in .gz.
     *
     * @throws IOException if it cannot be read, or a line is no document; the message names file and line
     */
    public static void of(Path file, int documents, Consumer<BsonDocument> each) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 0;
            int read = 0;
            for (String line = lines.readLine(); line != null && read < documents; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    each.accept(document(file, number, line));
                    read++;
                }
            }
        }
    }

    private static BsonDocument document(Path file, int number, String line) throws IOException {
        try {
            return BsonDocument.parse(line);
        } catch (JsonParseException | BsonInvalidOperationException e) {
            throw new IOException(
                    file + ", line " + number + " is no document in extended JSON: " + e.getMessage()
                            + "; mongoexport writes one on each line, without --jsonArray",
                    e);
        }
    }
}
