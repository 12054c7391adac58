package org.trips.benchmarks.matching;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.trips.matching.Trace;

/** A matcher of the JVM alone in its process, as {@link WorkerProcess} talks to it, to see how much memory it takes. */
public final class MatchingWorker {
    /** The heap begins small and grows where it must, so that garbage nobody collects is not taken for need. */
    static final List<String> JVM_OPTIONS = List.of("-XX:+UseSerialGC", "-Xms8m", "-Xmx1g");

    private static final double NANOS_PER_SECOND = 1e9;

    private MatchingWorker() {}

    /** Takes the name of an {@link Entrant} and the folder of a {@link Course}. */
    public static void main(String[] arguments) throws IOException {
        Course course = Course.open(Path.of(arguments[1]));
        List<Trace> drives = Drives.read(course.drives());
        ObjectMapper json = new ObjectMapper();
        json.writeValueAsString(new Resident(0, 0));
        System.gc();
        long before = Resident.kilobytes();
        try (LocalContestant contestant = Entrant.valueOf(arguments[0]).startHere(course, drives)) {
            System.out.println(json.writeValueAsString("ready"));
            BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                String[] request = line.split(" ");
                Object answer =
                        switch (request[0]) {
                            case "round" ->
                                contestant.round(
                                        Duration.ofNanos((long) (Double.parseDouble(request[1]) * NANOS_PER_SECOND)));
                            case "resident" -> new Resident(before, Resident.kilobytes());
                            default -> throw new IllegalArgumentException("no such request: " + line);
                        };
                System.out.println(json.writeValueAsString(answer));
            }
        }
    }
}
