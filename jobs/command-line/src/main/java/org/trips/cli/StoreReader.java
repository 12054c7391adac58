package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.trips.cli.journeys.Documents;
import org.trips.job.connectors.MongoStore;

/** Reads documents from the store, in the form in which the job wrote them. Thread-safe. */
final class StoreReader implements AutoCloseable {
    private static final int CONNECT_SECONDS = 5;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonWriterSettings AS_WRITTEN = JsonWriterSettings.builder()
            .outputMode(JsonMode.RELAXED)
            .dateTimeConverter((millis, json) -> json.writeString(TIME.format(Instant.ofEpochMilli(millis))))
            .build();

    private final MongoClient client;
    private final MongoDatabase database;
    private final String hosts;

    private StoreReader(MongoClient client, MongoDatabase database, String hosts) {
        this.client = client;
        this.database = database;
        this.hosts = hosts;
    }

    /**
     * Connects when it first reads.
     *
     * @param uri MongoDB connection string
     * @throws BadInputException if it is none
     */
    static StoreReader open(String uri, String database) {
        try {
            ConnectionString address = new ConnectionString(uri);
            MongoClient client = MongoClients.create(settings(address));
            return new StoreReader(client, client.getDatabase(database), String.join(",", address.getHosts()));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("The store's address is no MongoDB connection string: " + e.getMessage());
        }
    }

    /** Waits for an answer as long as the job does, but never longer for a server: somebody sits before it. */
    static MongoClientSettings settings(ConnectionString address) {
        return MongoClientSettings.builder(MongoStore.settings(address))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS))
                .build();
    }

    /** At most so many documents, sorted. */
    List<JsonNode> find(String collection, Bson filter, Bson order, int limit) throws IOException {
        try {
            List<JsonNode> found = new ArrayList<>();
            for (Document document :
                    database.getCollection(collection).find(filter).sort(order).limit(limit)) {
                found.add(Documents.tree(document.toJson(AS_WRITTEN)));
            }
            return found;
        } catch (MongoException e) {
            throw new IOException("The store " + hosts + " cannot be read: " + MongoStore.reason(e), e);
        }
    }

    /** @throws BadInputException naming the databases there are, if nothing was ever written to this one */
    void requireUsed() throws IOException {
        try {
            if (database.listCollectionNames().first() == null) {
                throw new BadInputException("the store " + hosts + " has no database '" + database.getName() + "'"
                        + others() + "; say --database or --config");
            }
        } catch (MongoException e) {
            throw new IOException("The store " + hosts + " cannot be read: " + MongoStore.reason(e), e);
        }
    }

    /** A user of one database may not be allowed to list them all. */
    private String others() {
        try {
            List<String> names = client.listDatabaseNames().into(new ArrayList<>());
            return names.isEmpty() ? "" : "; it has " + String.join(", ", names);
        } catch (MongoCommandException e) {
            return "";
        }
    }

    long count(String collection) throws IOException {
        try {
            return database.getCollection(collection).countDocuments();
        } catch (MongoException e) {
            throw new IOException("The store " + hosts + " cannot be read: " + MongoStore.reason(e), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
