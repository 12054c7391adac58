package org.trips.cli.chaos;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.trips.cli.servers.MongoWireServer;
import org.trips.cli.servers.OpenServers;
import org.trips.cli.servers.RabbitMqServer;
import org.trips.cli.servers.SampleUploads;
import org.trips.cli.servers.StoredDocuments;
import org.trips.cli.servers.UnexpectedDeadLetters;
import org.trips.job.stores.Line;
import org.trips.roads.RoadNetwork;

/**
 * The job on a Flink cluster, between a broker and a store that it reaches over lines of its own. Each is a process of its
 * own, on loopback and free ports, with its files in one folder. Not thread-safe.
 */
final class Stage implements AutoCloseable {
    static final String UPLOADS = "chaos-uploads";
    static final String ASSIGNMENTS = "chaos-assignments";
    static final String PSEUDONYM_KEY = "a key for tests only";

    private static final String DEAD_LETTERS = "chaos-dead-letters";
    private static final String DATABASE = "chaos";
    private static final int PARALLELISM = 2;
    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final Path JOB_JARS = Path.of("../trip-preprocessing/target");

    private final OpenServers opened = new OpenServers();
    private final RoadNetwork roads;
    private final RabbitMqServer broker;
    private final MongoWireServer store;
    private final Line toBroker;
    private final Line toStore;
    private final MongoDatabase database;
    private final FlinkCluster cluster;
    private final FlinkRest flink;
    private final DeployedJob job;
    private final Storage storage;

    /** Starts everything, with disks for what has to outlive the cluster; the job then waits for messages. */
    Stage(Path folder) throws IOException {
        this(folder, Storage.onDisk(folder.resolve("flink")));
    }

    /** Starts everything; the job then waits for messages. */
    Stage(Path folder, Storage storage) throws IOException {
        this.storage = storage;
        try {
            Path roadFile = SampleUploads.importRoads(folder);
            roads = RoadNetwork.open(roadFile);
            broker = RabbitMqServer.start(Files.createDirectories(folder.resolve("broker")));
            opened.push(broker::close);
            store = MongoWireServer.startDurable(Files.createDirectories(folder.resolve("store")));
            opened.push(store::close);
            toBroker = new Line(broker.port());
            opened.push(toBroker::close);
            toStore = new Line(store.port());
            opened.push(toStore::close);
            MongoClient client = MongoClients.create(store.uri());
            opened.push(client);
            database = client.getDatabase(DATABASE);
            Path jar = jobJar();
            cluster = FlinkCluster.start(folder.resolve("flink"), storage, jar);
            opened.push(cluster::close);
            flink = new FlinkRest(cluster.rest());
            Patience.until("the cluster is up", START_LIMIT, flink::hasTaskManagers);
            job = new DeployedJob(
                    flink,
                    jar.getFileName().toString(),
                    folder.resolve("trips.yaml"),
                    configuration(roadFile),
                    cluster.savepoints());
            job.start(PARALLELISM);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    RoadNetwork roads() {
        return roads;
    }

    RabbitMqServer broker() {
        return broker;
    }

    MongoWireServer store() {
        return store;
    }

    Line toBroker() {
        return toBroker;
    }

    Line toStore() {
        return toStore;
    }

    FlinkCluster cluster() {
        return cluster;
    }

    FlinkRest flink() {
        return flink;
    }

    DeployedJob job() {
        return job;
    }

    /** Where the job keeps the uploads that it accepted. */
    URI archive() {
        return storage.folder("archive");
    }

    /** The store as its readers see it, over no line. */
    MongoDatabase database() {
        return database;
    }

    /** What the store holds, as soon as it answers. */
    StoredDocuments stored() {
        AtomicReference<StoredDocuments> stored = new AtomicReference<>();
        Patience.until("the store answers", START_LIMIT, () -> {
            try {
                stored.set(StoredDocuments.of(database));
                return true;
            } catch (MongoException e) {
                throw new IOException(e);
            }
        });
        return stored.get();
    }

    /** A connection to the broker, over no line. */
    Connection connect() throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(broker.port());
        factory.setHandshakeTimeout(Math.toIntExact(START_LIMIT.toMillis()));
        try {
            return factory.newConnection();
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    /** Why there are dead letters that should be none. */
    SortedSet<String> unexpectedDeadLetters() throws IOException {
        return UnexpectedDeadLetters.takenFrom(connect(), DEAD_LETTERS);
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }

    private String configuration(Path roadFile) {
        return """
            uploads:
              queues: [%s]
            assignments:
              queue: %s
            dead-letters:
              queue: %s
            rabbitmq:
              host: 127.0.0.1
              port: %d
              declare: true
              queue-arguments:
                x-queue-type: quorum
            archive:
              folder: %s
              roll-interval: 5 s
            store:
              mongodb:
                uri: mongodb://127.0.0.1:%d
                database: %s
                batch-interval: 100 ms
            pseudonyms:
              key: %s
            journeys:
              silence: 2 s
            checkpoints:
              interval: 2 s
            roads:
              - file: %s
            """.formatted(
                        UPLOADS,
                        ASSIGNMENTS,
                        DEAD_LETTERS,
                        toBroker.port(),
                        archive(),
                        toStore.port(),
                        DATABASE,
                        PSEUDONYM_KEY,
                        roadFile);
    }

    static Path jobJar() throws IOException {
        try (Stream<Path> jars = Files.list(JOB_JARS)) {
            return jars.filter(jar -> jar.toString().endsWith("-job.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("There is no job jar in " + JOB_JARS + "; package it first."));
        }
    }
}
