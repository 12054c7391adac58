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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.embedded.EmbeddedBroker;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterCodec;
import org.trips.journeys.intake.DeadLetterReason;

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
        assertThat(run.out()).contains("2 dead letters sent again: 1 fromTheFuture, 1 invalidAssignment");
        assertThat(all("uploads")).containsExactly("an upload");
        assertThat(all("assignments")).containsExactly("an assignment");
        assertThat(all("dead-letters")).isEmpty();
    }

    @Test
    void onlyTheReasonsAskedForLeaveTheQueue() throws IOException {
        deadLetter(DeadLetterReason.LATE, "late");
        deadLetter(DeadLetterReason.NOT_JSON, "not json");
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, "--reason", "late");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(all("uploads")).containsExactly("late");
        assertThat(all("dead-letters")).containsExactly("not json");
    }

    @Test
    void aDryRunMovesNothing() throws IOException {
        deadLetter(DeadLetterReason.LATE, "late");
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, "--dry-run");
        assertThat(run.out()).contains("1 dead letters would be sent again: 1 late");
        assertThat(all("uploads")).isEmpty();
        assertThat(all("dead-letters")).containsExactly("late");
    }

    @Test
    void lettersInFilesAreSentAgainAsTheyFirstCame() throws IOException {
        byte[] original = "{\"device\":\"d-1\"".getBytes(StandardCharsets.UTF_8);
        Path letters = folder.resolve("letters.ndjson");
        Files.write(letters, DeadLetterCodec.toLine(new DeadLetter(DeadLetterReason.NOT_JSON, "cut", 0, 0, original)));
        CommandLineRun run = CommandLineRun.of("replay", "--config", config, letters);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(all("uploads")).containsExactly("{\"device\":\"d-1\"");
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

    private void deadLetter(DeadLetterReason reason, String original) throws IOException {
        DeadLetter letter = new DeadLetter(reason, "", 0, 0, original.getBytes(StandardCharsets.UTF_8));
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
