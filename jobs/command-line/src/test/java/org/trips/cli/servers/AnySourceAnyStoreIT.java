package org.trips.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.intake.Upload;

/**
 * The same real drives through RabbitMQ and through an old database, each into all three kinds of stores at once: whichever two
 * are compared, {@code trips compare} finds no difference.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnySourceAnyStoreIT {
    private static final int DEVICES_PER_POLICY = 7;

    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    static Path folder;

    private PostgresServer postgres;
    private Path policies;

    /** A configuration whose stores are read by their kinds. */
    private Path throughRabbitMq;

    private Path throughOldDatabase;

    @BeforeAll
    void playTheDrivesBothWays() throws Exception {
        PostgresServer.missing().ifPresent(missing -> {
            System.out.println("SKIPPED tests on real servers: " + missing);
            assumeTrue(false, missing);
        });
        Optional<RealDrives> drives = RealDrives.besideTheCheckout();
        if (drives.isEmpty()) {
            System.out.println("SKIPPED tests on real drives: there is no shared/data beside the checkout");
        }
        assumeTrue(drives.isPresent(), "there is no shared/data beside the checkout");
        postgres = PostgresServer.start();
        List<Upload> uploads = uploads(drives.get());
        policies = Files.writeString(folder.resolve("policies.json"), policies(uploads));
        throughRabbitMq = throughRabbitMq(uploads);
        throughOldDatabase = throughOldDatabase(uploads);
    }

    @AfterAll
    void stopTheServer() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void threeStoresOfOneJobHoldTheSame() throws Exception {
        assertThatNothingDiffers(throughRabbitMq, "mongodb", throughRabbitMq, "postgresql");
        assertThatNothingDiffers(throughRabbitMq, "postgresql", throughRabbitMq, "files");
        assertThatNothingDiffers(throughOldDatabase, "mongodb", throughOldDatabase, "postgresql");
        assertThatNothingDiffers(throughOldDatabase, "postgresql", throughOldDatabase, "files");
    }

    @Test
    void whicheverWayTheDrivesCameTheJourneysAreTheSame() throws Exception {
        assertThatNothingDiffers(throughRabbitMq, "mongodb", throughOldDatabase, "mongodb");
        assertThatNothingDiffers(throughRabbitMq, "postgresql", throughOldDatabase, "postgresql");
        assertThatNothingDiffers(throughRabbitMq, "files", throughOldDatabase, "files");
        assertThatNothingDiffers(throughRabbitMq, "files", throughOldDatabase, "postgresql");
    }

    @Test
    void aNewStoreThatIsFilledFromAnotherHoldsTheSame() throws Exception {
        String filled = postgresAddress("any_filled");
        try (ServerProcess copy = TripsProcess.start(
                "copy",
                folder,
                "copy",
                "--from",
                SERVERS.store().uri(),
                "--from-database",
                "any-queue",
                "--to",
                filled)) {
            assertThat(copy.exitCode()).as(copy.output()).isZero();
        }
        assertThatNothingDiffers(SERVERS.store().uri(), "any-queue", filled, "any-queue");
    }

    private static List<Upload> uploads(RealDrives drives) {
        List<Upload> uploads = new ArrayList<>(drives.kubicka());
        uploads.addAll(drives.ndsbr());
        uploads.addAll(drives.driveplotr());
        uploads.addAll(drives.chicago());
        return uploads;
    }

    private static String policies(List<Upload> uploads) {
        List<String> devices = uploads.stream().map(Upload::device).distinct().toList();
        return devices.stream()
                .map(device -> """
                        {"device": "%s", "assignments": [{"policy": "policy-%d", "from": "2000-01-01T00:00:00Z",
                          "timeZone": "America/Chicago", "vehicleClass": "car"}]}""".formatted(device, devices.indexOf(device) / DEVICES_PER_POLICY))
                .collect(Collectors.joining(",\n", "[", "]"));
    }

    private Path throughRabbitMq(List<Upload> uploads) throws Exception {
        try (Played played =
                new Played("any-queue", Files.createDirectory(folder.resolve("queue")), SERVERS, more("queue"))) {
            played.publish(uploads);
            played.untilAllHasArrived();
            untilItRests(played.job());
            return played.job().configuration();
        }
    }

    private Path throughOldDatabase(List<Upload> uploads) throws Exception {
        Path here = Files.createDirectory(folder.resolve("old"));
        Files.writeString(here.resolve("mapping.yaml"), OldDocuments.MAPPING);
        List<Document> documents =
                new ArrayList<>(uploads.stream().map(OldDocuments::of).toList());
        Collections.shuffle(documents, new Random(8));
        try (MongoClient client = MongoClients.create(SERVERS.store().uri())) {
            client.getDatabase("any-old").getCollection("trips").insertMany(documents);
        }
        String configuration =
                """
                uploads.mongodb: {uri: '%s', database: any-old, collection: trips, mapping: mapping.yaml, follow: changes}
                dead-letters.files: dead-letters
                store.mongodb: {uri: '%s', database: any-from-old}
                pseudonyms.key: %s
                journeys.silence: 5 s
                checkpoints.interval: 1 s
                %s""".formatted(SERVERS.store().uri(), SERVERS.store().uri(), Played.PSEUDONYM_KEY, more("old"));
        try (RunningJob job = RunningJob.start(here, configuration)) {
            job.until("no point is open", () -> job.metric("pointsUsed") > 0 && job.metric("pointsOpen") == 0);
            untilItRests(job);
            return job.configuration();
        }
    }

    /** The other two stores. */
    private String more(String way) {
        return """
                assignments.file: %s
                store.postgresql: {url: '%s', user: %s, password: %s, schema: any_%s}
                store.files: store
                """.formatted(policies, postgres.url(), PostgresServer.USER, PostgresServer.PASSWORD, way);
    }

    /** Until nothing has been written for a while, and files hold what was. */
    private static void untilItRests(RunningJob job) {
        Quiet quiet = new Quiet();
        job.until(
                "nothing more is written",
                () -> quiet.forTenSecondsWith(job.metric("journeysWritten")) && job.metric("outboxWaiting") == 0);
    }

    /** Since when a number has been the same. */
    private static final class Quiet {
        private static final long TEN_SECONDS = 10_000_000_000L;

        private long number = -1;
        private long since;

        boolean forTenSecondsWith(long now) {
            if (now != number) {
                number = now;
                since = System.nanoTime();
            }
            return now > 0 && System.nanoTime() - since > TEN_SECONDS;
        }
    }

    private void assertThatNothingDiffers(Path left, String leftKind, Path right, String rightKind) throws Exception {
        assertThatNothingDiffers(
                address(left, leftKind), mongoDatabase(left), address(right, rightKind), mongoDatabase(right));
    }

    private static void assertThatNothingDiffers(String left, String leftDatabase, String right, String rightDatabase)
            throws Exception {
        try (ServerProcess compare = TripsProcess.start(
                "compare",
                folder,
                "compare",
                "--left",
                left,
                "--right",
                right,
                "--left-database",
                leftDatabase,
                "--right-database",
                rightDatabase,
                "--json")) {
            int exitCode = compare.exitCode();
            System.out.println(compare.output());
            assertThat(exitCode).as(compare.output()).isZero();
            assertThat(compare.output()).containsPattern("\"journeys\":\\{\"equal\":[1-9]\\d{2,}");
            assertThat(compare.output()).containsPattern("\"policy_months\":\\{\"equal\":[1-9]\\d{2,}");
        }
    }

    private String mongoDatabase(Path configuration) {
        return configuration.equals(throughRabbitMq) ? "any-queue" : "any-from-old";
    }

    private String address(Path configuration, String kind) {
        return switch (kind) {
            case "mongodb" -> SERVERS.store().uri();
            case "files" -> configuration.resolveSibling("store").toString();
            default -> postgresAddress("any_" + (configuration.equals(throughRabbitMq) ? "queue" : "old"));
        };
    }

    private String postgresAddress(String schema) {
        return "postgresql://" + PostgresServer.USER + ":" + PostgresServer.PASSWORD.replace(" ", "%20") + "@127.0.0.1:"
                + postgres.port() + "/postgres?currentSchema=" + schema;
    }
}
