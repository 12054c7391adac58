package org.trips.benchmarks.matching;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.trips.matching.PathLine;

/** A matcher in a process of its own, which answers each line of request with a line of JSON. */
final class WorkerProcess implements Contestant {
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final String name;
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;

    /** Starts it and waits until it has loaded all. */
    WorkerProcess(String name, List<String> command) throws IOException {
        this.name = name;
        process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        answer();
    }

    /** Runs a command to its end; what it says goes to standard error. */
    static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": failed; what it says stands above");
        }
    }

    @Override
    public Round round(Duration length) throws IOException {
        JsonNode round = ask("round " + length.toMillis() / MILLIS_PER_SECOND);
        return new Round(
                round.get("points").asLong(),
                round.get("wallSeconds").asDouble(),
                round.get("cpuSeconds").asDouble(),
                Double.NaN);
    }

    @Override
    public List<List<PathLine>> routes() throws IOException {
        List<List<PathLine>> routes = new ArrayList<>();
        for (JsonNode drive : ask("routes")) {
            List<PathLine> lines = new ArrayList<>();
            drive.forEach(line -> lines.add(JsonLine.read(line)));
            routes.add(lines);
        }
        return routes;
    }

    Resident resident() throws IOException {
        return JSON.treeToValue(ask("resident"), Resident.class);
    }

    @Override
    public void close() throws IOException {
        requests.close();
        process.destroy();
    }

    private JsonNode ask(String request) throws IOException {
        requests.write(request + "\n");
        requests.flush();
        return answer();
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + ": the process ended; what it says stands above");
        }
        return JSON.readTree(line);
    }
}
