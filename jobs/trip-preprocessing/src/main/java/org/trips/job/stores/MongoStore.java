package org.trips.job.stores;

import com.mongodb.ConnectionString;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Field;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.flink.api.connector.sink2.Sink;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/**
 * The serving store: a MongoDB database with the collections {@code journeys}, {@code policy_days} and
 * {@code policy_months}, their indexes, and a view {@code events} of all events of all journeys.
 *
 * @param uri MongoDB connection string; may hold a password, so it is never logged
 */
public record MongoStore(String uri, String database, Batches batches) implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(MongoStore.class);

    private static final String EVENTS = "events";

    private static final int SELECTION_TIMEOUT_SECONDS = 5;
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    /** Far longer than a batch takes on a store that works. The driver's own is none: a store that hangs would hang the job. */
    private static final int ANSWER_TIMEOUT_SECONDS = 60;

    /** By then Flink has given up the checkpoint that waits for the store, by its own default. */
    public static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    /** After this the driver's message repeats all that the server has said. */
    private static final String WHOLE_ANSWER = ". The full response is";

    /** Where the driver's half page on a server that does not answer says why. */
    private static final Pattern UNDERLYING = Pattern.compile("caused by \\{([^{}]*)");

    @Override
    public Sink<StoreDocument> sink(String collection, Sink<DeadLetter> refused) {
        return new StoreSink(toString(), collection, batches, () -> writer(collection), refused);
    }

    @Override
    public StoreWriter writer(String collection) {
        return new MongoWriter(this, collection);
    }

    @Override
    public StoreReader reader() {
        return new MongoReader(this);
    }

    /** Whether a text is meant as the connection string of a MongoDB. */
    public static boolean looksLikeAddress(String text) {
        return text.startsWith("mongodb:") || text.startsWith("mongodb+srv:");
    }

    /** @throws IllegalArgumentException if it cannot be read; the message does not repeat it, since it may hold a password */
    public static void requireAddress(String address) {
        try {
            MongoClientSettings.builder()
                    .applyConnectionString(new ConnectionString(address))
                    .build();
        } catch (IllegalArgumentException e) {
            // The driver's own complaint may hold the password, so it is neither repeated nor kept as a cause.
            throw new IllegalArgumentException(
                    "must look like mongodb://user:password@host:27017 or mongodb+srv://user:password@host.name.org;"
                            + " in a password, @ : / and % are written %40 %3A %2F and %25");
        } catch (MongoException e) {
            throw new IllegalArgumentException("names a host that cannot be looked up; is its name right?");
        }
    }

    MongoClient connect() {
        return MongoClients.create(settings(new ConnectionString(uri)));
    }

    /** Of a client that waits for nothing without end: by default its driver does for an answer. What the URI says counts. */
    public static MongoClientSettings settings(ConnectionString named) {
        var settings = MongoClientSettings.builder().applyConnectionString(named);
        if (named.getServerSelectionTimeout() == null) {
            settings.applyToClusterSettings(
                    cluster -> cluster.serverSelectionTimeout(SELECTION_TIMEOUT_SECONDS, TimeUnit.SECONDS));
        }
        if (named.getConnectTimeout() == null) {
            settings.applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_TIMEOUT_SECONDS, TimeUnit.SECONDS));
        }
        if (named.getSocketTimeout() == null) {
            settings.applyToSocketSettings(socket -> socket.readTimeout(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS));
        }
        return settings.build();
    }

    /**
     * Makes the indexes for the reads users do (journeys by policy, by device and by what happened on them, each with time;
     * days by policy; months by policy and by month and status), and the view where the server has views. What is there
     * already stays. The view reads all journeys, because no index reaches through it.
     *
     * @throws IOException if the store cannot be reached or refuses; the message names the hosts, never the password
     */
    @Override
    public void prepare() throws IOException {
        requireAnswers();
        try (MongoClient client = connect()) {
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

    /** @throws IOException if the URI lets the store lose writes in silence, or lets the job wait for it without end */
    private void requireAnswers() throws IOException {
        var named = new ConnectionString(uri);
        var concern = named.getWriteConcern();
        if (concern != null && !concern.isAcknowledged()) {
            throw new IOException("The store " + hosts() + " would not tell whether it has written: take w=0 out of"
                    + " store.mongodb.uri, since what is lost then is lost in silence.");
        }
        var unlimited = withoutLimit(named);
        if (unlimited.isPresent()) {
            var millis = unlimited.get().getValue();
            throw new IOException("The job would wait "
                    + (millis <= 0
                            ? "for ever"
                            : "for " + Duration.ofMillis(millis).toMinutes() + " min")
                    + " for the store " + hosts() + " when it hangs: take "
                    + unlimited.get().getKey() + "=" + millis + " out of store.mongodb.uri, or let it be 1 to "
                    + LONGEST_TIMEOUT.toMillis() + ".");
        }
    }

    /**
     * The first time that a connection string sets, in milliseconds by its name, for which a hanging server would be waited for
     * longer than {@link #LONGEST_TIMEOUT}, or for ever: the driver takes zero, or for some a negative number, for no limit at
     * all. Empty where there is none.
     */
    public static Optional<Map.Entry<String, Integer>> withoutLimit(ConnectionString named) {
        Map<String, Integer> times = new LinkedHashMap<>();
        times.put("socketTimeoutMS", named.getSocketTimeout());
        times.put("connectTimeoutMS", named.getConnectTimeout());
        times.put("serverSelectionTimeoutMS", named.getServerSelectionTimeout());
        times.put("waitQueueTimeoutMS", named.getMaxWaitTime());
        return times.entrySet().stream()
                .filter(time -> time.getValue() != null
                        && (time.getValue() <= 0 || time.getValue() > LONGEST_TIMEOUT.toMillis()))
                .findFirst();
    }

    /** Why the store does not do what it is asked to, in words for a person. */
    public static String reason(Throwable failure) {
        if (failure instanceof MongoBulkWriteException bulk) {
            return !bulk.getWriteErrors().isEmpty()
                    ? withCode(
                            bulk.getWriteErrors().get(0).getMessage(),
                            bulk.getWriteErrors().get(0).getCode())
                    : withCode(
                            bulk.getWriteConcernError().getMessage(),
                            bulk.getWriteConcernError().getCode());
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoSecurityException) {
                return "it refuses its user; are user, password and authSource in its URI right?";
            } else if (cause instanceof MongoSocketReadTimeoutException) {
                return "it took too long to answer; is it overloaded, short of disk, or is the network broken?"
                        + " (socketTimeoutMS in its URI says how long it may take)";
            } else if (cause instanceof MongoTimeoutException) {
                var underlying = UNDERLYING.matcher(cause.getMessage());
                if (!underlying.find()) {
                    return "it does not answer, or takes no writes; is it running, and has it a primary?";
                }
                var why = underlying.group(1).strip();
                return why.contains("SSL") || why.contains("Certificate")
                        ? "its certificate is not trusted here, or is another host's (" + why
                                + "); put its authority into the JVM's trust store, and name the host as it does"
                        : "it does not answer (" + why + "); is it running, and are host, user and password right?";
            } else if (cause instanceof MongoSocketException) {
                return "the connection broke (" + cause.getMessage() + "); is it running?";
            }
        }
        var message = String.valueOf(failure.getMessage());
        var answer = message.indexOf(WHOLE_ANSWER);
        return answer < 0 ? message : message.substring(0, answer);
    }

    private static String withCode(String message, int code) {
        return message + " (code " + code + ")";
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
