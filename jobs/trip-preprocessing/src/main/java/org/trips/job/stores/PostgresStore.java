package org.trips.job.stores;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/**
 * A schema of a PostgreSQL database with the tables {@code journeys}, {@code journey_events}, {@code policy_days} and
 * {@code policy_months}, and views for analysts. docs/stores.md describes them.
 *
 * @param url as {@link PostgresAddress} reads it; may hold a password, so it is never logged
 * @param user or null, where the URL says it
 * @param password or null, where the URL says it or the server wants none
 * @param migrate whether {@link #prepare} may make and change tables; else it only looks whether they are as they must be
 */
public record PostgresStore(String url, String user, String password, String schema, boolean migrate, Batches batches)
        implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresStore.class);

    /** Where nobody names another. */
    public static final String USUAL_SCHEMA = "trips";

    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    /** Far longer than a batch takes on a store that works. The driver's own is none: a store that hangs would hang the job. */
    private static final int ANSWER_TIMEOUT_SECONDS = 60;

    /** By then Flink has given up the checkpoint that waits for the store, by its own default. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    private static final List<PGProperty> TIMEOUTS =
            List.of(PGProperty.SOCKET_TIMEOUT, PGProperty.CONNECT_TIMEOUT, PGProperty.LOGIN_TIMEOUT);

    @Override
    public Sink<StoreDocument> sink(String collection, Sink<DeadLetter> refused) {
        return new StoreSink(toString(), collection, batches, () -> writer(collection), refused);
    }

    @Override
    public StoreWriter writer(String collection) {
        return new PostgresWriter(this, collection);
    }

    @Override
    public StoreReader reader() {
        return new PostgresReader(this);
    }

    /**
     * Brings the schema to this version of the job by its migrations, or looks whether it is there.
     *
     * @throws IOException if the store cannot be reached, refuses, or is of another version; the message names the host, never
     *     the password
     */
    @Override
    public void prepare() throws IOException {
        requireAnswers();
        new PostgresMigrations(this).prepare();
    }

    /** @throws IOException if the URL lets the job wait for the store without end */
    private void requireAnswers() throws IOException {
        for (var timeout : TIMEOUTS) {
            var named = address().named(timeout);
            if (named.isPresent() && !isLimit(named.get())) {
                throw new IOException("The job would wait too long, or for ever, for the store " + this
                        + " when it hangs: take " + timeout.getName() + "=" + named.get()
                        + " out of store.postgresql.url, or let it be 1 to " + LONGEST_TIMEOUT.toSeconds() + ".");
            }
        }
    }

    /** The driver takes zero for no limit at all. */
    private static boolean isLimit(String seconds) {
        try {
            var limit = Integer.parseInt(seconds);
            return limit > 0 && limit <= LONGEST_TIMEOUT.toSeconds();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A connection of which nothing waits without end, neither here nor, should this process be lost, at the server. */
    Connection connect() throws SQLException {
        var connection = dataSource(Duration.ofSeconds(ANSWER_TIMEOUT_SECONDS)).getConnection();
        try (var statement = connection.createStatement()) {
            // The server gives up first: what it works on for nobody would hold the rows that the next try needs.
            var answer = answerTimeout().toMillis();
            statement.execute("set statement_timeout = " + answer * 9 / 10);
            statement.execute("set idle_in_transaction_session_timeout = " + answer);
            return connection;
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    private Duration answerTimeout() {
        return Duration.ofSeconds(address()
                .named(PGProperty.SOCKET_TIMEOUT)
                .map(Integer::parseInt)
                .orElse(ANSWER_TIMEOUT_SECONDS));
    }

    /** What the URL says counts. */
    PGSimpleDataSource dataSource(Duration answerTimeout) {
        var address = address();
        var source = new PGSimpleDataSource();
        source.setURL(address.url());
        if (user != null) {
            source.setUser(user);
        } else if (address.user() != null) {
            source.setUser(address.user());
        }
        if (password != null) {
            source.setPassword(password);
        } else if (address.password() != null) {
            source.setPassword(address.password());
        }
        if (address.named(PGProperty.SOCKET_TIMEOUT).isEmpty()) {
            source.setSocketTimeout((int) answerTimeout.toSeconds());
        }
        if (address.named(PGProperty.CONNECT_TIMEOUT).isEmpty()) {
            source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        }
        if (address.named(PGProperty.APPLICATION_NAME).isEmpty()) {
            source.setApplicationName("trips");
        }
        if (address.named(PGProperty.SOCKET_FACTORY).isEmpty()) {
            source.setSocketFactory(LimitedSockets.class.getName());
        }
        source.setTcpKeepAlive(true);
        return source;
    }

    /** @param connection which may be broken already, or null where there is none */
    static void letGo(Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("A connection that is no longer needed did not close", e);
            }
        }
    }

    Duration longestTimeout() {
        return LONGEST_TIMEOUT;
    }

    /** By which {@code trips} finds it, for its owner to be put in. */
    String addressOfOwner() {
        return "postgresql://OWNER@" + address().place() + "?currentSchema=" + schema;
    }

    /** A table of the schema, as SQL names it. */
    String table(String name) {
        return quoted(schema) + "." + quoted(name);
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private PostgresAddress address() {
        return PostgresAddress.parse(url);
    }

    /** Without the URL, which may hold a password. */
    @Override
    public String toString() {
        return address().place() + "/" + schema;
    }
}
