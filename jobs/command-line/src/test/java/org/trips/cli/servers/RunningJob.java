package org.trips.cli.servers;

import com.mongodb.MongoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code trips run} as a process of its own, with its metrics as Prometheus would read them. */
final class RunningJob implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final ServerProcess process;
    private final Path configuration;
    private final Path log;
    private final URI address;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningJob(ServerProcess process, Path configuration, Path log, URI address) {
        this.process = process;
        this.configuration = configuration;
        this.log = log;
        this.address = address;
    }

    /** Starts the job with a configuration to which free ports for web UI and metrics are added. */
    static RunningJob start(Path folder, String configuration) {
        int metricsPort = ServerProcess.freePort();
        Path file = folder.resolve("trips.yaml");
        try {
            Files.writeString(file, configuration + """
                            web:
                              port: %d
                            metrics:
                              prometheus-port: %d
                            """.formatted(ServerProcess.freePort(), metricsPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerProcess process = TripsProcess.start("trips-run", folder, "run", "--config", file.toString());
        return new RunningJob(
                process, file, TripsProcess.log(folder), URI.create("http://127.0.0.1:" + metricsPort + "/metrics"));
    }

    /** The sum of a metric over all subtasks and labels, 0 as long as there is none. */
    long metric(String name) {
        return metric(name, "");
    }

    /** The sum of a metric over all whose labels hold this text. */
    long metric(String name, String label) {
        String page = metrics();
        Matcher line = Pattern.compile("(?m)^flink_\\w+_" + Pattern.quote(name) + "\\{[^}]*" + Pattern.quote(label)
                        + "[^}]*\\} (\\S+)$")
                .matcher(page);
        double sum = 0;
        while (line.find()) {
            sum += Double.parseDouble(line.group(1));
        }
        return Math.round(sum);
    }

    /** The file by which it was configured. */
    Path configuration() {
        return configuration;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** What it has logged, which is not what it has printed. */
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the process has printed. */
    String output() {
        return process.output();
    }

    /** Waits for what must come true in time; a store that does not answer for a moment is asked again. */
    void until(String what, BooleanSupplier condition) {
        Instant limit = Instant.now().plus(LIMIT);
        MongoException unanswered = null;
        while (true) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (MongoException e) {
                unanswered = e;
            }
            if (!isRunning() || Instant.now().isAfter(limit)) {
                throw new AssertionError(
                        (isRunning() ? "Not within " + LIMIT : "Not before the job ended") + ": " + what
                                + ". The job said:\n" + output() + log(),
                        unanswered);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Ends it at once, without a chance to tidy up. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    /** What it tells Prometheus, a line for each series; empty while nobody answers. */
    String metrics() {
        try {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            // The reporter is not up yet, or the process has died: the test that waits will tell.
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
