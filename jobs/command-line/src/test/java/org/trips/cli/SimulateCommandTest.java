package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.embedded.EmbeddedBroker;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

final class SimulateCommandTest {
    private static final int SIDE = 8;

    @TempDir
    private Path folder;

    private Path roads;

    /** A town of eight by eight streets, 555 m apart. */
    @BeforeEach
    void buildATown() throws IOException {
        RoadNetworkBuilder town = new RoadNetworkBuilder();
        for (int row = 0; row < SIDE; row++) {
            long[] along = new long[SIDE];
            long[] across = new long[SIDE];
            for (int column = 0; column < SIDE; column++) {
                town.addNode(node(row, column), row * 0.005, column * 0.005);
                along[column] = node(row, column);
                across[column] = node(column, row);
            }
            town.addWay(Way.of(100 + row, RoadClass.RESIDENTIAL).limitKmh(40), along);
            town.addWay(Way.of(200 + row, RoadClass.SECONDARY).limitKmh(60), across);
        }
        roads = folder.resolve("town.roads");
        town.write(roads);
    }

    private static long node(int row, int column) {
        return 1L + (long) row * SIDE + column;
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        CommandLineRun run = simulate("a", "--seed", "7");
        simulate("b", "--seed", "7");
        simulate("c", "--seed", "8");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(uploads("a")).isNotEmpty().isEqualTo(uploads("b")).isNotEqualTo(uploads("c"));
        assertThat(folder.resolve("a/truth.ndjson")).hasSameBinaryContentAs(folder.resolve("b/truth.ndjson"));
    }

    @Test
    void roadsWithoutAWayRoundAreToldAndNothingIsWritten() throws IOException {
        roads = folder.resolve("oneway.roads");
        new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.01)
                .addWay(Way.of(1, RoadClass.RESIDENTIAL).oneway(), 1, 2)
                .write(roads);
        CommandLineRun run = simulate("a");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Nobody can drive on these roads").doesNotContain("unexpected");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void aSpanInWhichNobodyDrivesIsTold() {
        CommandLineRun night = CommandLineRun.of(
                "simulate", "--roads", roads, "--vehicles", "2", "--hours", "2", "-o", folder.resolve("a"));
        assertThat(night.exitCode()).as(night.err()).isZero();
        assertThat(night.out()).contains("0 journeys of 2 vehicles");
        assertThat(night.err()).contains("nobody drives from 2026-03-02T00:00:00Z to 2026-03-02T02:00:00Z", "--start");
        assertThat(simulate("b").err()).doesNotContain("nobody drives");
    }

    @Test
    void simulatedUploadsCanBeReadAndMatched() throws IOException {
        simulate("a");
        CommandLineRun run =
                CommandLineRun.of("match", "--roads", roads, "--points", folder.resolve("a/uploads.ndjson"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(2);
    }

    @Test
    void uploadsArePublishedToAQueue() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
            String address = "amqp://guest:guest@127.0.0.1:" + broker.port();
            CommandLineRun run = simulate("a", "--publish", address, "--queue", "drives");
            assertThat(run.exitCode()).as(run.err()).isZero();
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(address);
            try (Connection connection = factory.newConnection();
                    Channel channel = connection.createChannel()) {
                assertThat(channel.messageCount("drives"))
                        .isPositive()
                        .isEqualTo(uploads("a").lines().count());
            }
        }
    }

    @Test
    void aBrokerThatIsNotThereIsNamedWithoutThePassword() throws IOException {
        int port;
        try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
            port = broker.port();
        }
        CommandLineRun run = simulate("a", "--publish", "amqp://guest:secret@127.0.0.1:" + port);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("127.0.0.1:" + port).doesNotContain("secret");
    }

    @Test
    void aShareAboveOneIsRefused() {
        CommandLineRun run = simulate("a", "--duplicates", "2");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("duplicates");
    }

    @Test
    void itHasToGoSomewhere() {
        CommandLineRun run = CommandLineRun.of("simulate", "--roads", roads);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("-o DIR");
    }

    private CommandLineRun simulate(String name, String... more) {
        Object[] arguments = new Object[9 + more.length];
        Object[] always = {"simulate", "--roads", roads, "--vehicles", "2", "--hours", "12", "-o", folder.resolve(name)
        };
        System.arraycopy(always, 0, arguments, 0, always.length);
        System.arraycopy(more, 0, arguments, always.length, more.length);
        return CommandLineRun.of(arguments);
    }

    private String uploads(String name) throws IOException {
        return Files.readString(folder.resolve(name).resolve("uploads.ndjson"));
    }
}
