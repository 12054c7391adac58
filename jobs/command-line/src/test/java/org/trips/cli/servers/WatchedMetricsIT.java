package org.trips.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.cli.ToyRoads;

/** What alerts and dashboard ask for, against what a running job tells Prometheus. */
class WatchedMetricsIT {
    private static final Path MONITORING = Path.of("../../flinkdeployment/components/monitoring");
    private static final Pattern NAME = Pattern.compile("flink_\\w+");
    private static final Pattern LABELS = Pattern.compile("by \\(([\\w, ]+)\\)");

    /** The Prometheus operator gives them to whatever it reads by a PodMonitor. */
    private static final Set<String> OF_THE_POD_MONITOR = Set.of("namespace", "job", "pod");

    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    Path folder;

    @Test
    void everyMetricThatAlertsAndDashboardNameIsToldWithItsLabels() throws Exception {
        Map<String, Set<String>> asked = new TreeMap<>();
        ask(asked, "prometheus-rule.yaml");
        ask(asked, "trip-preprocessing.json");
        assertThat(asked).hasSizeGreaterThan(15);

        Path roads = folder.resolve("roads.yaml");
        Files.writeString(roads, "roads: [{file: %s}]".formatted(ToyRoads.write(folder)));
        try (Played job = new Played("watched", folder, SERVERS, "road-list:\n  file: " + roads + "\n")) {
            job.publish("not an upload".getBytes(StandardCharsets.UTF_8), null);
            job.until("the dead letter is counted", () -> job.metric("deadLetters") == 1);
            job.until("a checkpoint has completed", () -> job.metric("numberOfCompletedCheckpoints") > 0);

            List<String> told = job.job().metrics().lines().toList();
            asked.forEach((name, labels) -> assertThat(told)
                    .as(name + " by " + labels)
                    .anyMatch(line -> line.startsWith(name + "{")
                            && labels.stream().allMatch(label -> line.matches(".*[{,]" + label + "=\".*"))));
        }
    }

    /** Adds the metrics that a file names, each with the labels by which it sums them. */
    private static void ask(Map<String, Set<String>> asked, String file) throws IOException {
        for (String line : Files.readAllLines(MONITORING.resolve(file))) {
            Matcher name = NAME.matcher(line);
            while (name.find()) {
                Set<String> labels = asked.computeIfAbsent(name.group(), key -> new TreeSet<>());
                Matcher by = LABELS.matcher(line);
                while (by.find()) {
                    labels.addAll(List.of(by.group(1).split(", ")));
                }
                labels.removeAll(OF_THE_POD_MONITOR);
            }
        }
    }
}
