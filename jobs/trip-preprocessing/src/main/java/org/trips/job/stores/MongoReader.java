package org.trips.job.stores;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.trips.journeys.documents.StoreDocument;

/** Reads documents from MongoDB. */
final class MongoReader implements StoreReader {
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

    MongoReader(MongoStore store) {
        client = MongoClients.create(settings(new ConnectionString(store.uri())));
        database = client.getDatabase(store.database());
        hosts = store.hosts();
    }

    /** Waits for an answer as long as the job does, but never longer for a server: somebody sits before it. */
    static MongoClientSettings settings(ConnectionString address) {
        return MongoClientSettings.builder(MongoStore.settings(address))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS))
                .build();
    }

    @Override
    public List<StoreDocument> find(StoreQuery query) throws IOException {
        try {
            List<StoreDocument> found = new ArrayList<>();
            for (Document document : database.getCollection(query.collection())
                    .find(filter(query))
                    .sort(order(query))
                    .limit(query.limit())) {
                found.add(new StoreDocument(
                        query.collection(),
                        document.get(StoreQuery.ID).toString(),
                        document.toJson(AS_WRITTEN).getBytes(StandardCharsets.UTF_8)));
            }
            return found;
        } catch (MongoException e) {
            throw unreadable(e);
        }
    }

    private static Bson filter(StoreQuery query) {
        var filters = query.conditions().stream().map(MongoReader::filter).toList();
        return filters.isEmpty() ? new Document() : Filters.and(filters);
    }

    private static Bson filter(StoreQuery.Condition condition) {
        var field = condition.field();
        var value = condition.value() instanceof Instant time ? Date.from(time) : condition.value();
        return switch (condition.comparison()) {
            case EQUAL -> Filters.eq(field, value);
            case AFTER -> Filters.gt(field, value);
            case AT_LEAST -> Filters.gte(field, value);
            case BEFORE -> Filters.lt(field, value);
            case AT_MOST -> Filters.lte(field, value);
            case ONE_OF -> Filters.in(field, (List<?>) value);
        };
    }

    private static Bson order(StoreQuery query) {
        return Sorts.orderBy(query.order().stream()
                .map(by -> by.descending() ? Sorts.descending(by.field()) : Sorts.ascending(by.field()))
                .toList());
    }

    @Override
    public long count(String collection) throws IOException {
        try {
            return database.getCollection(collection).countDocuments();
        } catch (MongoException e) {
            throw unreadable(e);
        }
    }

    @Override
    public Optional<String> whyEmpty() throws IOException {
        try {
            return database.listCollectionNames().first() == null
                    ? Optional.of("the store " + hosts + " has no database '" + database.getName() + "'" + others())
                    : Optional.empty();
        } catch (MongoException e) {
            throw unreadable(e);
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

    private IOException unreadable(MongoException e) {
        return new IOException("The store " + hosts + " cannot be read: " + MongoStore.reason(e), e);
    }

    @Override
    public void close() {
        client.close();
    }
}
