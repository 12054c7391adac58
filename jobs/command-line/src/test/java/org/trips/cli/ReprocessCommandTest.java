package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.cli.journeys.Documents;
import org.trips.cli.journeys.FileJourneys;
import org.trips.job.embedded.EmbeddedBroker;
import org.trips.job.embedded.EmbeddedStore;
import org.trips.job.stores.MongoDocuments;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.ReprocessedSpan;
import org.trips.journeys.device.ReprocessingCodec;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadArchive;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;

/** What is sent to the job, and told to people; what the job makes of it is tested with real servers. */
final class ReprocessCommandTest {
    private static final String DEVICE = "d-17";
    private static final String KEY = "a key for this test only";
    private static final int LARGE = 16 * 1024 * 1024;

    /** A month ago: the job remembers a year. */
    private final LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(30);

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;
    private EmbeddedStore store;
    private Connection connection;
    private Channel channel;

    @BeforeEach
    void startServers() throws Exception {
        broker = EmbeddedBroker.start(0);
        store = EmbeddedStore.start(0);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri("amqp://guest:guest@127.0.0.1:" + broker.port() + "/%2f");
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.queueDeclare("reprocess", true, false, false, null);
        configure("reprocess:\n  queue: reprocess\n");
    }

    @AfterEach
    void stopServers() {
        connection.abort();
        broker.close();
        store.close();
    }

    @Test
    void aDriveThatCameTooLateIsSentToTheJobWithWhatTheStoreHasOfItsSpan() throws Exception {
        storeHolds(drive(8, 600), drive(16, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 600), drive(16, 600), drive(24 * 5, 60), drive(12, 600));
        CommandLineRun run = reprocess(1, "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode told = Documents.tree(run.out());
        assertThat(told.path("messagesSent").asInt()).isEqualTo(1);
        assertThat(told.path("kept")).hasSize(2);
        assertThat(told.path("new")).hasSize(1);
        assertThat(told.at("/new/0/start").asText()).isEqualTo(at(12) + ":00:00.000Z");
        assertThat(told.path("changed")).isEmpty();
        assertThat(told.path("withdrawn")).isEmpty();

        ReprocessedSpan span = sent();
        assertThat(span.device()).isEqualTo(DEVICE);
        assertThat(span.stored()).hasSize(2);
        assertThat(span.points()).hasSize(1800);
        assertThat(channel.basicGet("reprocess", true)).isNull();
    }

    @Test
    void aDryRunTellsTheSameAndSendsNothing() throws Exception {
        configure("");
        storeHolds(drive(8, 300), drive(10, 300), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 300), between(), drive(10, 300), drive(24 * 5, 60));
        CommandLineRun run = reprocess(1, "--dry-run");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Journeys: 0 kept, 1 changed, 0 new, 1 withdrawn.")
                .contains("is decided by the job")
                .contains("Nothing was sent.");
        assertThat(channel.basicGet("reprocess", true)).isNull();
    }

    @Test
    void policiesAreComparedWhereTheFileSaysThem() throws Exception {
        storeHolds(drive(8, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 600), drive(24 * 5, 60));
        Path policies = Files.writeString(folder.resolve("policies.json"), """
            [{"device":"%s","assignments":[
              {"policy":"P-9","from":"1970-01-01T00:00:00Z","timeZone":"UTC","vehicleClass":"van"}]}]
            """.formatted(DEVICE));
        configure("reprocess:\n  queue: reprocess\nassignments:\n  file: " + policies + "\n");
        CommandLineRun run = reprocess(1);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("0 kept, 1 changed").contains("P-9");
    }

    @Test
    void aSpanThroughAJourneyIsWidenedAndThatIsSaid() throws Exception {
        storeHolds(drive(23, 5000), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(23, 5000), drive(24 * 5, 60));
        CommandLineRun run = reprocess(1);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("The span is widened to " + day + "T00:00:00Z to " + at(24) + ":23:19Z");
        assertThat(run.out()).contains("Journeys: 1 kept");
    }

    @Test
    void whatTheJobStillHoldsOpenIsLeftAloneAndThatIsSaid() throws Exception {
        storeHolds(drive(8, 600), drive(16, 600));
        archiveHolds(drive(8, 600), drive(16, 600));
        CommandLineRun run = reprocess(1);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("From " + at(8) + ":00:03Z on journeys are not settled");
        assertThat(channel.basicGet("reprocess", true)).isNull();
    }

    @Test
    void anArchiveThatDoesNotGoBackSoFarReplacesNothing() throws Exception {
        storeHolds(drive(8, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 600).subList(300, 600), drive(24 * 5, 60));
        CommandLineRun run = reprocess(1);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("lacks points of 1 journey in the store, the first from " + at(8) + ":00:03Z");
        assertThat(channel.basicGet("reprocess", true)).isNull();
    }

    @Test
    void aDeviceOfWhichNobodyKnowsIsToldSo() throws Exception {
        storeHolds(drive(24 * 5, 600), drive(24 * 9, 60));
        archiveHolds(drive(24 * 5, 600));
        CommandLineRun run = reprocess(1);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("neither the store nor the archive has journeys of device d-17 in this span");
    }

    @Test
    void aJourneyThatNoMessageHoldsIsToldWithTheOptionToRaise() throws Exception {
        configure("reprocess:\n  queue: reprocess\n", "uploads:\n  queues: [uploads]\n  maximum-bytes: 20000\n");
        storeHolds(drive(8, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 600), drive(24 * 5, 60));
        CommandLineRun run = reprocess(1);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("more than uploads.maximum-bytes, which is 20000; raise it, for the job as well");
    }

    @Test
    void aLongSpanIsSentInPieces() throws Exception {
        configure("reprocess:\n  queue: reprocess\n", "uploads:\n  queues: [uploads]\n  maximum-bytes: 300000\n");
        storeHolds(drive(8, 600), drive(12, 600), drive(16, 600), drive(20, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 600), drive(12, 600), drive(16, 600), drive(20, 600), drive(24 * 5, 60));
        CommandLineRun run = reprocess(1);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Journeys: 4 kept").contains("in 2 messages");
        Instant cut = sent().to();
        assertThat(sent().from()).isEqualTo(cut);
    }

    @Test
    void whoWaitsIsToldWhenTheStoreHasIt() throws Exception {
        storeHolds(drive(8, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 600), drive(24 * 5, 60));
        CompletableFuture<Void> job = CompletableFuture.runAsync(this::takeAMessageAndWriteAllAnew);
        CommandLineRun run = reprocess(1, "--wait");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Journeys: 1 kept");
        assertThat(run.err()).contains("The store has it.");
        job.get();
    }

    @Test
    void whoWaitsInVainIsToldWhatTheJobHasNotDone() throws Exception {
        storeHolds(drive(8, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 600), drive(24 * 5, 60));
        CommandLineRun untaken = reprocess(1, "--wait", "1");
        assertThat(untaken.exitCode()).isEqualTo(1);
        assertThat(untaken.err())
                .contains("after 1 s the store lacks what became of 1 journey")
                .contains("1 message in the queue \"reprocess\" the job has not taken", "does it run");

        CompletableFuture<Void> job = CompletableFuture.runAsync(() -> {
            take();
            take();
        });
        CommandLineRun refused = reprocess(1, "--wait", "5");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("has taken the messages", "did it refuse them", "invalidReprocessing");
        job.get();
    }

    @Test
    void aJourneyOfBeforeAStoreWasAddedIsKnownFromTheStoreThatHasIt() throws Exception {
        configure("reprocess:\n  queue: reprocess\n", beside("files: " + folder.resolve("store")));
        storeHolds(drive(24 * 5, 60), drive(24 * 9, 60));
        folderHolds(drive(8, 300), drive(10, 300), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 300), between(), drive(10, 300), drive(24 * 5, 60));
        CommandLineRun run = reprocess(1);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Journeys: 0 kept, 1 changed, 0 new, 1 withdrawn.");
        assertThat(sent().stored()).hasSize(2);
    }

    @Test
    void ofAJourneyThatOneStoreHasInAnOlderVersionTheNewerCounts() throws Exception {
        configure("reprocess:\n  queue: reprocess\n", beside("files: " + folder.resolve("store")));
        storeHolds(drive(8, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        folderHolds(drive(8, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        writeAllAnew();
        archiveHolds(drive(8, 600), drive(24 * 5, 60));

        assertThat(reprocess(1).exitCode()).isZero();
        assertThat(sent().stored()).singleElement().satisfies(journey -> assertThat(journey.revision())
                .isEqualTo(3));
    }

    @Test
    void theStoreThatIsNamedIsReadInsteadOfThoseOfTheConfiguration() throws Exception {
        folderHolds(drive(8, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 600), drive(24 * 5, 60));
        CommandLineRun run = reprocess(1, "--store", folder.resolve("store"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Journeys: 1 kept");
    }

    @Test
    void aStoreThatNobodyHasWrittenToIsNamedSinceNobodyKnowsWhetherItIsTheRightOne() throws Exception {
        configure("reprocess:\n  queue: reprocess\n", beside("files: " + folder.resolve("elsewhere")));
        storeHolds(drive(8, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 600), drive(24 * 5, 60));
        CommandLineRun run = reprocess(1);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("elsewhere has no files of documents").contains("say --database, --store");
        assertThat(channel.basicGet("reprocess", true)).isNull();
    }

    @Test
    void whoWaitsWaitsForEachStore() throws Exception {
        configure("reprocess:\n  queue: reprocess\n", beside("files: " + folder.resolve("store")));
        storeHolds(drive(8, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        folderHolds(drive(8, 600), drive(24 * 5, 60), drive(24 * 9, 60));
        archiveHolds(drive(8, 600), drive(24 * 5, 60));
        CompletableFuture<Void> job = CompletableFuture.runAsync(this::takeAMessageAndWriteAllAnew);
        CommandLineRun run = reprocess(1, "--wait", "3");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("after 3 s the store lacks what became of 1 journey");
        job.get();
    }

    @Test
    void withoutAConfigurationItSaysWhatIsMissing() {
        CommandLineRun run = CommandLineRun.of("reprocess", "--device", DEVICE, "--from", day, "--to", day.plusDays(1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Missing required option: '--config=FILE'");
    }

    private void takeAMessageAndWriteAllAnew() {
        take();
        writeAllAnew();
    }

    private void writeAllAnew() {
        try (MongoClient client = MongoClients.create(store.connectionString())) {
            client.getDatabase("trips")
                    .getCollection(StoreDocument.JOURNEYS)
                    .updateMany(new BsonDocument(), Updates.inc("revision", 1));
        }
    }

    private void take() {
        try {
            while (channel.basicGet("reprocess", true) == null) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatTheConfigurationLacksIsNamed() throws Exception {
        configure("");
        assertThat(reprocess(1).err()).contains("names no reprocess.queue").contains("--dry-run works without");
    }

    @Test
    void whatTheJobHasForgottenIsRefused() {
        CommandLineRun run = CommandLineRun.of(
                "reprocess",
                "--config",
                folder.resolve("trips.yaml"),
                "--device",
                DEVICE,
                "--archive",
                folder,
                "--from",
                day.minusDays(400),
                "--to",
                day);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("could not put them right");
    }

    private CommandLineRun reprocess(int days, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "reprocess",
                "--config",
                folder.resolve("trips.yaml"),
                "--archive",
                folder.resolve("archive"),
                "--device",
                DEVICE,
                "--from",
                day,
                "--to",
                day.plusDays(days)));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray());
    }

    private ReprocessedSpan sent() throws Exception {
        GetResponse message = channel.basicGet("reprocess", true);
        // This broker unpacks what is packed.
        return new ReprocessingCodec(LARGE)
                .decode(message.getBody(), message.getProps().getContentEncoding());
    }

    private void configure(String more) throws IOException {
        configure(more, "uploads:\n  queues: [uploads]\n");
    }

    /** A configuration with uploads, and with another store beside MongoDB. */
    private static String beside(String store) {
        return "uploads:\n  queues: [uploads]\nstore." + store + "\n";
    }

    private void configure(String more, String uploads) throws IOException {
        Files.writeString(
                folder.resolve("trips.yaml"),
                uploads + """
                    rabbitmq:
                      host: 127.0.0.1
                      port: %d
                    dead-letters:
                      queue: dead-letters
                    store:
                      mongodb:
                        uri: %s
                    pseudonyms:
                      key: %s
                    """.formatted(broker.port(), store.connectionString(), KEY) + more);
    }

    /** What the job makes of these; what lies two days before the last is settled. */
    @SafeVarargs
    private List<StoreDocument> journeys(List<Point>... drives) {
        FileJourneys found = new FileJourneys(
                new JourneyRules(
                        Versions.none(),
                        Versions.always(Profile.defaults()),
                        new Pseudonyms("k1", KEY.getBytes(StandardCharsets.UTF_8)),
                        JourneyRules.DEFAULT_HORIZON),
                Map.of());
        for (List<Point> drive : drives) {
            found.accept(new Upload(DEVICE, drive, OptionalLong.empty()));
        }
        found.finish();
        return found.documents(StoreDocument.JOURNEYS);
    }

    /** In a folder of files, of which each line is a document. */
    @SafeVarargs
    private void folderHolds(List<Point>... drives) throws IOException {
        List<String> lines = journeys(drives).stream()
                .map(journey -> new String(journey.json(), StandardCharsets.UTF_8))
                .toList();
        Files.write(Files.createDirectories(folder.resolve("store")).resolve("journeys.ndjson"), lines);
    }

    @SafeVarargs
    private void storeHolds(List<Point>... drives) {
        List<WriteModel<BsonDocument>> writes = journeys(drives).stream()
                .map(document -> MongoDocuments.write(document, Instant.now()))
                .toList();
        try (MongoClient client = MongoClients.create(store.connectionString())) {
            client.getDatabase("trips")
                    .getCollection(StoreDocument.JOURNEYS, BsonDocument.class)
                    .bulkWrite(writes);
        }
    }

    @SafeVarargs
    private void archiveHolds(List<Point>... drives) throws IOException {
        for (int i = 0; i < drives.length; i++) {
            long received = drives[i].get(drives[i].size() - 1).timeMillis();
            Upload upload = new Upload(DEVICE, drives[i], OptionalLong.of(received));
            Path dayFolder = folder.resolve("archive")
                    .resolve(UploadArchive.day(OptionalLong.of(received), received)
                            .toString());
            Files.createDirectories(dayFolder);
            Files.write(dayFolder.resolve("part-" + i + UploadArchive.FILE_SUFFIX), UploadArchive.record(upload));
        }
    }

    /** A fix each second from that hour on, northwards at 10 m/s. */
    private List<Point> drive(int hour, int seconds) {
        List<Point> points = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            points.add(point(hour, second));
        }
        return points;
    }

    /** What lay between a drive of five minutes at 8 and one at 10, and came too late. */
    private List<Point> between() {
        List<Point> between = new ArrayList<>();
        for (int second = 300; second < 7200; second++) {
            between.add(point(8, second));
        }
        return between;
    }

    private Point point(int hour, int second) {
        long millis = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() + (hour * 3600L + second) * 1000;
        return Point.of(millis, 60 + (hour * 3600L + second) % 90_000 * 10 / 111_195.0, 24.9);
    }

    /** That hour after the day began, as times are written. */
    private String at(int hour) {
        Instant time = day.atStartOfDay(ZoneOffset.UTC).plusHours(hour).toInstant();
        return time.toString().substring(0, "2026-03-01T07".length());
    }
}
