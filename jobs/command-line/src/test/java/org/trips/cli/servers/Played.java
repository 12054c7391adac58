package org.trips.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.bson.Document;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterCodec;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;

/**
 * The job between a real broker and a real store: publishes messages, waits until all that comes of them has arrived,
 * and reads it. Each has queues and a database of its own.
 */
final class Played implements AutoCloseable {
    static final String PSEUDONYM_KEY = "a key for tests only";

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int UNCONFIRMED = 500;

    private final RunningJob job;
    private final Connection connection;
    private final Channel channel;
    private final MongoClient client;
    private final MongoDatabase database;
    private final String uploads;
    private final String deadLetters;
    private long published;

    /** @param more what its configuration says beside what all have */
    Played(String name, Path folder, RealServers servers, String more) throws IOException, TimeoutException {
        uploads = name + "-uploads";
        deadLetters = name + "-dead-letters";
        job = RunningJob.start(folder, """
                uploads:
                  queues: [%s]
                rabbitmq:
                  port: %d
                  declare: true
                  queue-arguments:
                    x-queue-type: quorum
                dead-letters:
                  queue: %s
                store:
                  mongodb:
                    uri: %s
                    database: %s
                pseudonyms:
                  key: %s
                journeys:
                  silence: 5 s
                checkpoints:
                  interval: 1 s
                %s""".formatted(
                uploads, servers.broker().port(), deadLetters, servers.store().uri(), name, PSEUDONYM_KEY, more));
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(servers.broker().port());
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(servers.store().uri()))
                // SecantusDB at times answers a monitor that listens on with the number of another request.
                .applyToServerSettings(server -> server.heartbeatFrequency(LIMIT.toMinutes(), TimeUnit.MINUTES))
                .build());
        database = client.getDatabase(name);
        awaitQueue(uploads);
        awaitQueue(deadLetters);
    }

    /** The lines of a configuration that name one road file. */
    static String roads(Path file) {
        return "roads:\n  - file: " + file + "\n";
    }

    void publish(List<Upload> batches) throws IOException, InterruptedException, TimeoutException {
        for (Upload upload : batches) {
            publish(UploadEncoder.encode(upload), null);
        }
    }

    void publish(byte[] body, String contentEncoding) throws IOException, InterruptedException, TimeoutException {
        publish(uploads, body, contentEncoding, null);
        published++;
        if (published % UNCONFIRMED == 0) {
            channel.waitForConfirms(LIMIT.toMillis());
        }
    }

    /** @param sentAt or null */
    void publish(String queue, byte[] body, String contentEncoding, Instant sentAt) throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .contentEncoding(contentEncoding)
                .timestamp(sentAt == null ? null : Date.from(sentAt))
                .deliveryMode(2)
                .build();
        channel.basicPublish("", queue, properties, body);
    }

    /** Puts a letter into the queue of dead letters, as a job does. */
    void setAside(DeadLetter letter) throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .headers(new HashMap<>(DeadLetterCodec.headers(letter)))
                .build();
        channel.basicPublish("", deadLetters, properties, letter.original());
    }

    /** Waits until every message was read, no point is open, and the store holds every point used. */
    void untilAllHasArrived() {
        // Assignments are messages too; and Prometheus knows no hyphens.
        until(
                "all " + published + " messages are read",
                () -> job.metric("messagesIn", uploads.replace('-', '_')) == published);
        until("no point is open", () -> metric("pointsIn") > 0 && metric("pointsOpen") == 0);
        until("the store holds all journeys", () -> pointsInStore() >= metric("pointsUsed"));
    }

    /** Every point that came in is used, dropped, a duplicate or a dead letter. */
    void assertThatNoPointIsUnaccountedFor(long sent) {
        assertThat(metric("pointsIn")).isEqualTo(sent);
        assertThat(metric("pointsUsed")
                        + metric("pointsDropped")
                        + metric("pointsDuplicate")
                        + metric("pointsDeadLettered"))
                .as(
                        "used %d + dropped %d + duplicate %d + dead letters %d",
                        metric("pointsUsed"),
                        metric("pointsDropped"),
                        metric("pointsDuplicate"),
                        metric("pointsDeadLettered"))
                .isEqualTo(sent);
    }

    long metric(String name) {
        return job.metric(name);
    }

    RunningJob job() {
        return job;
    }

    String uploads() {
        return uploads;
    }

    MongoDatabase database() {
        return database;
    }

    MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    List<Document> journeys() {
        return collection("journeys").find().sort(new Document("start", 1)).into(new ArrayList<>());
    }

    List<Document> indexes(String collection) {
        return collection(collection).listIndexes().into(new ArrayList<>());
    }

    /** How many dead letters wait. */
    long deadLettersWaiting() {
        try {
            return channel.messageCount(deadLetters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The reasons of the dead letters so far, in the order they came; they are taken from the queue. */
    List<String> deadLetterReasons() throws IOException {
        List<String> reasons = new ArrayList<>();
        for (GetResponse next = channel.basicGet(deadLetters, true);
                next != null;
                next = channel.basicGet(deadLetters, true)) {
            reasons.add(String.valueOf(next.getProps().getHeaders().get("reason")));
        }
        return reasons;
    }

    private long pointsInStore() {
        return journeys().stream()
                .mapToLong(journey -> journey.get("quality", Document.class)
                        .get("pointsUsed", Number.class)
                        .longValue())
                .sum();
    }

    /** Waits until the job has declared a queue: what is published before is lost. */
    void awaitQueue(String queue) {
        until("the job has declared " + queue, () -> isThere(queue));
    }

    private boolean isThere(String queue) {
        try (Channel probe = connection.createChannel()) {
            probe.queueDeclarePassive(queue);
            return true;
        } catch (IOException | TimeoutException e) {
            return false;
        }
    }

    void until(String what, BooleanSupplier condition) {
        job.until(what, condition);
    }

    @Override
    public void close() throws IOException {
        connection.close();
        client.close();
        job.close();
    }
}
