package org.trips.cli.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.json.JsonParseException;
import org.trips.cli.mapping.DocumentId;
import org.trips.cli.mapping.ExtendedJsonLines;
import org.trips.job.connectors.ExistingMongo;
import org.trips.job.mapping.MappedAggregates;
import org.trips.job.mapping.UnmappedException;
import org.trips.job.stores.MongoStore;
import org.trips.job.stores.PostgresAddress;
import org.trips.job.stores.PostgresTable;
import org.trips.job.stores.Stores;

/**
 * Another system's own aggregates, which are only read: in a MongoDB, in a PostgreSQL, or in files of extended JSON in a folder.
 *
 * @param address {@code mongodb://…}, {@code postgresql://…} or a folder; may hold a password, so it is never told
 * @param database of MongoDB, or null where it is none or its URI names it
 */
public record OldSystem(String address, String database) {
    private static final List<String> ENDINGS = List.of(".ndjson", ".ndjson.gz", ".json", ".json.gz");

    /** @throws IllegalArgumentException if the address is none; the message never repeats a password */
    public OldSystem {
        if (MongoStore.looksLikeAddress(address)) {
            MongoStore.requireAddress(address);
            if (database == null && new ConnectionString(address).getDatabase() == null) {
                throw new IllegalArgumentException("names no database");
            }
        } else if (PostgresAddress.looksLike(address)) {
            PostgresAddress.parse(address);
        } else if (Stores.isMisspelt(address)) {
            throw new IllegalArgumentException("begins with none of mongodb://, mongodb+srv://, postgresql:// and"
                    + " jdbc:postgresql://, and is no folder");
        }
    }

    /** Takes what was read, and what could not be. */
    public interface Reader {
        void read(ObjectNode aggregate) throws IOException;

        /**
         * Takes what cannot be read.
         *
         * @param what a document's id, or a line
         * @param why in words for a person, naming the field
         * @param begin when it begins, as far as that could be read
         */
        void refused(String what, String why, Optional<ObjectNode> begin) throws IOException;
    }

    /**
     * Reads all aggregates of a kind, in no order.
     *
     * @param pseudonyms names devices as journeys do
     * @throws IOException if they cannot be read; the message says where, and what to do
     */
    public void read(MappedAggregates kind, UnaryOperator<String> pseudonyms, Reader reader) throws IOException {
        ExtendedJsonLines.Each each = new ExtendedJsonLines.Each() {
            @Override
            public void document(BsonDocument document, String place) throws IOException {
                try {
                    Optional<ObjectNode> read = kind.read(document, pseudonyms);
                    if (read.isPresent()) {
                        reader.read(read.get());
                    }
                } catch (UnmappedException e) {
                    String what = document.containsKey("_id") ? "_id " + DocumentId.of(document) : place;
                    reader.refused(what, e.getMessage(), kind.begin(document));
                }
            }

            @Override
            public void broken(String place, String why) throws IOException {
                reader.refused(place, why, Optional.empty());
            }
        };
        if (MongoStore.looksLikeAddress(address)) {
            readMongo(kind, each);
        } else if (PostgresAddress.looksLike(address)) {
            readPostgres(kind, each);
        } else {
            ExtendedJsonLines.read(file(kind.from()), Integer.MAX_VALUE, each);
        }
    }

    private void readPostgres(MappedAggregates kind, ExtendedJsonLines.Each each) throws IOException {
        new PostgresTable(PostgresAddress.parse(address), kind.from()).read(row -> {
            BsonDocument document;
            try {
                document = BsonDocument.parse(row);
            } catch (JsonParseException | BSONException | IllegalArgumentException e) {
                each.broken("a row of " + kind.from(), "cannot be read: " + e.getMessage());
                return;
            }
            each.document(document, "a row of " + kind.from());
        });
    }

    private void readMongo(MappedAggregates kind, ExtendedJsonLines.Each each) throws IOException {
        String named = new ConnectionString(address).getDatabase();
        ExistingMongo existing = new ExistingMongo(address, database == null ? named : database, kind.from());
        existing.requireReadable();
        try (MongoClient client = existing.connect()) {
            for (RawBsonDocument document : existing.documents(client).find(kind.query())) {
                each.document(document, "a document of " + kind.from());
            }
        } catch (MongoException e) {
            throw new IOException(existing + " cannot be read: " + MongoStore.reason(e), e);
        }
    }

    private Path file(String name) throws IOException {
        if (!Files.isDirectory(Path.of(address))) {
            throw new IOException("The old system's address is no folder that is there, and none of a server");
        }
        for (String ending : ENDINGS) {
            Path file = Path.of(address).resolve(name + ending);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new IOException( // without the address: one that is misspelt may hold a password
                "The folder of the old system has no file " + name
                        + ".ndjson, .ndjson.gz, .json or .json.gz, which the mapping names");
    }

    /** Without the address, which may hold a password. */
    @Override
    public String toString() {
        return "the old system";
    }
}
