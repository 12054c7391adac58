package org.trips.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadDecoder;
import org.trips.journeys.intake.UploadEncoder;

/**
 * {@code trips run} beside somebody else's database with change streams, in which the sample drives lie as documents of a
 * form of their own: what the store holds is what the plain functions find in the same drives.
 */
class ExistingMongoIT {
    /** So that the collection is large enough for a server to divide it into several parts. */
    private static final String PADDING = "x".repeat(100_000);

    /** SecantusDB at times answers a monitor that listens on with the number of another request, and so loses its connections. */
    private static final String RARE_HEARTBEATS = "/?heartbeatFrequencyMS=240000";

    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    Path folder;

    private MongoClient client;
    private String database;
    private MongoCollection<Document> trips;
    private List<Upload> uploads;
    private List<Document> documents;
    private Path policies;
    private StoredDocuments expected;

    @BeforeEach
    void fillTheOldDatabase() throws IOException {
        client = MongoClients.create(SERVERS.store().uri());
        database = "old" + System.nanoTime();
        trips = client.getDatabase(database).getCollection("trips");
        uploads = uploads();
        documents = uploads.stream()
                .map(upload -> OldDocuments.of(upload).append("raw", PADDING))
                .toList();
        policies = Files.writeString(folder.resolve("policies.json"), SampleUploads.policies());
        Files.writeString(folder.resolve("mapping.yaml"), OldDocuments.MAPPING);
    }

    @AfterEach
    void forgetIt() {
        client.getDatabase(database).drop();
        client.close();
    }

    @Test
    void backFillChangesAndQueueTogetherGiveWhatThePlainFunctionsFind() throws Exception {
        int third = documents.size() / 3;
        insert(documents.subList(0, third));
        String queue = database + "-uploads";
        try (RunningJob job = RunningJob.start(folder, configuration(third / 15, "  queues: [" + queue + "]\n"))) {
            job.until("the back-fill is read", () -> job.metric("messagesIn") > 10);
            insert(documents.subList(third, 2 * third));
            publishFrom(queue, 2 * third - 100);
            job.until("the back-fill and what followed are in the store", () -> isExpected(job));
            assertThat(job.metric("pointsDuplicate")).isPositive();
            assertThat(job.metric("deadLetters")).isZero();
        }
    }

    @Test
    void killedInMidBackFillAndResumedGivesTheSame() throws Exception {
        killedAndResumed(2, 2);
    }

    @Test
    void killedInMidBackFillAndResumedWithOneSubtaskInsteadOfFourGivesTheSame() throws Exception {
        killedAndResumed(4, 1);
    }

    private void killedAndResumed(int subtasks, int subtasksAfterwards) throws Exception {
        insert(documents);
        expected(); // found before, since it takes longer than what is to be seen
        // A change stream would bring all of it as well, since it was written just before.
        String configuration = configuration(documents.size() / 30, "  queues: [" + database + "-uploads]\n")
                .replace("follow: changes", "follow: none");
        try (RunningJob job = RunningJob.start(folder, configuration + parallelism(subtasks))) {
            job.until("more than half is read", () -> job.metric("messagesIn") > documents.size() * 11 / 20);
            job.kill();
        }
        try (RunningJob job = RunningJob.start(folder, configuration + parallelism(subtasksAfterwards))) {
            job.until("it goes on", () -> job.output().contains("goes on from"));
            AtomicLong read = new AtomicLong();
            job.until("the store holds the same", () -> {
                // What was counted by tasks that have ended is no longer told.
                read.accumulateAndGet(job.metric("messagesIn"), Math::max);
                return isExpected(job);
            });
            System.out.println(read + " of " + documents.size() + " documents were read after the kill.");
            assertThat(read).as("parts that were read are not read again").hasValueLessThan(documents.size());
            assertThat(job.metric("deadLetters")).isZero();
        }
    }

    @Test
    void whatWasWrittenShortlyBeforeTheStartIsFollowedTooSinceASecondaryMayLackIt() throws Exception {
        insert(documents.subList(0, 50));
        try (RunningJob job = RunningJob.start(folder, configuration(1000, ""))) {
            job.until("all of it is followed", () -> job.metric("messagesIn", "followed") == 50);
            assertThat(job.log()).doesNotContain("its oplog does not reach so far back");
        }
    }

    @Test
    void anOplogThatDoesNotReachSoFarBackIsToldAndFollowedFromNowOn() throws Exception {
        Path data = Files.createDirectories(folder.resolve("short-oplog"));
        try (MongoWireServer server = MongoWireServer.start(data, "--enable-test-commands");
                MongoClient other = MongoClients.create(server.uri())) {
            MongoCollection<Document> written = other.getDatabase(database).getCollection("trips");
            written.insertMany(documents.subList(0, 50));
            other.getDatabase("admin")
                    .runCommand(Document.parse("{configureFailPoint: 'failCommand', mode: {times: 1},"
                            + " data: {failCommands: ['aggregate'], errorCode: 286}}"));
            String configuration = configuration(1000, "")
                    .replaceFirst(Pattern.quote(SERVERS.store().uri()), server.uri());
            try (RunningJob job = RunningJob.start(folder, configuration)) {
                job.until("its position is taken", () -> job.output().contains("The job runs"));
                assertThat(job.log()).contains("its oplog does not reach so far back");
                written.insertMany(documents.subList(50, 60));
                job.until("what is written is followed", () -> job.metric("messagesIn", "followed") == 10);
            }
        }
    }

    @Test
    void aJobThatIsToFollowAnotherCollectionEndsAndSaysWhatToDo() throws Exception {
        insert(documents.subList(0, 50));
        String configuration = configuration(1000, "");
        try (RunningJob job = RunningJob.start(folder, configuration)) {
            job.until("documents are followed", () -> job.metric("messagesIn", "followed") == 50);
            job.until("a checkpoint is there", this::isAnyCheckpointThere);
            job.kill();
        }
        client.getDatabase(database).getCollection("others").insertOne(documents.get(0));
        try (RunningJob job =
                RunningJob.start(folder, configuration.replace("collection: trips", "collection: others"))) {
            job.until("it is told", () -> job.output().contains("its configuration names change streams of"));
        }
    }

    @Test
    void aCollectionThatIsDroppedIsToldAndNotTakenForQuiet() throws Exception {
        insert(documents.subList(0, 50));
        try (RunningJob job = RunningJob.start(folder, configuration(1000, ""))) {
            job.until("documents are read", () -> job.metric("messagesIn") >= 50);
            job.until("the back-fill is over", () -> job.metric("pointsOpen") == 0);
            trips.drop();
            job.until("it is told", () -> job.output().contains("was dropped or renamed"));
        }
    }

    private boolean isAnyCheckpointThere() {
        try (Stream<Path> files =
                Files.find(folder.resolve("checkpoints"), 3, (file, attributes) -> file.endsWith("_metadata"))) {
            return files.findAny().isPresent();
        } catch (IOException | UncheckedIOException beingDeleted) {
            return false;
        }
    }

    private static String parallelism(int subtasks) {
        return "job:\n  parallelism: " + subtasks + "\n";
    }

    private boolean isExpected(RunningJob job) {
        try {
            return job.metric("messagesIn") > 0
                    && StoredDocuments.of(client.getDatabase(database + "-journeys"))
                            .equals(expected());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private StoredDocuments expected() throws IOException {
        if (expected == null) {
            expected = SampleUploads.expected(Optional.empty(), policies);
        }
        return expected;
    }

    private String configuration(int perSecond, String more) {
        return """
                uploads:
                %s  mongodb:
                    uri: %s
                    database: %s
                    collection: trips
                    mapping: mapping.yaml
                    follow: changes
                    documents-per-second: %d
                rabbitmq:
                  port: %d
                  declare: true
                assignments:
                  file: %s
                dead-letters:
                  files: dead-letters
                store:
                  mongodb:
                    uri: %s
                    database: %s-journeys
                pseudonyms:
                  key: %s
                journeys:
                  silence: 5 s
                checkpoints:
                  interval: 1 s
                  folder: checkpoints
                """.formatted(
                        more,
                        SERVERS.store().uri() + RARE_HEARTBEATS,
                        database,
                        Math.max(1, perSecond),
                        SERVERS.broker().port(),
                        policies,
                        SERVERS.store().uri(),
                        database,
                        Played.PSEUDONYM_KEY);
    }

    private void publishFrom(String queue, int first) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(SERVERS.broker().port());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            for (Upload upload : uploads.subList(first, uploads.size())) {
                channel.basicPublish("", queue, null, UploadEncoder.encode(upload));
            }
        }
    }

    private void insert(List<Document> some) {
        List<Document> shuffled = new ArrayList<>(some);
        Collections.shuffle(shuffled, new Random(7));
        trips.insertMany(shuffled);
    }

    /** What can be read of the sample's messages. */
    private static List<Upload> uploads() throws IOException {
        UploadDecoder decoder = new UploadDecoder();
        List<Upload> uploads = new ArrayList<>();
        for (byte[] message : SampleUploads.messages()) {
            uploads.addAll(decoder.decode(message, null, OptionalLong.empty()).uploads());
        }
        return uploads;
    }
}
