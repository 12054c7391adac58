package org.trips.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real PostgreSQL at its worst: what the job tells, and that it recovers or says why not. Rows of docs/failures.md. A full
 * disk is a trigger's, which raises the server's own error.
 */
class PostgresFailuresIT {
    private static final String UPLOADS = "postgresql-failures-uploads";
    private static final String FAILED = "The job failed and is started again: The store 127.0.0.1:";

    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    static Path folder;

    private static PostgresServer store;
    private static RunningJob job;
    private static int drives;

    /** What the job has said since a test began to listen. */
    private SaidSince said;

    @BeforeAll
    static void startStoreAndJob() throws Exception {
        PostgresServer.missing().ifPresent(missing -> {
            System.out.println("SKIPPED tests on real servers: " + missing);
            assumeTrue(false, missing);
        });
        store = PostgresServer.start();
        job = RunningJob.start(Files.createDirectories(folder.resolve("job")), """
            uploads.queues: [%s]
            rabbitmq: {port: %d, declare: true}
            dead-letters.queue: postgresql-failures-dead-letters
            store.postgresql: {url: '%s?socketTimeout=1&connectTimeout=1', user: %s, password: %s}
            pseudonyms.key: %s
            checkpoints.interval: 500 ms
            journeys.silence: 1 s
            """.formatted(
                        UPLOADS,
                        SERVERS.broker().port(),
                        store.url(),
                        PostgresServer.USER,
                        PostgresServer.PASSWORD,
                        Played.PSEUDONYM_KEY));
        job.until("the job runs", () -> job.output().contains("The job runs"));
    }

    @AfterAll
    static void stopAll() throws IOException {
        if (job != null) {
            job.close();
        }
        if (store != null) {
            store.close();
        }
    }

    @Test
    void aDocumentIsRefused() throws Exception {
        writesADrive();
        said = new SaidSince(job);
        sql("alter table trips.journeys add constraint nobody check (status is null) not valid");
        send("van-to-refuse");
        job.until("the job tells", () -> said.logged("was refused by the store 127.0.0.1:" + store.port()));
        assertThat(said.sinceLogged()).contains("journeys ", "(code 23514)", "set aside with the dead letters");
        job.until("the metric tells", () -> job.metric("documentsRefused") > 0);
        sql("alter table trips.journeys drop constraint nobody");
        drives--;
        writesADrive();
        assertThat(said.printed(FAILED)).isFalse();
        assertThat(SERVERS.broker().waiting("postgresql-failures-dead-letters")).isPositive();
    }

    @Test
    void theStoreIsAway() throws Exception {
        writesADrive();
        said = new SaidSince(job);
        store.process().kill();
        send("van-while-away");
        job.until("the metric tells", () -> job.metric("storeFailing") == 1);
        job.until("the job tells", () -> said.printed(FAILED));
        assertThat(said.sincePrinted()).contains("cannot be written to: it does not answer", "refused");
        store.startAgain();
        writesADrive();
        job.until("the metric tells", () -> job.metric("storeFailing") == 0);
    }

    @Test
    void theStoreHangs() throws Exception {
        writesADrive();
        said = new SaidSince(job);
        store.process().signalAll("STOP");
        try {
            send("van-while-hanging");
            job.until("the job tells", () -> said.logged("are written again in 1 s (try 1 of 3)"));
            assertThat(said.sinceLogged()).contains("it took too long to answer");
        } finally {
            store.process().signalAll("CONT");
        }
        writesADrive();
    }

    @Test
    void theConnectionIsCutInMidBatch() throws Exception {
        writesADrive();
        said = new SaidSince(job);
        sql("create function trips.wait() returns trigger language plpgsql as"
                + " 'begin perform pg_sleep(0.7); return new; end'");
        sql("create trigger wait after insert or update on trips.journeys for each row execute function trips.wait()");
        send("van-while-cut");
        job.until(
                "a batch is under way",
                () -> number("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                + " where state = 'active' and pid <> pg_backend_pid() and query like 'insert into%'")
                        > 0);
        sql("drop function trips.wait() cascade");
        job.until("the job tells", () -> said.logged("are written again in 1 s (try 1 of 3)"));
        writesADrive();
        assertThat(said.printed(FAILED)).isFalse();
    }

    @Test
    void theDiskOfTheStoreIsFull() throws Exception {
        writesADrive();
        said = new SaidSince(job);
        sql("create function trips.full() returns trigger language plpgsql as 'begin raise exception"
                + " ''could not extend file: No space left on device'' using errcode = ''disk_full''; end'");
        sql("create trigger disk_full before insert or update on trips.journeys"
                + " for each row execute function trips.full()");
        send("van-while-full");
        job.until("the job tells", () -> said.printed(FAILED));
        assertThat(said.sincePrinted())
                .contains("No space left on device (code 53100); its disk is full: give it room");
        sql("drop function trips.full() cascade");
        writesADrive();
    }

    @Test
    void theStoreRefusesCredentialsOrHasAWrongCertificate() throws Exception {
        Path here = Files.createTempDirectory(folder, "run");
        Path config = Files.writeString(here.resolve("trips.yaml"), """
            uploads.files: %s
            dead-letters.files: dead
            store.postgresql: {url: '%s', user: %s, password: wrong}
            pseudonyms.key: %s
            web.port: 0
            """.formatted(
                        Files.createFile(here.resolve("uploads.ndjson")),
                        store.url(),
                        PostgresServer.USER,
                        Played.PSEUDONYM_KEY));
        ServerProcess refused = TripsProcess.start("run", here, Map.of(), "run", "--config", config.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.output()).contains("trips: The store 127.0.0.1:" + store.port(), "it refuses its user");
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = connect();
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }

    /** -1 where the server does not answer. */
    private static long number(String query) {
        try (Connection connection = connect();
                Statement asked = connection.createStatement();
                ResultSet answer = asked.executeQuery(query)) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException e) {
            return -1;
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(store.url(), PostgresServer.USER, PostgresServer.PASSWORD);
    }

    private static void send(String device) throws IOException, InterruptedException {
        drives++;
        SentDrive.send(SERVERS.broker().port(), UPLOADS, device);
    }

    /** The job is well: what is sent now becomes a journey, and all that was sent before is there. */
    private static void writesADrive() throws IOException, InterruptedException {
        send("van-" + drives);
        job.until(
                "the journey of each of " + drives + " drives is stored",
                () -> number("select count(*) from trips.journeys") == drives);
    }
}
