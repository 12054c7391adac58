package org.trips.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.configuration.JobOptions.Follow;
import org.trips.job.configuration.JobOptions.Partitions;
import org.trips.job.connectors.Connectors;
import org.trips.job.embedded.EmbeddedBroker;
import org.trips.job.embedded.EmbeddedStore;
import org.trips.job.operators.RawMessage;
import org.trips.journeys.intake.DeadLetterCodec;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadArchive;
import org.trips.journeys.intake.UploadDecoder;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.points.Point;

/** The job beside somebody else's database, on a server in memory that has neither change streams nor ranges of ids. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ExistingMongoTest {
    private static final String UPLOADS = "uploads";
    private static final double KMH_PER_MPS = 3.6;

    private static final String MAPPING = """
            filter: {kind: gps}
            device: vehicle.id
            time: at
            position: place
            speed: {field: kmh, unit: km/h}
            """;

    @TempDir
    private Path folder;

    private EmbeddedStore server;
    private MongoClient client;
    private MongoCollection<Document> positions;
    private JobConfiguration configuration;
    private EmbeddedJob job;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedStore.start(0);
        client = MongoClients.create(server.connectionString());
        positions = client.getDatabase("fleet").getCollection("positions");
        positions.createIndex(Indexes.ascending("written"));
        configuration = JobConfiguration.defaults()
                .with(JobOptions.UPLOAD_MONGODB_URI, server.connectionString())
                .with(JobOptions.UPLOAD_MONGODB_DATABASE, "fleet")
                .with(JobOptions.UPLOAD_MONGODB_COLLECTION, "positions")
                .with(JobOptions.UPLOAD_MONGODB_MAPPING, Files.writeString(folder.resolve("mapping.yaml"), MAPPING))
                .with(JobOptions.UPLOAD_MONGODB_PARTITIONS, Partitions.SINGLE)
                .with(JobOptions.UPLOAD_MONGODB_POLLING_FIELD, "written")
                .with(JobOptions.UPLOAD_MONGODB_POLLING_INTERVAL, Duration.ofMillis(200))
                .with(JobOptions.STORE_URI, server.connectionString())
                .with(JobOptions.DEAD_LETTER_FILES, folder.resolve("dead-letters"))
                .with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef")
                .with(JobOptions.SILENCE, Duration.ofSeconds(1))
                .with(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(200))
                .with(JobOptions.WEB_PORT, 0);
    }

    @AfterEach
    void stop() {
        if (job != null) {
            job.close();
        }
        client.close();
        server.close();
    }

    @Test
    void aBackFillAloneEndsWithTheSameJourneysAsTheSameUploadsInFiles() throws Exception {
        var points = points("v-1", 40, 100);
        insert(points);
        run();
        assertThat(stored()).hasSize(40).isEqualTo(fromFiles("v-1", points));
        assertThat(stored().values()).anyMatch(json -> json.contains("\"settled\""));
    }

    @Test
    void whatCannotBeUsedIsADeadLetterWithItsDocumentAndWhatIsNotMeantIsNothing() throws Exception {
        insert(points("v-1", 1, 300));
        positions.insertOne(new Document("_id", "e-1").append("kind", "event"));
        positions.insertOne(
                document(points("v-1", 1, 1).get(0), "v-1").append("_id", "n-1").append("place", 7));
        run();
        assertThat(stored()).hasSize(1);
        var letters = deadLetters();
        assertThat(letters).hasSize(1);
        var letter = DeadLetterCodec.fromLine(letters.get(0).getBytes(StandardCharsets.UTF_8));
        assertThat(letter.reason()).isEqualTo(DeadLetterReason.WRONG_TYPE);
        assertThat(letter.detail())
                .isEqualTo("place is 7 where it should be a GeoJSON point, or [longitude, latitude].");
        assertThat(letter.properties().contentType()).isEqualTo("application/ejson");
        assertThat(Document.parse(new String(letter.original(), StandardCharsets.UTF_8)))
                .containsEntry("_id", "n-1")
                .containsEntry("place", 7);
    }

    @Test
    void aHistoryOfManyDaysIsArchivedInTheFolderOfTheDayOnWhichItIsRead() throws Exception {
        var points = points("v-1", 5, 100);
        insert(points);
        Files.writeString(folder.resolve("mapping.yaml"), MAPPING + "sentAt: at\n");
        configuration = configuration.with(
                JobOptions.ARCHIVE_FOLDER, folder.resolve("archive").toUri());
        var before = LocalDate.now(ZoneOffset.UTC);
        run();
        try (Stream<Path> days = Files.list(folder.resolve("archive"))) {
            assertThat(days).allSatisfy(day -> assertThat(
                            LocalDate.parse(day.getFileName().toString()))
                    .isBetween(before, LocalDate.now(ZoneOffset.UTC)));
        }
        List<Upload> archived = new ArrayList<>();
        new UploadArchive(folder.resolve("archive")).read(LocalDate.EPOCH, null, archived::add);
        assertThat(archived).hasSize(points.size());
    }

    @Test
    void aDatabaseThatIsNotFollowedAndOfWhichAllWasReadIsNotNeededAnyMore() throws Exception {
        var points = points("v-1", 4, 100);
        var old = EmbeddedStore.start(0);
        try (var broker = EmbeddedBroker.start(0);
                var oldClient = MongoClients.create(old.connectionString())) {
            positions = oldClient.getDatabase("fleet").getCollection("positions");
            insert(points.subList(0, 200));
            configuration = configuration
                    .with(JobOptions.UPLOAD_MONGODB_URI, old.connectionString())
                    .with(JobOptions.UPLOAD_QUEUES, List.of(UPLOADS))
                    .with(JobOptions.RABBITMQ_HOST, "127.0.0.1")
                    .with(JobOptions.RABBITMQ_PORT, broker.port())
                    .with(JobOptions.RABBITMQ_DECLARE, true)
                    .with(JobOptions.CHECKPOINT_FOLDER, folder.resolve("checkpoints"));
            job = EmbeddedJob.start(configuration);
            eventually(() -> stored().size() == 2);
            awaitCheckpoint();
            job.close();
            old.close();

            job = EmbeddedJob.start(configuration);
            assertThat(job.wentOnFrom()).isPresent();
            var factory = new ConnectionFactory();
            factory.setHost("127.0.0.1");
            factory.setPort(broker.port());
            try (Connection connection = factory.newConnection();
                    Channel channel = connection.createChannel()) {
                for (var message : messages("v-1", points.subList(200, points.size()))) {
                    channel.basicPublish("", UPLOADS, null, message.body());
                }
            }
            eventually(() -> stored().size() == 4);
            job.close();
        }
    }

    @Test
    void whatIsFollowedOnlyLaterIsFilledInAgainSoThatNothingIsMissing() throws Exception {
        var points = points("v-1", 4, 100);
        insert(points.subList(0, 200));
        try (var broker = EmbeddedBroker.start(0)) {
            configuration = configuration
                    .with(JobOptions.UPLOAD_QUEUES, List.of(UPLOADS))
                    .with(JobOptions.RABBITMQ_HOST, "127.0.0.1")
                    .with(JobOptions.RABBITMQ_PORT, broker.port())
                    .with(JobOptions.RABBITMQ_DECLARE, true)
                    .with(JobOptions.CHECKPOINT_FOLDER, folder.resolve("checkpoints"));
            job = EmbeddedJob.start(configuration);
            eventually(() -> stored().size() == 2);
            awaitCheckpoint();
            job.close();
            insert(points.subList(200, 300)); // earlier than the greatest value that is there when it is followed
            insert(points.subList(300, 400));

            job = EmbeddedJob.start(configuration
                    .with(JobOptions.UPLOAD_MONGODB_FOLLOW, Follow.POLLING)
                    .with(JobOptions.UPLOAD_MONGODB_POLLING_OVERLAP, Duration.ZERO));
            assertThat(job.wentOnFrom()).isPresent();
            eventually(() -> stored().size() == 4);
            job.close();
        }
    }

    /** One that was begun from now on: of the next two to appear, the second. */
    private void awaitCheckpoint() {
        Set<Path> known = new HashSet<>(checkpoints());
        Set<Path> later = new HashSet<>();
        eventually(() -> {
            checkpoints().stream().filter(one -> !known.contains(one)).forEach(later::add);
            return later.size() > 1;
        });
    }

    private List<Path> checkpoints() {
        try (Stream<Path> files =
                Files.find(folder.resolve("checkpoints"), 3, (file, attributes) -> file.endsWith("_metadata"))) {
            return files.toList();
        } catch (IOException | UncheckedIOException beingDeleted) {
            return List.of();
        }
    }

    @Test
    void whatIsWrittenMeanwhileAndAfterIsFollowedByPolling() throws Exception {
        var points = points("v-1", 6, 300);
        insert(points.subList(0, 900));
        configuration = configuration
                .with(JobOptions.UPLOAD_MONGODB_FOLLOW, Follow.POLLING)
                .with(JobOptions.UPLOAD_MONGODB_RATE, 400);
        job = EmbeddedJob.start(configuration);
        insert(points.subList(900, 1500)); // the back-fill takes more than two seconds
        eventually(() -> stored().size() == 5);
        insert(points.subList(1500, 1800));
        eventually(() -> stored().size() == 6);
        eventually(() -> withoutRevision(stored()).equals(fromFilesQuietly("v-1", points)));
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void queueAndDatabaseTogetherGiveTheJourneysOfBothAndNothingTwice() throws Exception {
        var points = points("v-1", 30, 100);
        var half = points.size() / 2;
        insert(points.subList(0, half + 500));
        try (var broker = EmbeddedBroker.start(0)) {
            var factory = new ConnectionFactory();
            factory.setHost("127.0.0.1");
            factory.setPort(broker.port());
            try (Connection connection = factory.newConnection();
                    Channel channel = connection.createChannel()) {
                channel.queueDeclare(UPLOADS, true, false, false, null);
                configuration = configuration
                        .with(JobOptions.UPLOAD_QUEUES, List.of(UPLOADS))
                        .with(JobOptions.RABBITMQ_HOST, "127.0.0.1")
                        .with(JobOptions.RABBITMQ_PORT, broker.port())
                        .with(JobOptions.RABBITMQ_DECLARE, true)
                        .with(JobOptions.UPLOAD_MONGODB_RATE, 500);
                for (var message : messages("v-1", points.subList(half, points.size()))) {
                    channel.basicPublish("", UPLOADS, null, message.body());
                }
                job = EmbeddedJob.start(configuration);
                eventually(() -> stored().size() == 30);
                eventually(() -> withoutRevision(stored()).equals(fromFilesQuietly("v-1", points)));
                assertThat(deadLetters()).isEmpty();
                job.close();
            }
        }
    }

    @Test
    void aServerWithoutChangeStreamsIsToldBeforeAnythingIsStarted() {
        insert(points("v-1", 1, 10));
        configuration = configuration.with(JobOptions.UPLOAD_MONGODB_FOLLOW, Follow.CHANGES);
        assertThatThrownBy(() -> EmbeddedJob.start(configuration))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("collection fleet.positions")
                .hasMessageContaining("let uploads.mongodb.follow be polling");
    }

    @Test
    void aFieldWithoutAnIndexOrOfAnotherTypeIsNotPolled() {
        insert(points("v-1", 1, 10));
        configuration = configuration
                .with(JobOptions.UPLOAD_MONGODB_FOLLOW, Follow.POLLING)
                .with(JobOptions.UPLOAD_MONGODB_POLLING_FIELD, "at");
        assertThatThrownBy(() -> EmbeddedJob.start(configuration))
                .hasMessageContaining("has no index that begins with at")
                .hasMessageContaining("db.positions.createIndex({\"at\": 1})");

        positions.createIndex(Indexes.ascending("kind"));
        configuration = configuration.with(JobOptions.UPLOAD_MONGODB_POLLING_FIELD, "kind");
        assertThatThrownBy(() -> EmbeddedJob.start(configuration))
                .hasMessageContaining("a value of type STRING; polling needs a date, an ObjectId");
    }

    @Test
    void idsOfSeveralTypesAreNotDividedIntoRanges() {
        insert(points("v-1", 1, 10));
        positions.insertOne(new Document("_id", 17).append("kind", "note"));
        configuration = configuration.with(JobOptions.UPLOAD_MONGODB_PARTITIONS, Partitions.SAMPLE);
        assertThatThrownBy(() -> EmbeddedJob.start(configuration))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ids of several types (the first is of type NUMBER")
                .hasMessageContaining("let uploads.mongodb.partitions be single");
    }

    @Test
    void whereTheJobMayGoOnItsIdsAreNotLookedAtAgain() {
        insert(points("v-1", 1, 10));
        positions.insertOne(new Document("_id", 17).append("kind", "note"));
        configuration = configuration
                .with(JobOptions.UPLOAD_MONGODB_PARTITIONS, Partitions.SAMPLE)
                .with(JobOptions.UPLOAD_MONGODB_FOLLOW, Follow.POLLING);
        assertThatThrownBy(() -> new Connectors(configuration).sources(false)).hasMessageContaining("several types");
        assertThatCode(() -> new Connectors(configuration).sources(true)).doesNotThrowAnyException();
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamedWithoutItsPassword() {
        var port = server.port();
        server.close();
        configuration = configuration
                .with(JobOptions.STORE_URI, null)
                .with(JobOptions.STORE_FILES, folder.resolve("store"))
                .with(
                        JobOptions.UPLOAD_MONGODB_URI,
                        "mongodb://me:HUSH@127.0.0.1:" + port + "/?serverSelectionTimeoutMS=300");
        assertThatThrownBy(() -> EmbeddedJob.start(configuration))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The existing MongoDB 127.0.0.1:")
                .hasMessageNotContaining("HUSH");
    }

    private void run() throws Exception {
        try (var running = EmbeddedJob.start(configuration)) {
            running.await();
        }
    }

    /** What the job finds in the same points where they come in files, in order. */
    private Map<String, String> fromFiles(String device, List<Point> points) throws Exception {
        var uploads = folder.resolve("expected.ndjson");
        try (var file = Files.newOutputStream(uploads)) {
            for (var message : messages(device, points)) {
                file.write(message.body());
                file.write('\n');
            }
        }
        var other = JobConfiguration.defaults()
                .with(JobOptions.UPLOAD_FILES, uploads)
                .with(JobOptions.STORE_URI, server.connectionString())
                .with(JobOptions.STORE_DATABASE, "expected")
                .with(JobOptions.DEAD_LETTER_FILES, folder.resolve("none"))
                .with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef")
                .with(JobOptions.WEB_PORT, 0);
        try (var running = EmbeddedJob.start(other)) {
            running.await();
        }
        return withoutRevision(stored("expected"));
    }

    private Map<String, String> expected;

    private Map<String, String> fromFilesQuietly(String device, List<Point> points) {
        if (expected == null) {
            try {
                expected = fromFiles(device, points);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        return expected;
    }

    private Map<String, String> stored() {
        return withoutRevision(stored("trips"));
    }

    private Map<String, String> stored(String database) {
        Map<String, String> stored = new TreeMap<>();
        for (var journey :
                client.getDatabase(database).getCollection("journeys").find()) {
            journey.remove("writtenAt");
            stored.put(journey.getString("_id"), journey.toJson());
        }
        return stored;
    }

    private static Map<String, String> withoutRevision(Map<String, String> journeys) {
        Map<String, String> all = new TreeMap<>(journeys);
        all.replaceAll((id, json) -> json.replaceAll("\"revision\": \\d+", ""));
        return all;
    }

    private static List<Point> points(String device, int drives, int seconds) {
        return TestDrives.messages(device, drives, seconds).stream()
                .flatMap(message ->
                        new UploadDecoder().decode(message.body(), null, OptionalLong.empty()).uploads().stream())
                .flatMap(upload -> upload.points().stream())
                .map(point -> point.toBuilder().speedMps(20).build())
                .toList();
    }

    private static List<RawMessage> messages(String device, List<Point> points) {
        List<RawMessage> messages = new ArrayList<>();
        for (var from = 0; from < points.size(); from += 100) {
            var upload =
                    new Upload(device, points.subList(from, Math.min(points.size(), from + 100)), OptionalLong.empty());
            messages.add(RawMessage.ofLine(UploadEncoder.encode(upload)));
        }
        return messages;
    }

    /** In any order, as an old database holds them. */
    private void insert(List<Point> points) {
        List<Document> documents = new ArrayList<>();
        points.forEach(point -> documents.add(document(point, "v-1")));
        Collections.shuffle(documents, new Random(7));
        positions.insertMany(documents);
    }

    private static Document document(Point point, String device) {
        return new Document("kind", "gps")
                .append("vehicle", new Document("id", device))
                .append("at", Instant.ofEpochMilli(point.timeMillis()))
                .append("written", Instant.now())
                .append(
                        "place",
                        new Document("type", "Point")
                                .append("coordinates", List.of(point.longitude(), point.latitude())))
                .append("kmh", point.speedMps() * KMH_PER_MPS);
    }

    private List<String> deadLetters() {
        var letters = folder.resolve("dead-letters");
        try (Stream<Path> files = Files.walk(letters)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(ExistingMongoTest::linesOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void eventually(BooleanSupplier condition) {
        var limit = Instant.now().plusSeconds(120);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(limit);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
