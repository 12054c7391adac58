package org.trips.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.embedded.EmbeddedBroker;
import org.trips.job.embedded.EmbeddedStore;
import org.trips.job.operators.RawMessage;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadArchive;

/** The job as it is run, between a broker and a store. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class EndToEndTest {
    private static final String UPLOADS = "uploads";
    private static final String DEAD_LETTERS = "dead-letters";

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;
    private EmbeddedStore store;
    private Connection connection;
    private Channel channel;
    private MongoClient client;
    private MongoDatabase trips;
    private JobConfiguration configuration;
    private EmbeddedJob job;

    @BeforeEach
    void startServers() throws Exception {
        broker = EmbeddedBroker.start(0);
        store = EmbeddedStore.start(0);
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(broker.port());
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.queueDeclare(UPLOADS, true, false, false, null);
        client = MongoClients.create(store.connectionString());
        trips = client.getDatabase("trips");
        var policies = folder.resolve("policies.json");
        Files.writeString(policies, """
                [{"device":"d-1","assignments":[
                  {"policy":"P-1","from":"2026-01-01T00:00:00Z","timeZone":"Europe/Berlin","vehicleClass":"van"}]}]
                """);
        configuration = JobConfiguration.defaults()
                .with(JobOptions.UPLOAD_QUEUES, List.of(UPLOADS))
                .with(JobOptions.RABBITMQ_HOST, "127.0.0.1")
                .with(JobOptions.RABBITMQ_PORT, broker.port())
                .with(JobOptions.RABBITMQ_DECLARE, true)
                .with(JobOptions.DEAD_LETTER_QUEUE, DEAD_LETTERS)
                .with(JobOptions.ASSIGNMENTS_FILE, policies)
                .with(JobOptions.STORE_URI, store.connectionString())
                .with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef")
                .with(JobOptions.SILENCE, Duration.ofSeconds(1))
                .with(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(200))
                .with(JobOptions.WEB_PORT, 0);
    }

    @AfterEach
    void stopServers() throws Exception {
        job.close();
        client.close();
        connection.close();
        store.close();
        broker.close();
    }

    @Test
    void whatComesInByTheBrokerIsInTheStoreAsJourneysDaysAndMonths() throws Exception {
        start();
        publish(TestDrives.messages("d-1", 2, 300));
        eventually(() -> count("journeys") == 2 && count("policy_months") == 1);

        eventually(() -> journeys().stream()
                .map(journey -> journey.getString("status"))
                .toList()
                .equals(List.of("complete", "provisional")));
        var first = journeys().get(0);
        assertThat(first.getString("device")).startsWith("k1-");
        assertThat(first.get("start", Date.class).toInstant())
                .isBetween(TestDrives.FIRST_START, TestDrives.FIRST_START.plusSeconds(10));
        assertThat(first.get("writtenAt", Date.class).toInstant()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(trips.getCollection("policy_days").find().first().getString("_id"))
                .isEqualTo("P-1|2026-03-01");
        assertThat(job.webPort()).isPositive();
    }

    @Test
    void whatCannotBeUsedIsInTheDeadLetterQueueWithItsBytesAndReason() throws Exception {
        start();
        publish(List.of(TestDrives.text("not JSON")));
        publish(TestDrives.messages("d-1", 1, 300));
        eventually(() -> count("journeys") == 1);

        var letter = nextDeadLetter();
        assertThat(letter.getBody()).asString(StandardCharsets.UTF_8).isEqualTo("not JSON");
        assertThat(letter.getProps().getHeaders().get("reason")).hasToString("notJson");
        assertThat(letter.getProps().getHeaders()).containsKeys("detail", "receivedAt");
    }

    @Test
    void aCompressedMessageIsReadByItsContentEncoding() throws Exception {
        start();
        for (var message : TestDrives.messages("d-1", 1, 300)) {
            var properties = new AMQP.BasicProperties.Builder()
                    .contentEncoding("gzip")
                    .timestamp(Date.from(TestDrives.FIRST_START))
                    .build();
            channel.basicPublish("", UPLOADS, properties, gzipped(message.body()));
        }
        eventually(() -> count("journeys") == 1);
    }

    @Test
    void whatWasAcceptedIsInTheArchiveByTheDayOnWhichTheBrokerReceivedIt() throws Exception {
        var archive = folder.resolve("archive");
        configuration = configuration
                .with(JobOptions.ARCHIVE_FOLDER, archive.toUri())
                .with(JobOptions.ARCHIVE_ROLL_INTERVAL, Duration.ofSeconds(1));
        start();
        var received = TestDrives.FIRST_START.plusSeconds(600);
        var properties = new AMQP.BasicProperties.Builder()
                .timestamp(Date.from(received))
                .build();
        var drive = TestDrives.messages("d-1", 1, 300);
        for (var message : drive) {
            channel.basicPublish("", UPLOADS, properties, message.body());
        }
        List<Upload> archived = new ArrayList<>();
        eventually(() -> {
            archived.clear();
            read(archive, archived);
            return archived.size() >= drive.size();
        });

        assertThat(archived)
                .hasSize(drive.size())
                .allMatch(upload -> upload.receivedAtMillis().getAsLong() == received.toEpochMilli());
        assertThat(archive.resolve("2026-03-01")).isNotEmptyDirectory();
    }

    private static void read(Path archive, List<Upload> uploads) {
        try {
            new UploadArchive(archive).read(LocalDate.EPOCH, "d-1", uploads::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aStoppedJobGoesOnFromItsLastCheckpoint() throws Exception {
        configuration = configuration.with(JobOptions.CHECKPOINT_FOLDER, folder.resolve("checkpoints"));
        var drive = TestDrives.messages("d-1", 1, 600);
        start();
        publish(drive.subList(0, 30));
        eventually(() -> count("journeys") == 1);
        job.close();
        var half = journeys().get(0);
        start();
        publish(drive.subList(30, 60));
        eventually(() -> count("journeys") == 1 && ended(journeys().get(0)).isAfter(ended(half)));
        assertThat(journeys().get(0).get("start")).isEqualTo(half.get("start"));
        assertThat(journeys().get(0).get("_id")).isEqualTo(half.get("_id"));
    }

    @Test
    void theArchiveCanBeSwitchedOffWithoutLosingWhatTheJobKnows() throws Exception {
        configuration = configuration.with(JobOptions.CHECKPOINT_FOLDER, folder.resolve("checkpoints"));
        var withoutArchive = configuration;
        configuration = configuration.with(
                JobOptions.ARCHIVE_FOLDER, folder.resolve("archive").toUri());
        var drive = TestDrives.messages("d-1", 1, 600);
        start();
        publish(drive.subList(0, 30));
        eventually(() -> count("journeys") == 1);
        job.close();
        var half = journeys().get(0);
        configuration = withoutArchive;
        start();
        publish(drive.subList(30, 60));
        eventually(() -> count("journeys") == 1 && ended(journeys().get(0)).isAfter(ended(half)));
        assertThat(journeys().get(0).get("_id")).isEqualTo(half.get("_id"));
    }

    @Test
    void aQueueIsTakenOutOnlyWhenItsFilesInTheArchiveAreFinished() throws Exception {
        var archive = folder.resolve("archive");
        var young = UPLOADS + "-young";
        configuration = configuration
                .with(JobOptions.CHECKPOINT_FOLDER, folder.resolve("checkpoints"))
                .with(JobOptions.ARCHIVE_FOLDER, archive.toUri())
                .with(JobOptions.ARCHIVE_ROLL_INTERVAL, Duration.ofHours(1));
        var renamed = configuration.with(JobOptions.UPLOAD_QUEUES, List.of(young));
        var drive = TestDrives.messages("d-1", 1, 300);
        start();
        publish(drive);
        eventually(() -> count("journeys") == 1);
        job.close();

        assertThatThrownBy(() -> EmbeddedJob.start(renamed))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("uploads.queues no longer names a queue")
                .hasMessageContaining("has 1 unfinished archive files")
                .hasMessageContaining("Name the old queue again, beside the new one");

        configuration = renamed.with(JobOptions.UPLOAD_QUEUES, List.of(young, UPLOADS))
                .with(JobOptions.ARCHIVE_ROLL_INTERVAL, Duration.ofSeconds(1));
        start();
        List<Upload> archived = new ArrayList<>();
        eventually(() -> {
            archived.clear();
            read(archive, archived);
            return archived.size() == drive.size();
        });
        finishesACheckpoint();
        job.close();

        configuration = renamed;
        start();
        assertThat(job.wentOnFrom()).isPresent();
    }

    /** Waits until a checkpoint that has begun from now on is complete. */
    private void finishesACheckpoint() {
        var latest = latestCheckpoint();
        eventually(() -> latestCheckpoint() > latest + 1);
    }

    private long latestCheckpoint() {
        try (var files = Files.walk(folder.resolve("checkpoints"))) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .mapToLong(file -> Long.parseLong(
                            file.getParent().getFileName().toString().substring("chk-".length())))
                    .max()
                    .orElse(0);
        } catch (IOException | UncheckedIOException goneMeanwhile) {
            return 0;
        }
    }

    private void start() throws Exception {
        job = EmbeddedJob.start(configuration);
    }

    private void publish(List<RawMessage> messages) throws IOException {
        for (var message : messages) {
            channel.basicPublish("", UPLOADS, null, message.body());
        }
    }

    private GetResponse nextDeadLetter() throws IOException {
        GetResponse letter = null;
        while (letter == null) {
            letter = channel.basicGet(DEAD_LETTERS, true);
        }
        return letter;
    }

    private static Instant ended(Document journey) {
        return journey.get("end", Date.class).toInstant();
    }

    private long count(String collection) {
        return trips.getCollection(collection).countDocuments();
    }

    private List<Document> journeys() {
        return trips.getCollection("journeys")
                .find()
                .sort(new Document("start", 1))
                .into(new ArrayList<>());
    }

    /** Looks until it is so; the test's time limit ends what never is. */
    private static void eventually(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static byte[] gzipped(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }
}
