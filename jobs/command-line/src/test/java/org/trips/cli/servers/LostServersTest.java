package org.trips.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.embedded.EmbeddedBroker;
import org.trips.job.embedded.EmbeddedStore;

/** What a running job tells when it loses its broker or its store. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class LostServersTest {
    @TempDir
    private Path folder;

    private EmbeddedBroker broker;
    private EmbeddedStore store;
    private ServerProcess run;

    @BeforeEach
    void startAJob() throws Exception {
        broker = EmbeddedBroker.start(0);
        store = EmbeddedStore.start(0);
        Path config =
                Files.writeString(folder.resolve("trips.yaml"), """
                uploads.queues: [uploads]
                rabbitmq: {host: 127.0.0.1, port: %d, declare: true}
                dead-letters.files: dead
                store.mongodb.uri: %s/?serverSelectionTimeoutMS=500
                pseudonyms.key: a key for this test only
                checkpoints.interval: 100 ms
                journeys.silence: 1 s
                web.port: 0
                """.formatted(broker.port(), store.connectionString()));
        run = TripsProcess.start("run", folder, "run", "--config", config.toString());
        run.untilItSays("The job runs");
    }

    @AfterEach
    void stopAll() {
        run.kill(); // else it would take its time to say good-bye to servers that are gone
        store.close();
        broker.close();
    }

    @Test
    void aLostBrokerIsNamed() throws Exception {
        broker.close();
        run.until(() -> run.output().contains("The job failed and is started again: "));
        assertThat(run.output()).contains("amqp://guest@127.0.0.1:" + broker.port());
    }

    @Test
    void aLostStoreIsNamed() throws Exception {
        String address = store.connectionString().replace("mongodb://", "");
        store.close();
        SentDrive.send(broker.port(), "uploads", "van-1");
        run.until(() -> run.output().contains("The job failed and is started again: "));
        assertThat(run.output())
                .contains("The store " + address + "/trips cannot be written to: it does not answer")
                .contains("Connection refused");
    }
}
