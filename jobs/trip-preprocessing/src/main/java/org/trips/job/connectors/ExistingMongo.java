package org.trips.job.connectors;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import com.mongodb.TaggableReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.job.operators.RawMessage;
import org.trips.job.stores.MongoStore;

/**
 * A collection of somebody else's database, which is only read: from secondaries where there are some, and with a limit to
 * every answer, unless its URI says otherwise.
 *
 * @param uri MongoDB connection string; may hold a password, so it is never logged
 */
public record ExistingMongo(String uri, String database, String collection) implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(ExistingMongo.class);

    /** No member that lags further is read. A driver takes no less than 90 s, which it cannot tell more exactly. */
    private static final Duration STALEST = Duration.ofMinutes(2);

    /** Of what a URI may allow: it is less than what is followed goes back before the back-fill begins. */
    private static final Duration MOST_STALE = Duration.ofMinutes(5);

    private static final String MAX_STALENESS = "maxStalenessSeconds";

    /** As the driver is to be given it: what the URI does not say is added, since the connector takes nothing but a URI. */
    String limitedUri() {
        return limitedUri(MongoStore.settings(new ConnectionString(uri))
                .getSocketSettings()
                .getReadTimeout(TimeUnit.MILLISECONDS));
    }

    /** As {@link #limitedUri()}, with more patience: to draw a sample of large documents a server may read all of them. */
    String dividingUri() {
        return limitedUri((int) MongoStore.LONGEST_TIMEOUT.toMillis());
    }

    private String limitedUri(int socketTimeoutMillis) {
        var named = new ConnectionString(uri);
        var settings = MongoStore.settings(named);
        Map<String, Object> added = new LinkedHashMap<>();
        if (named.getReadPreference() == null) {
            added.put("readPreference", "secondaryPreferred");
        }
        if (mayLag(named.getReadPreference()) && staleness(named.getReadPreference()) == null) {
            added.put(MAX_STALENESS, STALEST.toSeconds());
        }
        if (named.getServerSelectionTimeout() == null) {
            added.put(
                    "serverSelectionTimeoutMS",
                    settings.getClusterSettings().getServerSelectionTimeout(TimeUnit.MILLISECONDS));
        }
        if (named.getConnectTimeout() == null) {
            added.put("connectTimeoutMS", settings.getSocketSettings().getConnectTimeout(TimeUnit.MILLISECONDS));
        }
        if (named.getSocketTimeout() == null) {
            added.put("socketTimeoutMS", socketTimeoutMillis);
        }
        return with(added);
    }

    private static boolean mayLag(ReadPreference preference) {
        return preference == null || preference instanceof TaggableReadPreference;
    }

    /** Null where nothing is said of it. */
    private static Long staleness(ReadPreference preference) {
        return preference instanceof TaggableReadPreference taggable
                ? taggable.getMaxStaleness(TimeUnit.SECONDS)
                : null;
    }

    private String with(Map<String, Object> options) {
        if (options.isEmpty()) {
            return uri;
        }
        var hosts = uri.indexOf("://") + "://".length();
        var beginning = uri.indexOf('?') >= 0 ? "&" : uri.indexOf('/', hosts) >= 0 ? "?" : "/?";
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("&", uri + beginning, ""));
    }

    public MongoClient connect() {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(limitedUri()))
                .build());
    }

    /**
     * As {@link #connect}; where secondaries may be read, it knows the primary already: until then a driver cannot tell how
     * far they lag, and takes any.
     */
    MongoClient connectKnowingPrimary() {
        var client = connect();
        if (mayLag(new ConnectionString(uri).getReadPreference())) {
            try {
                askPrimary(client);
            } catch (MongoException e) {
                client.close();
                throw e;
            }
        }
        return client;
    }

    /** What the primary answers to a question for nothing; a member of a replica set tells the time of its last operation. */
    static BsonDocument askPrimary(MongoClient client) {
        return client.getDatabase("admin")
                .runCommand(new BsonDocument("ping", new BsonInt32(1)), ReadPreference.primary(), BsonDocument.class);
    }

    public MongoCollection<RawBsonDocument> documents(MongoClient client) {
        return client.getDatabase(database).getCollection(collection, RawBsonDocument.class);
    }

    /**
     * Sees to it that nobody waits for it without end, nor reads what lags too far.
     *
     * @throws IOException naming the hosts, and what to take out of its URI
     */
    void requireLimits() throws IOException {
        var named = new ConnectionString(uri);
        var unlimited = MongoStore.withoutLimit(named);
        if (unlimited.isPresent()) {
            throw new IOException("The job might wait without end for " + this + " when it hangs: take "
                    + unlimited.get() + " out of its URI, or let it be 1 to " + MongoStore.LONGEST_TIMEOUT.toMillis()
                    + ".");
        }
        var staleness = staleness(named.getReadPreference());
        if (staleness != null && staleness > MOST_STALE.toSeconds()) {
            throw new IOException(
                    "Documents might be missed in " + this + ", of which members may be read that lag by " + staleness
                            + " s: let " + MAX_STALENESS + " in its URI be at most " + MOST_STALE.toSeconds() + ".");
        }
    }

    /**
     * Looks whether it answers, and warns where there is nothing to be read.
     *
     * @throws IOException naming the hosts, and what is wrong
     */
    public void requireReadable() throws IOException {
        requireLimits();
        try (var client = connect()) {
            if (documents(client).find().first() == null) {
                LOG.warn("{} holds no documents; are database and collection right?", this);
            }
        } catch (RuntimeException e) { // the driver's, and that of a server which does not know a command
            throw unreadable(e);
        }
    }

    /**
     * Sees to it that ranges of ids reach every document: MongoDB compares within one type alone, and between two bounds of
     * which one is a number and the other an ObjectId there is nothing.
     *
     * @throws IOException if the ids are of more than one type, naming two and what to do
     */
    void requireOneTypeOfId() throws IOException {
        try (var client = connect()) {
            // The index has them in the order of their types.
            var first = idType(documents(client), Sorts.ascending("_id"));
            var last = idType(documents(client), Sorts.descending("_id"));
            if (!first.equals(last)) {
                throw new IOException(this + " has ids of several types (the first is of type " + first + ", the last "
                        + last + "), of which parts by id would miss some: let uploads.mongodb.partitions be single.");
            }
        } catch (MongoException e) {
            throw unreadable(e);
        }
    }

    /** Empty where there is no document. Numbers of all kinds are compared with each other. */
    private static String idType(MongoCollection<RawBsonDocument> documents, Bson order) {
        var found = documents
                .find()
                .projection(Projections.include("_id"))
                .sort(order)
                .first();
        if (found == null) {
            return "";
        }
        var id = found.get("_id");
        return id.isNumber() || id.isDecimal128() ? "NUMBER" : id.getBsonType().name();
    }

    /**
     * The position from which on whatever is written now is seen.
     *
     * @throws IOException if it cannot be followed so; the message says why, and what to do
     */
    BsonDocument now(Following following) throws IOException {
        try (var client = connect()) {
            return following.now(this, client);
        } catch (MongoException e) {
            throw unreadable(e);
        }
    }

    /** What is told of a failure to read; it has no cause, so that what is seen first is this. */
    IOException unreadable(Throwable failure) {
        return new IOException(this + " cannot be read: " + MongoStore.reason(root(failure)));
    }

    /** Beneath what Flink's own classes wrap round it. */
    private static Throwable root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && !(cause instanceof MongoException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** A document as the job passes it on. */
    static RawMessage message(RawBsonDocument document) {
        return new RawMessage(bytes(document), null, RawMessage.NO_TIME);
    }

    static byte[] bytes(RawBsonDocument document) {
        var buffer = document.getByteBuffer();
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Database and collection. */
    String name() {
        return database + "." + collection;
    }

    /** Fit for a log: without the connection string, which may hold a password. */
    @Override
    public String toString() {
        return "The existing MongoDB " + String.join(",", new ConnectionString(uri).getHosts()) + ", collection "
                + name();
    }
}
