package org.trips.cli.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker at its worst: what the job tells, and that it recovers or says why not. Rows of docs/failures.md. */
class BrokerFailuresIT {
    private static final String UPLOADS = "uploads";
    private static final String DEAD_LETTERS = "dead-letters";
    private static final String LATER = "later";
    private static final String FAILED = "The job failed and is started again: ";

    @TempDir
    static Path folder;

    private static SelfSignedCertificate certificate;
    private static int tlsPort;
    private static RabbitMqServer broker;
    private static RunningJob job;
    private static int drives;

    private int toldBefore;

    @BeforeAll
    static void startBrokerAndJob() throws Exception {
        RabbitMqServer.missing().ifPresent(missing -> {
            System.out.println("SKIPPED tests of a broker at its worst: " + missing);
            assumeTrue(false, missing);
        });
        certificate = SelfSignedCertificate.of("another-host.example", Files.createDirectories(folder.resolve("tls")));
        tlsPort = ServerProcess.freePort();
        broker = RabbitMqServer.start(Files.createDirectories(folder.resolve("broker")), """
                listeners.ssl.1 = 127.0.0.1:%d
                ssl_options.certfile = %s
                ssl_options.keyfile = %s
                ssl_options.verify = verify_none
                """.formatted(
                        tlsPort, certificate.certificate(), certificate.key()));
        job = RunningJob.start(Files.createDirectories(folder.resolve("job")), """
                uploads.queues: [%s]
                rabbitmq: {host: 127.0.0.1, port: %d, declare: true}
                dead-letters.queue: %s
                store.files: store
                pseudonyms.key: %s
                checkpoints.interval: 500 ms
                journeys.silence: 1 s
                """.formatted(
                        UPLOADS, broker.port(), DEAD_LETTERS, Played.PSEUDONYM_KEY));
        job.until("the job runs", () -> job.output().contains("The job runs"));
    }

    @AfterAll
    static void stopAll() {
        if (job != null) {
            job.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void messagesAreRedelivered() throws Exception {
        readsADrive();
        watch();
        // Some of these are read and not yet acknowledged when the connection goes.
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAgainAndAgainUntil(() -> told(FAILED)));
        broker.control("close_all_connections", "as an operator may");
        sending.get();
        drives++;
        assertThat(sinceWatched()).contains("CONNECTION_FORCED - as an operator may");
        job.until("messages come again", () -> job.metric("messagesRedelivered") > 0);
        assertThat(job.log()).contains("The queue \"uploads\" sends messages again that were not acknowledged");
        readsADrive();
    }

    private static void sendAgainAndAgainUntil(BooleanSupplier end) {
        while (!end.getAsBoolean()) {
            try {
                SentDrive.send(broker.port(), UPLOADS, "van-again");
            } catch (IOException closedAsWell) {
                // An operator who closes all connections closes this one too.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Test
    void theQueueIsDeletedAndMadeAgain() throws Exception {
        readsADrive();
        watch();
        broker.control("delete_queue", UPLOADS);
        job.until("the job tells", () -> told(FAILED + "The queue \"uploads\" on amqp://guest@127.0.0.1:"));
        assertThat(sinceWatched()).contains("the broker has cancelled its consumer");
        readsADrive();
        assertThat(job.metric("numRestarts")).isPositive();
    }

    @Test
    void theBrokerCancelsTheConsumer() throws Exception {
        readsADrive();
        watch();
        // Somebody makes the queue anew, with other arguments, before the job comes back: it is used as it is.
        try (Connection connection = broker.connect()) {
            Channel channel = connection.createChannel();
            channel.queueDelete(UPLOADS);
            channel.queueDeclare(UPLOADS, true, false, false, Map.of("x-max-length", 1_000_000));
        }
        job.until("the job tells", () -> told("the broker has cancelled its consumer"));
        readsADrive();
    }

    @Test
    void theBrokerIsRestarted() throws Exception {
        readsADrive();
        watch();
        broker.process().close();
        job.until("the job tells", () -> told("cannot be reached (java.net.ConnectException: Connection refused)"));
        broker.startAgain();
        readsADrive();
    }

    @Test
    void theProcessOfTheQueueIsKilled() throws Exception {
        readsADrive();
        broker.control(
                "eval",
                "{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"/\">>, queue, <<\"uploads\">>)),"
                        + " exit(amqqueue:get_pid(Q), kill).");
        // The broker begins the queue anew and registers the consumer again; where that fails it cancels it.
        readsADrive();
    }

    @Test
    void theBrokerFreezes() throws Exception {
        readsADrive();
        watch();
        broker.process().signalAll("STOP");
        try {
            job.until("the job tells", () -> told("has not been heard of for 20 s") || told("cannot be reached"));
        } finally {
            broker.process().signalAll("CONT");
        }
        readsADrive();
    }

    @Test
    void theBrokerTakesNoMessages() throws Exception {
        readsADrive();
        watch();
        long letters = broker.waiting(DEAD_LETTERS);
        try {
            // Nothing can be published while the broker is short of memory: what waits there comes through it later.
            // More than one: to set the watermark may take longer than the first one waits.
            for (int seconds : new int[] {5, 20, 60, 120}) {
                publishLater("not JSON at all".getBytes(UTF_8), seconds);
            }
            broker.control("set_vm_memory_high_watermark", "0.0000001");
            job.until("the job tells", () -> job.log().contains("takes no messages at the moment (low on memory)"));
            job.until("the metric tells", () -> job.metric("publishingBlocked") == 1);
        } finally {
            broker.control("set_vm_memory_high_watermark", "0.4");
            broker.control("purge_queue", LATER);
        }
        job.until("the letter lies in its queue", () -> broker.waiting(DEAD_LETTERS) > letters);
        job.until("the metric tells", () -> job.metric("publishingBlocked") == 0);
        assertThat(told(FAILED)).isFalse();
    }

    @Test
    void credentialsAreRefused() throws Exception {
        readsADrive();
        watch();
        broker.control("change_password", "guest", "another");
        try {
            broker.control("close_all_connections", "so that it logs in again");
            job.until("the job tells", () -> told("refuses its user; are user and password right?"));
        } finally {
            broker.control("change_password", "guest", "guest");
        }
        readsADrive();

        ServerProcess refused = run(Map.of(), "port: " + broker.port() + ", password: wrong");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(complaint(refused)).endsWith("refuses its user; are user and password right?");
    }

    @Test
    void theCertificateIsWrong() throws Exception {
        ServerProcess unknown = run(Map.of(), "tls: true, port: " + tlsPort);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(complaint(unknown))
                .contains("amqps://guest@localhost:" + tlsPort, "is not trusted here", "PKIX path");

        ServerProcess anotherHost = run(certificate.trusting(), "tls: true, port: " + tlsPort);
        assertThat(anotherHost.exitCode()).isEqualTo(2);
        assertThat(complaint(anotherHost)).contains("or that is another host's", "localhost");

        ServerProcess noTls = run(Map.of(), "tls: true, port: " + broker.port());
        assertThat(noTls.exitCode()).isEqualTo(2);
        assertThat(complaint(noTls)).contains("does not speak TLS there");
    }

    private static ServerProcess run(Map<String, String> environment, String rabbitmq) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        Path config = Files.writeString(here.resolve("trips.yaml"), """
                uploads.queues: [uploads]
                rabbitmq: {host: localhost, %s}
                dead-letters.files: dead
                store.files: store
                pseudonyms.key: %s
                web.port: 0
                """.formatted(rabbitmq, Played.PSEUDONYM_KEY));
        return TripsProcess.start("run", here, environment, "run", "--config", config.toString());
    }

    /** The one line that the terminal shows. */
    private static String complaint(ServerProcess run) {
        List<String> lines = run.output()
                .lines()
                .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                .toList();
        assertThat(lines).singleElement().asString().startsWith("trips: The broker ");
        return lines.get(0);
    }

    /** The job is well: what is sent now becomes a journey, and all that was sent before is there. */
    private static void readsADrive() throws IOException, InterruptedException {
        drives++;
        SentDrive.send(broker.port(), UPLOADS, "van-" + drives);
        job.until("the journey of each of " + drives + " drives is stored", () -> journeys() == drives);
    }

    private static long journeys() {
        try (Stream<Path> files = Files.list(folder.resolve("job").resolve("store"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("journeys"))
                    .flatMap(BrokerFailuresIT::ids)
                    .distinct()
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> ids(Path file) {
        try {
            return Files.readAllLines(file).stream().map(line -> line.split("\"")[3]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a message into a queue of its own, from where the broker takes it to the uploads after so many seconds. */
    private static void publishLater(byte[] message, int seconds) throws IOException {
        try (Connection connection = broker.connect()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare(
                    LATER,
                    true,
                    false,
                    false,
                    Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", UPLOADS));
            AMQP.BasicProperties waits = new AMQP.BasicProperties.Builder()
                    .expiration(Integer.toString(seconds * 1_000))
                    .build();
            channel.basicPublish("", LATER, waits, message);
        }
    }

    private void watch() {
        toldBefore = job.output().length();
    }

    private String sinceWatched() {
        return job.output().substring(toldBefore);
    }

    private boolean told(String words) {
        return sinceWatched().contains(words);
    }
}
