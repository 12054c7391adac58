package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.trips.cli.journeys.Documents;
import org.trips.cli.journeys.JourneysTable;
import org.trips.cli.journeys.PolicySpansTable;
import org.trips.job.EmbeddedJob;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.configuration.Option.Version;
import org.trips.job.connectors.RabbitMqPublisher;
import org.trips.job.connectors.RabbitMqServer;
import org.trips.job.embedded.EmbeddedBroker;
import org.trips.job.embedded.EmbeddedStore;
import org.trips.job.stores.StoreQuery;
import org.trips.job.stores.StoreReader;
import org.trips.job.stores.Stores;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.policies.PolicyFile;
import org.trips.journeys.profile.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips demo}: the whole way, from uploads in a broker to journeys in a store, with nothing installed. */
@Command(
        name = "demo",
        header = "Plays the sample drives through the whole job, with a broker and a store inside this process.",
        description = {
            "",
            "Makes the road file, starts broker, store and job with Flink's web UI, publishes the sample uploads,"
                    + " waits",
            "until every expected journey is in the store, prints journeys and policy days, and draws them as a page.",
            "Then the web UI stays up until Ctrl-C.",
            ""
        },
        footer = {"", "Examples:", "  trips demo", "  trips demo --exit", "  trips demo --slow-store"},
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String QUEUE = "uploads";
    private static final String DATABASE = "trips";
    private static final int AMQP_PORT = 5672;
    private static final int MONGODB_PORT = 27017;
    private static final String KEY_VERSION = "demo";
    private static final String KEY = "a key that everybody knows";
    private static final long LOOK_MILLIS = 500;
    /** More than the source may hold unacknowledged, and little enough for a broker in memory. */
    private static final int DEEPEST_QUEUE = 15_000;

    private static final Duration SLOW_WRITE = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @Option(names = "--exit", description = "End when all expected journeys have arrived; exit code 1 if they do not.")
    private boolean exit;

    @Option(
            names = "--slow-store",
            description = "Make the store slow and keep playing, to see back-pressure in the web UI.")
    private boolean slowStore;

    @Option(names = "--web-port", defaultValue = "8081", description = "Of the web UI; default ${DEFAULT-VALUE}.")
    private int webPort;

    @Option(names = "--sample-data", paramLabel = "DIR", description = "Default: the folder beside the launcher.")
    private Path sampleFolder;

    @Option(names = "--report", paramLabel = "FILE", description = "The page to draw; default .trips/demo.html.")
    private Path page;

    private PrintWriter err;

    @Override
    public Integer call() throws Exception {
        err = spec.commandLine().getErr();
        return StopSignal.stops(this::demonstrate, "The demo has stopped; broker, store and job are gone.", err);
    }

    private int demonstrate() throws Exception {
        long startNanos = System.nanoTime();
        Path home = Path.of(System.getProperty("trips.home", ""));
        Path work = Files.createDirectories(home.resolve(".trips"));
        SampleData sample = SampleData.in(sampleFolder == null ? home.resolve("sample-data") : sampleFolder);
        Path roadFile = work.resolve("sample.roads");
        KnownJourneys known = new KnownJourneys(
                sample.roads(roadFile, err),
                Profile.defaults(),
                null,
                List.of(),
                new Pseudonyms(KEY_VERSION, KEY.getBytes(StandardCharsets.UTF_8)),
                PolicyFile.read(sample.policies()).assignments(),
                true);
        List<Upload> uploads = sample.uploads();
        uploads.forEach(known::accept);
        known.finish();
        ExpectedJourneys expected = new ExpectedJourneys(known.journeys());

        try (EmbeddedBroker broker = EmbeddedBroker.start(StandardPort.orAny("the broker", AMQP_PORT, err));
                EmbeddedStore store = EmbeddedStore.start(
                        StandardPort.orAny("the store", MONGODB_PORT, err), slowStore ? SLOW_WRITE : Duration.ZERO)) {
            JobConfiguration configuration = configuration(sample, roadFile, broker, store);
            try (EmbeddedJob job = EmbeddedJob.start(configuration);
                    StoreReader reader =
                            Stores.at(store.connectionString(), DATABASE).reader();
                    RabbitMqPublisher publisher = RabbitMqPublisher.open(address(broker), QUEUE, Map.of())) {
                err.println("Broker: " + "amqp://guest:guest@localhost:" + broker.port() + ", queue " + QUEUE);
                err.println("Store:  " + store.connectionString() + ", database " + DATABASE);
                err.println("Web UI: http://localhost:" + job.webPort());
                play(uploads, "", publisher);
                try (Progress progress = Progress.of("Waiting for journeys", expected.count(), " journeys", 1)) {
                    expected.await(reader, job, new JobFailures(job, err), progress);
                }
                err.printf(
                        "All %d expected journeys are in the store, %d s after the start.%n%n",
                        expected.count(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos));
                show(known, reader, page == null ? work.resolve("demo.html") : page);
                if (!exit) {
                    stay(job, uploads, publisher);
                }
            }
        }
        return 0;
    }

    /** Quicker to tell than by default, because nobody watches a demonstration for ten minutes. */
    private JobConfiguration configuration(
            SampleData sample, Path roadFile, EmbeddedBroker broker, EmbeddedStore store) {
        JobConfiguration quick = JobConfiguration.defaults()
                .with(JobOptions.UPLOAD_QUEUES, List.of(QUEUE))
                .with(JobOptions.RABBITMQ_HOST, "127.0.0.1")
                .with(JobOptions.RABBITMQ_PORT, broker.port())
                .with(JobOptions.RABBITMQ_DECLARE, true)
                .with(JobOptions.DEAD_LETTER_QUEUE, "dead-letters")
                .with(JobOptions.ASSIGNMENTS_FILE, sample.policies())
                .with(JobOptions.ROADS, List.of(new Version(roadFile, Instant.EPOCH)))
                .with(JobOptions.STORE_URI, store.connectionString())
                .with(JobOptions.STORE_DATABASE, DATABASE)
                .with(JobOptions.STORE_BATCH_INTERVAL, Duration.ofMillis(200))
                .with(JobOptions.PSEUDONYM_KEY, KEY)
                .with(JobOptions.PSEUDONYM_KEY_VERSION, KEY_VERSION)
                .with(JobOptions.SILENCE, Duration.ofSeconds(3))
                .with(JobOptions.CHECKPOINT_INTERVAL, Duration.ofSeconds(1))
                .with(JobOptions.WEB_PORT, StandardPort.orAny("the web UI", webPort, err));
        return slowStore ? quick.with(JobOptions.STORE_BATCH_SIZE, 1) : quick;
    }

    private static RabbitMqServer address(EmbeddedBroker broker) {
        return new RabbitMqServer("127.0.0.1", broker.port(), "/", EmbeddedBroker.USER, EmbeddedBroker.PASSWORD, false);
    }

    /** @param round ends the names of the devices, so that another round is other vehicles */
    private static void play(List<Upload> uploads, String round, RabbitMqPublisher publisher)
            throws IOException, InterruptedException {
        try (Progress progress = Progress.of("Playing uploads", uploads.size(), " uploads", 1)) {
            for (Upload upload : uploads) {
                Upload played = new Upload(upload.device() + round, upload.points(), upload.receivedAtMillis());
                publisher.publish(UploadProperties.now(), UploadEncoder.encode(played));
                progress.add(1);
            }
            publisher.confirm();
        }
    }

    private void show(KnownJourneys known, StoreReader store, Path report) throws IOException {
        List<JsonNode> journeys =
                trees(store, StoreQuery.of(StoreDocument.JOURNEYS).ascending("start"));
        List<JsonNode> days =
                trees(store, StoreQuery.of(StoreDocument.POLICY_DAYS).ascending(StoreQuery.ID));
        PrintWriter out = spec.commandLine().getOut();
        out.println(JourneysTable.render(journeys, known::deviceOf, Terminal.columns()));
        out.println();
        out.println(PolicySpansTable.render(days, Terminal.columns()));
        out.flush();
        known.writeReport(report, "The sample drives, from the store", journeys, days);
        err.println();
        err.println("Drawn on their roads: " + report.toUri());
    }

    private static List<JsonNode> trees(StoreReader store, StoreQuery query) throws IOException {
        return store.find(query).stream().map(Documents::tree).toList();
    }

    private void stay(EmbeddedJob job, List<Upload> uploads, RabbitMqPublisher publisher)
            throws IOException, InterruptedException {
        err.println("Flink's web UI stays up: http://localhost:" + job.webPort() + ". Ctrl-C ends it.");
        if (slowStore) {
            err.println(
                    "The store stays slow, and the drives go on: look at Back Pressure, and at docs/back-pressure.md.");
            for (int round = 2; true; round++) {
                while (publisher.depth() > DEEPEST_QUEUE) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
                play(uploads, "-" + round, publisher);
            }
        }
        new CountDownLatch(1).await();
    }
}
