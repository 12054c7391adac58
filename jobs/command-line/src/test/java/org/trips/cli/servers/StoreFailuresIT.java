package org.trips.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real MongoDB-wire server at its worst: what the job tells, and that it recovers or says why not. Rows of
 * docs/failures.md. What the server cannot be driven to by itself, its own fault injection, MongoDB's failCommand, does.
 */
class StoreFailuresIT {
    private static final String UPLOADS = "store-failures-uploads";
    private static final String FAILED = "The job failed and is started again: The store 127.0.0.1:";
    private static final int INTERRUPTED_AT_SHUTDOWN = 11_600;

    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    static Path folder;

    private static MongoWireServer store;
    private static MongoClient client;
    private static MongoDatabase database;
    private static RunningJob job;
    private static int drives;

    /** What the job has said since a test began to listen. */
    private SaidSince said;

    @BeforeAll
    static void startStoreAndJob() throws Exception {
        // It forgets its last writes when it is killed, unless it is told to acknowledge only what is on disk.
        store = MongoWireServer.start(
                Files.createDirectories(folder.resolve("store")), "--enable-test-commands", "--sync-on-commit");
        client = MongoClients.create(store.uri());
        database = client.getDatabase("trips");
        job = RunningJob.start(Files.createDirectories(folder.resolve("job")), """
                uploads.queues: [%s]
                rabbitmq: {port: %d, declare: true}
                dead-letters.queue: store-failures-dead-letters
                store.mongodb.uri: %s/?serverSelectionTimeoutMS=2000&heartbeatFrequencyMS=500&socketTimeoutMS=1000&connectTimeoutMS=1000
                pseudonyms.key: %s
                checkpoints.interval: 500 ms
                journeys.silence: 1 s
                """.formatted(
                        UPLOADS, SERVERS.broker().port(), store.uri(), Played.PSEUDONYM_KEY));
        job.until("the job runs", () -> job.output().contains("The job runs"));
    }

    @AfterAll
    static void stopAll() {
        if (job != null) {
            job.close();
        }
        if (client != null) {
            client.close();
        }
        if (store != null) {
            store.close();
        }
    }

    @Test
    void aDocumentIsRefused() throws Exception {
        writesADrive();
        said = new SaidSince(job);
        // Of three drives that are written together, one is none that this store takes.
        String refused = "van-to-refuse";
        database.runCommand(Document.parse("{collMod: 'journeys', validator: {points: {$exists: true}}}"));
        send(refused);
        job.until("the job tells", () -> said.logged("was refused by the store 127.0.0.1:" + store.port() + "/trips"));
        assertThat(said.sinceLogged()).contains("journeys ", "(code 121)", "set aside with the dead letters");
        job.until("the metric tells", () -> job.metric("documentsRefused") > 0);
        database.runCommand(Document.parse("{collMod: 'journeys', validator: {}}"));
        drives--;
        writesADrive();
        assertThat(said.printed(FAILED)).isFalse();
        assertThat(SERVERS.broker().waiting("store-failures-dead-letters")).isPositive();
    }

    @Test
    void aWriteHalfSucceeds() throws Exception {
        writesADrive();
        said = new SaidSince(job);
        // The write is made, but the store says that it may be lost again.
        fail(
                "{failCommands: ['update'], writeConcernError: {code: %d, errmsg: 'shutting down'}}"
                        .formatted(INTERRUPTED_AT_SHUTDOWN),
                "{times: 3}");
        writesADrive();
        job.until("the job tells", () -> said.logged("cannot be written to: shutting down (code 11600)"));
        job.until("the job tells what it does", () -> said.logged("are written again in 1 s (try 1 of 3)"));
        assertThat(said.printed(FAILED)).isFalse();
    }

    @Test
    void theStoreChangesItsPrimary() throws Exception {
        writesADrive();
        said = new SaidSince(job);
        fail("{failCommands: ['update'], errorCode: 10107}", "{times: 3}");
        writesADrive();
        job.until("the job tells what it does", () -> said.logged("are written again in 1 s (try 1 of 3)"));
        assertThat(said.printed(FAILED)).isFalse();
    }

    @Test
    void theStoreIsAway() throws Exception {
        writesADrive();
        said = new SaidSince(job);
        store.process().kill();
        send("van-while-away");
        job.until("the metric tells", () -> job.metric("storeFailing") == 1);
        assertThat(job.metric("storeRetries")).isPositive();
        job.until("the job tells", () -> said.printed(FAILED));
        assertThat(said.sincePrinted()).contains("cannot be written to: it does not answer", "Connection refused");
        store.startAgain();
        writesADrive();
        job.until("the metric tells", () -> job.metric("storeFailing") == 0);
    }

    @Test
    void theStoreHangs() throws Exception {
        writesADrive();
        said = new SaidSince(job);
        store.process().signal("STOP");
        try {
            send("van-while-hanging");
            job.until("the job tells", () -> said.logged("are written again in 1 s (try 1 of 3)"));
            assertThat(said.sinceLogged()).containsAnyOf("it took too long to answer", "it does not answer");
        } finally {
            store.process().signal("CONT");
        }
        writesADrive();
    }

    @Test
    void theStoreIsSlow() throws Exception {
        writesADrive();
        said = new SaidSince(job);
        fail("{failCommands: ['update'], blockConnection: true, blockTimeMS: 1500}", "{times: 2}");
        writesADrive();
        job.until("the job tells", () -> said.logged("it took too long to answer"));
        job.until("the job tells what it does", () -> said.logged("are written again in 1 s (try 1 of 3)"));
    }

    @Test
    void theStoreRefusesCredentialsOrHasAWrongCertificate() throws Exception {
        SelfSignedCertificate certificate =
                SelfSignedCertificate.of("localhost", Files.createDirectories(folder.resolve("tls")));
        try (MongoWireServer guarded = MongoWireServer.start(
                Files.createDirectories(folder.resolve("guarded")),
                "--auth",
                "--tls-cert-file",
                certificate.certificate().toString(),
                "--tls-key-file",
                certificate.key().toString())) {
            String uri = "mongodb://somebody:wrong@localhost:" + guarded.port() + "/?tls=true";

            ServerProcess untrusted = run(Map.of(), uri);
            assertThat(untrusted.exitCode()).isEqualTo(2);
            assertThat(complaint(untrusted))
                    .contains("localhost:" + guarded.port(), "its certificate is not trusted here", "PKIX path");

            ServerProcess refused = run(certificate.trusting(), uri);
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(complaint(refused)).contains("it refuses its user").doesNotContain("wrong@");
        }
    }

    private static ServerProcess run(Map<String, String> environment, String uri) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        Path config = Files.writeString(here.resolve("trips.yaml"), """
                uploads.files: %s
                dead-letters.files: dead
                store.mongodb.uri: %s
                pseudonyms.key: %s
                web.port: 0
                """.formatted(
                        Files.createFile(here.resolve("uploads.ndjson")), uri, Played.PSEUDONYM_KEY));
        return TripsProcess.start("run", here, environment, "run", "--config", config.toString());
    }

    /** The one line that the terminal shows. */
    private static String complaint(ServerProcess run) {
        List<String> lines = run.output()
                .lines()
                .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                .toList();
        assertThat(lines).singleElement().asString().startsWith("trips: The store ");
        return lines.get(0);
    }

    /** Injects a fault, as MongoDB's own tests do. */
    private static void fail(String what, String mode) {
        client.getDatabase("admin")
                .runCommand(Document.parse(
                        "{configureFailPoint: 'failCommand', mode: %s, data: %s}".formatted(mode, what)));
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
                () -> database.getCollection("journeys").countDocuments() == drives);
    }
}
