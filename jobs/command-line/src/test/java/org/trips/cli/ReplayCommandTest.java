package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.connectors.RabbitMqDeadLetters;
import org.trips.job.connectors.RabbitMqPublisher;
import org.trips.job.connectors.RabbitMqServer;
import org.trips.job.embedded.EmbeddedBroker;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterCodec;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.MessageProperties;

final class ReplayCommandTest {
    @TempDir
    private Path folder;

    private EmbeddedBroker broker;
    private Connection connection;
    private Channel channel;
    private Path config;

    @BeforeEach
    void startABroker() throws Exception {
        broker = EmbeddedBroker.start(0);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri("amqp://guest:guest@127.0.0.1:" + broker.port() + "/%2f");
        connection = factory.newConnection();
        channel = connection.createChannel();
        for (String queue : List.of("uploads", "dead-letters", "assignments")) {
            channel.queueDeclare(queue, true, false, false, null);
        }
        config = Files.writeString(folder.resolve("trips.yaml"), """
                uploads:
                  queues: [uploads]
                rabbitmq:
                  host: 127.0.0.1
                  port: %d
                assignments:
                  queue: assignments
                dead-letters:
                  queue: dead-letters
                store:
                  files: %s
                pseudonyms:
                  key: a key for this test only
                """.formatted(broker.port(), folder));
    }

    @AfterEach
    void stopTheBroker() {
        connection.abort();
        broker.close();
    }

    @Test
    void lettersGoBackToWhereTheyCameFrom() throws IOException {
        deadLetter(DeadLetterReason.FROM_THE_FUTURE, "an upload");
        deadLetter(DeadLetterReason.INVALID_ASSIGNMENT, "an assignment");
        CommandLineRun run = CommandLineRun.of("replay", "--config", config);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("2 dead letters sent again to assignments and uploads: 1 fromTheFuture, 1 invalidAssignment");
        assertThat(all("uploads")).containsExactly("an upload");
        assertThat(all("assignments")).containsExactly("an assignment");
        assertThat(all("dead-letters")).isEmpty();
    }

    @Test
    void aQueueOfDeadLettersThatIsNotThereIsNamed() throws IOException {
        channel.queueDelete("dead-letters");
        CommandLineRun run = CommandLineRun.of("replay", "--config", config);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("The queue \"dead-letters\"").contains("cannot be used");
    }

    @Test
    void onlyTheReasonsAskedForLeaveTheQueue() throws IOException {
        deadLetter(DeadLetterReason.NO_FIX, "no fix");
        deadLetter(DeadLetterReason.NOT_JSON, "not json");
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, "--reason", "noFix");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(all("uploads")).containsExactly("no fix");
        assertThat(all("dead-letters")).containsExactly("not json");
    }

    @Test
    void aDryRunMovesNothing() throws IOException {
        deadLetter(DeadLetterReason.NO_FIX, "no fix");
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, "--dry-run");
        assertThat(run.out()).contains("1 dead letter would be sent again: 1 noFix");
        assertThat(all("uploads")).isEmpty();
        assertThat(all("dead-letters")).containsExactly("no fix");
    }

    @Test
    void lateLettersArePassedOverAndCountedAndStayInTheQueue() throws IOException {
        deadLetter(DeadLetterReason.LATE, "late");
        deadLetter(DeadLetterReason.NOT_JSON, "not json");
        CommandLineRun run = CommandLineRun.of("replay", "--config", config);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("1 dead letter sent again to uploads: 1 notJson")
                .contains("Passed over: 1 letter of late points or", "trips reprocess");
        assertThat(all("uploads")).containsExactly("not json");
        assertThat(all("dead-letters")).containsExactly("late");
    }

    @Test
    void whoAsksForLateLettersAloneIsToldWhyTheyAreNotSent() throws IOException {
        deadLetter(DeadLetterReason.LATE, "late");
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, "--reason", "late");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("settled for their device", "would only come back", "trips reprocess");
        assertThat(all("dead-letters")).containsExactly("late");
    }

    @Test
    void anInterruptedReplayOfFilesGoesOnWhereItStopped() throws IOException {
        Path letters = folder.resolve("letters.ndjson");
        Path progress = folder.resolve("progress");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1500; i++) {
            lines.append(line(i)).append('\n');
        }
        Files.writeString(letters, lines + "damaged\n" + line(1500) + "\n");
        CommandLineRun stopped = CommandLineRun.of("replay", "--config", config, "--progress", progress, letters);
        assertThat(stopped.exitCode()).isEqualTo(2);
        assertThat(stopped.err()).contains("line 1501");
        all("uploads");

        Files.writeString(letters, lines + "\n" + line(1500) + "\n");
        CommandLineRun goesOn = CommandLineRun.of("replay", "--config", config, "--progress", progress, letters);
        assertThat(goesOn.exitCode()).as(goesOn.err()).isZero();
        assertThat(all("uploads")).hasSize(501).startsWith("letter 1000").endsWith("letter 1500");

        CommandLineRun nothingLeft = CommandLineRun.of("replay", "--config", config, "--progress", progress, letters);
        assertThat(nothingLeft.out()).contains("0 dead letters sent again.");
        assertThat(all("uploads")).isEmpty();
    }

    @Test
    void theProgressOfOtherReasonsIsNoProgressOfThese() throws IOException {
        Path progress = folder.resolve("progress");
        Path letters = file(MessageProperties.NONE, "x");
        CommandLineRun.of("replay", "--config", config, "--progress", progress, "--reason", "noFix", letters);
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, "--progress", progress, letters);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(progress.toString(), "--reason noFix", "name another file");
    }

    @Test
    void whatIsNoProgressIsNamedAndLeftAsItIs() throws IOException {
        Path letters = file(MessageProperties.NONE, "x");
        for (String other : List.of("{\"device\":\"d-1\"}", "", "reasons=\n/a=many", "\\uno escape")) {
            Path none = Files.writeString(folder.resolve("other"), other);
            CommandLineRun run = CommandLineRun.of("replay", "--config", config, "--progress", none, letters);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains(none + " holds no progress of 'trips replay'");
            assertThat(none).hasContent(other);
        }
        assertThat(all("uploads")).isEmpty();
    }

    @Test
    void whoseUploadsComeFromFilesIsToldThatThereIsNoQueueToSendTo() throws IOException {
        Path letters = file(MessageProperties.NONE, "x");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("uploads:\n  queues: [uploads]", "uploads:\n  files: uploads")
                        .replace("dead-letters:\n  queue: dead-letters", "dead-letters:\n  files: dead")
                        .replace("assignments:\n  queue: assignments\n", ""));
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, letters);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(config + " takes uploads from files", "run the job again", "--queue");

        CommandLineRun named = CommandLineRun.of("replay", "--config", config, "--queue", "uploads", letters);
        assertThat(named.exitCode()).as(named.err()).isZero();
        assertThat(named.out()).contains("1 dead letter sent again to uploads: 1 notJson.");
    }

    private static String line(int number) {
        return new String(
                DeadLetterCodec.toLine(letter(DeadLetterReason.NOT_JSON, MessageProperties.NONE, "letter " + number)),
                StandardCharsets.UTF_8);
    }

    @Test
    void lettersInFilesAreSentAgainAsTheyFirstCame() throws IOException {
        MessageProperties first = new MessageProperties(null, "gzip", 1_772_000_000_000L);
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, file(first, "{\"device\":\"d-1\""));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("1 dead letter sent again to uploads: 1 notJson.");
        assertCameAsItFirstDid(channel.basicGet("uploads", true));
    }

    @Test
    void lettersInTheQueueAreSentAgainAsTheyFirstCame() throws Exception {
        MessageProperties first = new MessageProperties(null, "gzip", 1_772_000_000_000L);
        RabbitMqServer server = new RabbitMqServer("127.0.0.1", broker.port(), "/", "guest", "guest", false);
        DeadLetter letter = letter(DeadLetterReason.NOT_JSON, first, "{\"device\":\"d-1\"");
        try (RabbitMqPublisher job = RabbitMqPublisher.open(server, "dead-letters", null)) {
            job.publish(RabbitMqDeadLetters.properties(letter), letter.original());
            job.confirm();
        }
        CommandLineRun run = CommandLineRun.of("replay", "--config", config);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertCameAsItFirstDid(channel.basicGet("uploads", true));
    }

    @Test
    void documentsThatTheStoreRefusedStayWhereTheyAre() throws IOException {
        deadLetter(DeadLetterReason.REFUSED_BY_STORE, "a document");
        deadLetter(DeadLetterReason.NOT_JSON, "not json");
        CommandLineRun run = CommandLineRun.of("replay", "--config", config);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Left where they are: 1 document that the store refused");
        assertThat(all("uploads")).containsExactly("not json");
        assertThat(all("dead-letters")).containsExactly("a document");
    }

    @Test
    void documentsOfAnExistingMongoStayWhereTheyAre() throws IOException {
        MessageProperties document = new MessageProperties(MessageProperties.EXTENDED_JSON, null, null);
        DeadLetter letter = letter(DeadLetterReason.WRONG_TYPE, document, "{\"_id\": 1}");
        channel.basicPublish("", "dead-letters", RabbitMqDeadLetters.properties(letter), letter.original());
        CommandLineRun run = CommandLineRun.of("replay", "--config", config);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Left where they are: 1 document of an existing MongoDB; mend the mapping");
        assertThat(all("uploads")).isEmpty();
        assertThat(all("dead-letters")).containsExactly("{\"_id\": 1}");
    }

    private static void assertCameAsItFirstDid(GetResponse message) {
        assertThat(message.getBody()).asString().isEqualTo("{\"device\":\"d-1\"");
        assertThat(message.getProps().getContentEncoding()).isEqualTo("gzip");
        assertThat(message.getProps().getTimestamp()).isEqualTo(Date.from(Instant.ofEpochMilli(1_772_000_000_000L)));
    }

    @Test
    void linesOfATableAreNotSentButCounted() throws IOException {
        Path table = Files.writeString(
                folder.resolve("points.csv"), ToyRoads.driveEast("a", 3) + "a,never,0,0.1\na,1772000000000,91,0.1\n");
        Path journeys = folder.resolve("journeys");
        CommandLineRun.of("journeys", "--points", table, "-o", journeys);
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, journeys.resolve("dead-letters.ndjson"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).contains("0 dead letters sent again.");
        assertThat(run.err()).contains("not sent: 2 lines of a CSV table");
        assertThat(all("uploads")).isEmpty();
    }

    @Test
    void aFileThatHoldsNoLettersIsNamedWithItsLine() throws IOException {
        Path letters = Files.writeString(folder.resolve("letters.ndjson"), "\nnothing\n");
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, letters);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(letters + ", line 2");
    }

    @Test
    void anUnknownReasonIsAnsweredWithTheKnownOnes() {
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, "--reason", "tardy");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("tardy").contains("late");
    }

    private Path file(MessageProperties properties, String original) throws IOException {
        return Files.write(
                folder.resolve("letters.ndjson"),
                DeadLetterCodec.toLine(letter(DeadLetterReason.NOT_JSON, properties, original)));
    }

    private static DeadLetter letter(DeadLetterReason reason, MessageProperties properties, String original) {
        return new DeadLetter(reason, "", 0, 0, properties, original.getBytes(StandardCharsets.UTF_8));
    }

    private void deadLetter(DeadLetterReason reason, String original) throws IOException {
        DeadLetter letter = letter(reason, MessageProperties.NONE, original);
        channel.basicPublish(
                "",
                "dead-letters",
                new AMQP.BasicProperties.Builder()
                        .headers(new HashMap<>(DeadLetterCodec.headers(letter)))
                        .build(),
                letter.original());
    }

    private List<String> all(String queue) throws IOException {
        List<String> bodies = new ArrayList<>();
        for (GetResponse message = channel.basicGet(queue, true);
                message != null;
                message = channel.basicGet(queue, true)) {
            bodies.add(new String(message.getBody(), StandardCharsets.UTF_8));
        }
        return bodies;
    }
}
