package org.trips.job.connectors;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Field;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.mongodb.sink.MongoSink;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.journeys.documents.StoreDocument;

/**
 * The serving store: a MongoDB database with the collections {@code journeys}, {@code policy_days} and
 * {@code policy_months}, their indexes, and a view {@code events} of all events of all journeys.
 *
 * @param uri MongoDB connection string; may hold a password, so it is never logged
 */
public record MongoStore(String uri, String database, int batchSize, long batchIntervalMillis) {
    private static final Logger LOG = LoggerFactory.getLogger(MongoStore.class);

    private static final String EVENTS = "events";

    /**
     * Flink begins again from the last checkpoint, with growing delays, and tells so. Each try of the connector's own waits
     * for the whole timeout, when it writes and once more when it closes, and nobody hears of it.
     */
    private static final int RETRIES = 0;

    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    /** Where the driver's half page on a server that does not answer says why. */
    private static final Pattern UNDERLYING = Pattern.compile("caused by \\{([^{}]*)");

    /** Where the job writes the documents of one collection: in order, at least once, by id. */
    public Sink<StoreDocument> sink(String collection) {
        var sink = MongoSink.<StoreDocument>builder()
                .setUri(withTimeout())
                .setDatabase(database)
                .setCollection(collection)
                .setBatchSize(batchSize)
                .setBatchIntervalMs(batchIntervalMillis)
                .setMaxRetries(RETRIES)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setSerializationSchema(new MongoDocuments())
                .build();
        return new NamedSink(sink, toString());
    }

    /** The connector takes a connection string only; by default its driver waits half a minute at each of its tries. */
    private String withTimeout() {
        if (new ConnectionString(uri).getServerSelectionTimeout() != null) {
            return uri;
        }
        var separator = uri.contains("?") ? "&" : uri.matches("[^/]*//[^/]*/.*") ? "?" : "/?";
        return uri + separator + "serverSelectionTimeoutMS=" + TimeUnit.SECONDS.toMillis(CONNECT_TIMEOUT_SECONDS);
    }

    /**
     * Makes the indexes for the reads users do (journeys by policy, by device and by what happened on them, each with time;
     * days by policy; months by policy and by month and status), and the view where the server has views. What is there
     * already stays. The view reads all journeys, because no index reaches through it.
     *
     * @throws IOException if the store cannot be reached or refuses; the message names the hosts, never the password
     */
    public void prepare() throws IOException {
        var settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(CONNECT_TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .build();
        try (MongoClient client = MongoClients.create(settings)) {
            var trips = client.getDatabase(database);
            index(trips, StoreDocument.JOURNEYS, Indexes.ascending("policy"), Indexes.descending("start"));
            index(trips, StoreDocument.JOURNEYS, Indexes.ascending("device"), Indexes.descending("start"));
            index(trips, StoreDocument.JOURNEYS, Indexes.ascending("events.type"), Indexes.ascending("events.start"));
            index(trips, StoreDocument.POLICY_DAYS, Indexes.ascending("policy"), Indexes.descending("day"));
            index(trips, StoreDocument.POLICY_MONTHS, Indexes.ascending("policy"), Indexes.descending("month"));
            index(trips, StoreDocument.POLICY_MONTHS, Indexes.descending("month"), Indexes.ascending("status"));
            createEventsView(trips);
        } catch (MongoException e) {
            throw new IOException(
                    "The store " + hosts() + ", database \"" + database + "\", cannot be prepared: " + reason(e), e);
        }
    }

    /** Why the store does not do what it is asked to, in words for a person. */
    public static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoTimeoutException) {
                var underlying = UNDERLYING.matcher(cause.getMessage());
                return "it does not answer"
                        + (underlying.find() ? " (" + underlying.group(1).strip() + ")" : "")
                        + "; is it running, and are host, user and password right?";
            }
        }
        return failure.getMessage();
    }

    /** Where it is, fit for a log. */
    public String hosts() {
        return String.join(",", new ConnectionString(uri).getHosts());
    }

    private static void index(MongoDatabase trips, String collection, Bson... fields) {
        trips.getCollection(collection).createIndex(Indexes.compoundIndex(fields));
    }

    private static void createEventsView(MongoDatabase trips) {
        if (trips.listCollectionNames().into(new ArrayList<>()).contains(EVENTS)) {
            return;
        }
        List<Bson> pipeline = List.of(
                Aggregates.unwind("$events"),
                Aggregates.addFields(
                        new Field<>("events.journey", "$_id"),
                        new Field<>("events.device", "$device"),
                        new Field<>("events.policy", "$policy")),
                Aggregates.replaceRoot("$events"));
        try {
            trips.createView(EVENTS, StoreDocument.JOURNEYS, pipeline);
        } catch (MongoCommandException e) {
            LOG.info(
                    "The store has no views ({}), so there is no \"{}\"; events are inside their journeys.",
                    e.getErrorMessage(),
                    EVENTS);
        }
    }

    /** Without the connection string, which may hold a password. */
    @Override
    public String toString() {
        return hosts() + "/" + database;
    }
}
