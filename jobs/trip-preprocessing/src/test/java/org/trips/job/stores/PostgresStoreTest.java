package org.trips.job.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.journeys.documents.StoreDocument;

/** PostgreSQL keeps the contract of stores, and what else is to be said of it. */
final class PostgresStoreTest extends StoreContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    /** Together 30 MB, more than fits into the buffers between two sockets. */
    private static final int LARGE_DOCUMENTS = 300;

    private static final int LARGE_DOCUMENT_CHARACTERS = 100_000;

    private final Line line = new Line(EmbeddedPostgres.port());
    private final String schema = "test_" + SCHEMAS.incrementAndGet();

    @Override
    protected Store newStore() {
        return store(true);
    }

    private PostgresStore store(boolean migrate) {
        return new PostgresStore(url(), "postgres", "postgres", schema, migrate, new Batches(100, 1000));
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + line.port() + "/postgres";
    }

    @Override
    protected boolean dropConnections() {
        line.cut();
        return true;
    }

    /** It has no such character in texts. */
    @Override
    protected Optional<StoreDocument> refusable() {
        return Optional.of(journey("refused", "P-\u0000", 1));
    }

    @AfterEach
    void closeTheLine() throws IOException {
        line.close();
    }

    @Test
    void eventsOfAJourneyAreRowsThatAreReplacedAndGoWithIt() throws Exception {
        var store = store(true);
        store.prepare();
        try (var journeys = new DrivenSink(store, StoreDocument.JOURNEYS)) {
            journeys.write(withEvents("braking", "speeding"));
            assertThat(rows("select type from journey_events order by number")).containsExactly("braking", "speeding");
            journeys.write(withEvents("cornering"));
            assertThat(rows("select type || ' ' || started_at::text || ' ' || peak from event_overview"))
                    .containsExactly("cornering 2026-03-01 07:31:00.25+00 3.10");
            journeys.write(StoreDocument.deletion(StoreDocument.JOURNEYS, "a"));
            assertThat(rows("select type from journey_events")).isEmpty();
        }
    }

    @Test
    void analystsSeeKilometresAndMinutes() throws Exception {
        var store = store(true);
        store.prepare();
        try (var journeys = new DrivenSink(store, StoreDocument.JOURNEYS)) {
            journeys.write(journey(
                    "a",
                    "P-1",
                    "2026-03-01T07:30:00.125Z",
                    ",\"distanceMetres\":12345.678,\"durationSeconds\":600.000"));
        }
        assertThat(rows("select km || ' ' || minutes || ' ' || to_char(started_at, 'HH24:MI:SS.MS') from"
                        + " journey_overview"))
                .containsExactly("12.346 10.0 07:30:00.125");
    }

    @Test
    void everyTableColumnAndViewIsDescribed() throws Exception {
        store(true).prepare();
        assertThat(rows("""
            select c.relname || coalesce('.' || a.attname, '') from pg_class c
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
            left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and c.relkind = 'r'
            where c.relkind in ('r', 'v') and c.relname <> 'flyway_schema_history'
            and (obj_description(c.oid, 'pg_class') is null
              or (a.attnum is not null and col_description(c.oid, a.attnum) is null))\
            """)).isEmpty();
    }

    @Test
    void withoutTheRightToMigrateItTellsWhatIsMissingAndThenWorksWithTheLeastRights() throws Exception {
        assertThatThrownBy(store(false)::prepare)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lacks 1 of this version's changes, up to 1")
                .hasMessageContaining("let its owner make them first");
        store(true).prepare();
        var user = "writer_" + schema;
        execute("create role " + user + " login password 'w'");
        execute("grant usage on schema " + schema + " to " + user);
        execute("grant select, insert, update, delete on journeys, journey_events, policy_days, policy_months to "
                + user);
        execute("grant select on flyway_schema_history to " + user);

        var store = new PostgresStore(url(), user, "w", schema, false, new Batches(100, 1000));
        store.prepare();
        try (var journeys = new DrivenSink(store, StoreDocument.JOURNEYS)) {
            journeys.write(withEvents("braking"));
            journeys.write(withEvents("cornering"), StoreDocument.deletion(StoreDocument.JOURNEYS, "b"));
        }
        assertThat(rows("select type from journey_events")).containsExactly("cornering");
    }

    @Test
    void whoMayNotMigrateIsToldWhatTheOwnerHasToCall() throws Exception {
        var address = "postgresql://OWNER@127.0.0.1:" + line.port() + "/postgres?currentSchema=" + schema;
        assertThatThrownBy(store(false)::prepare).hasMessageContaining("trips prepare --store '" + address + "'");
        Stores.at(address.replace("OWNER", "postgres:postgres"), null).prepare();
        store(false).prepare();
    }

    @Test
    void aConstraintThatSomebodyHasMadeRefusesOneDocumentAlone() throws Exception {
        var store = store(true);
        store.prepare();
        execute("alter table journeys add constraint known check (policy <> 'P-2')");
        try (var journeys = new DrivenSink(store, StoreDocument.JOURNEYS)) {
            journeys.write(journey("a", "P-1", 1), journey("b", "P-2", 1), journey("c", "P-3", 1));
            assertThat(journeys.refused()).singleElement().satisfies(letter -> assertThat(letter.detail())
                    .contains("journeys b was refused", "violates check constraint \"known\"", "(code 23514)"));
        }
        assertThat(rows("select id from journeys order by id")).containsExactly("a", "c");
    }

    @Test
    void aStoreThatIsAwayOrRefusesItsUserIsNamedButThePasswordIsNot() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(new PostgresStore(
                        "postgresql://user:hush@127.0.0.1:" + port + "/db", null, null, "trips", true, null)::prepare)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "The store 127.0.0.1:" + port + "/db/trips cannot be prepared: it does not answer")
                .hasMessageContaining("is it running")
                .message()
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socketTimeout=0", "connectTimeout=0", "socketTimeout=601", "loginTimeout=0"})
    void aStoreThatTheJobWouldWaitForWithoutEndIsRefused(String option) {
        assertThatThrownBy(
                        new PostgresStore(url() + "?password=hush&" + option, "u", "hush", "trips", true, null)
                                ::prepare)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("take " + option + " out of store.postgresql.url, or let it be 1 to 600")
                .message()
                .doesNotContain("hush");
    }

    @Test
    void aStoreThatHangsIsGivenUpWhenItsUrlSays() throws Exception {
        var store = new PostgresStore(
                url() + "?socketTimeout=1", "postgres", "postgres", schema, true, new Batches(100, 1000));
        store.prepare();
        try (var writer = new PostgresWriter(store, StoreDocument.JOURNEYS)) {
            writer.write(List.of(journey("a", "P-1", 1)));
            line.stall();
            assertThatThrownBy(() -> writer.write(List.of(journey("a", "P-1", 2))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("it took too long to answer");
            line.flow();
            writer.write(List.of(journey("a", "P-1", 3)));
        }
        assertThat(rows("select revision::text from journeys")).containsExactly("3");
    }

    /** A server that is stopped reads no more: what is written to it fills the buffers on the way, and then waits. */
    @Test
    void aStoreThatReadsNoMoreInMidBatchIsGivenUpWhenItsUrlSays() throws Exception {
        var store = new PostgresStore(
                url() + "?socketTimeout=1", "postgres", "postgres", schema, true, new Batches(1000, 1000));
        store.prepare();
        var batch = IntStream.range(0, LARGE_DOCUMENTS)
                .mapToObj(number -> journey(
                        "j" + number,
                        "P-1",
                        "2026-03-01T07:30:00.000Z",
                        ",\"note\":\"" + "x".repeat(LARGE_DOCUMENT_CHARACTERS) + "\""))
                .toList();
        try (var writer = new PostgresWriter(store, StoreDocument.JOURNEYS)) {
            writer.write(List.of(journey("a", "P-1", 1)));
            line.stallAfter(LARGE_DOCUMENTS / 10 * LARGE_DOCUMENT_CHARACTERS);
            assertThatThrownBy(() -> writer.write(batch))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("it took too long to answer");
            line.flow();
            writer.write(batch);
        }
        assertThat(rows("select count(*)::text from journeys")).containsExactly("" + (LARGE_DOCUMENTS + 1));
    }

    /** Its code is one of data, class 22, but nothing was said of any document yet. */
    @Test
    void aConnectionThatTheServerRefusesIsNoFaultOfADocument() {
        var store = new PostgresStore(
                url() + "?options=-c%20DateStyle=nonsense",
                "postgres",
                "postgres",
                schema,
                true,
                new Batches(100, 1000));
        try (var writer = new PostgresWriter(store, StoreDocument.JOURNEYS)) {
            assertThatThrownBy(() -> writer.write(List.of(journey("a", "P-1", 1))))
                    .isInstanceOfSatisfying(StoreException.class, refused -> {
                        assertThat(refused.liesInADocument()).isFalse();
                        assertThat(refused.index()).isEmpty();
                    })
                    .hasMessageContaining("DateStyle");
        }
    }

    private static StoreDocument withEvents(String... types) {
        List<String> events = new ArrayList<>();
        for (var type : types) {
            events.add("{\"type\":\"" + type
                    + "\",\"start\":\"2026-03-01T07:31:00.250Z\",\"seconds\":1.250,\"peak\":3.10}");
        }
        return journey("a", "P-1", "2026-03-01T07:30:00.000Z", ",\"events\":[" + String.join(",", events) + "]");
    }

    private void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var connection = connect();
                var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + EmbeddedPostgres.port()
                + "/postgres?user=postgres&password=postgres&options=-c%20TimeZone=UTC&currentSchema=" + schema);
    }
}
