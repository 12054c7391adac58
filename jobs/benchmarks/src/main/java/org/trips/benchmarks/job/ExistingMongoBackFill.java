package org.trips.benchmarks.job;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.bson.Document;
import org.trips.job.EmbeddedJob;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.configuration.JobOptions.Partitions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The job over an old database alone: it fills one with documents of a fix each, reads all, and says how fast. */
@Command(
        name = "ExistingMongoBackFill",
        description = "Back-fills a collection of an existing MongoDB and says how many documents a second that is.",
        mixinStandardHelpOptions = true)
public final class ExistingMongoBackFill implements Callable<Integer> {
    private static final String DATABASE = "trips_benchmark";
    private static final String COLLECTION = "positions";
    private static final int FIXES_PER_DRIVE = 900;
    private static final long DAY_MILLIS = 86_400_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int BATCH = 5_000;
    private static final double METRES_PER_DEGREE = 111_195;

    private static final String MAPPING = """
            device: vehicle
            time: at
            position: place
            speed: {field: kmh, unit: km/h}
            heading: course
            """;

    @Option(
            names = "--uri",
            required = true,
            description = "A MongoDB to write to and read from; database " + DATABASE + ".")
    private String uri;

    @Option(names = "--documents", defaultValue = "1000000", description = "Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(names = "--vehicles", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}.")
    private int vehicles;

    @Option(names = "--partitions", defaultValue = "SAMPLE", description = "Default: ${DEFAULT-VALUE}.")
    private Partitions partitions;

    @Option(
            names = "--folder",
            defaultValue = "target/existing-mongo",
            description = "Emptied before. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    /** Never returns: the exit code goes to the shell. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ExistingMongoBackFill())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        folder = folder.toAbsolutePath();
        FileUtils.deleteDirectory(folder.toFile());
        Files.createDirectories(folder);
        try (MongoClient client = MongoClients.create(uri)) {
            MongoCollection<Document> collection = client.getDatabase(DATABASE).getCollection(COLLECTION);
            collection.drop();
            long began = System.nanoTime();
            fill(collection);
            say("%,d documents written in %.1f s", documents, secondsSince(began));
        }
        JobConfiguration configuration = JobConfiguration.defaults()
                .with(JobOptions.UPLOAD_MONGODB_URI, uri)
                .with(JobOptions.UPLOAD_MONGODB_DATABASE, DATABASE)
                .with(JobOptions.UPLOAD_MONGODB_COLLECTION, COLLECTION)
                .with(JobOptions.UPLOAD_MONGODB_MAPPING, Files.writeString(folder.resolve("mapping.yaml"), MAPPING))
                .with(JobOptions.UPLOAD_MONGODB_PARTITIONS, partitions)
                .with(JobOptions.STORE_FILES, folder.resolve("store"))
                .with(JobOptions.DEAD_LETTER_FILES, folder.resolve("dead-letters"))
                .with(JobOptions.CHECKPOINT_FOLDER, folder.resolve("checkpoints"))
                .with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef")
                .with(JobOptions.WEB_PORT, 0);
        long began = System.nanoTime();
        try (EmbeddedJob job = EmbeddedJob.start(configuration)) {
            double started = secondsSince(began);
            job.await();
            double seconds = secondsSince(began);
            say(
                    "%,d documents back-filled in %.1f s (%.1f s of that to start): %,.0f a second; %,d writes to the store",
                    documents, seconds, started, documents / (seconds - started), writes());
        }
        return 0;
    }

    /** In the order in which a fleet sends: all vehicles side by side, a drive of a quarter of an hour each day. */
    private void fill(MongoCollection<Document> collection) {
        SplittableRandom random = new SplittableRandom(7);
        long first = Instant.parse("2025-01-01T07:00:00Z").toEpochMilli();
        List<Document> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < documents; i++) {
            int fix = i / vehicles;
            int second = fix % FIXES_PER_DRIVE;
            long time = first + fix / FIXES_PER_DRIVE * DAY_MILLIS + second * 1000L;
            double metres = 15.0 * second + random.nextDouble(-2, 2);
            batch.add(new Document("vehicle", "v-" + i % vehicles)
                    .append("at", Instant.ofEpochMilli(time))
                    .append(
                            "place",
                            new Document("type", "Point")
                                    .append("coordinates", List.of(24.9, 60 + metres / METRES_PER_DEGREE)))
                    .append("kmh", 54 + random.nextDouble(-1, 1))
                    .append("course", 0.0)
                    .append("meta", Map.of("firmware", "4.2.17", "signal", random.nextInt(32), "batch", i)));
            if (batch.size() == BATCH || i == documents - 1) {
                collection.insertMany(batch, new InsertManyOptions().ordered(false));
                batch.clear();
            }
        }
    }

    private long writes() throws Exception {
        long lines = 0;
        try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try (Stream<String> all = Files.lines(file)) {
                    lines += all.count();
                }
            }
        }
        return lines;
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / NANOS_PER_SECOND;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
