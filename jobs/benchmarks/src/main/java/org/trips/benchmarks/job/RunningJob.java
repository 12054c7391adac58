package org.trips.benchmarks.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.StreamSupport;

/** What Flink's REST interface tells of one job that runs in this process. */
final class RunningJob {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    RunningJob(URI rest, String jobId) {
        address = rest + "/jobs/" + jobId;
    }

    /** Counts of checkpoints, the latest of them, and what they took: as {@code /jobs/ID/checkpoints} has it. */
    JsonNode checkpoints() throws IOException, InterruptedException {
        return get("/checkpoints");
    }

    /** How many timers of the operator that keeps the devices have fired. */
    long timersFired() throws IOException, InterruptedException {
        for (JsonNode vertex : get("").get("vertices")) {
            if (vertex.get("name").asText().startsWith("devices")) {
                JsonNode metrics =
                        get("/vertices/" + vertex.get("id").asText() + "/subtasks/metrics?agg=sum&get=numFiredTimers");
                return StreamSupport.stream(metrics.spliterator(), false)
                        .mapToLong(metric -> metric.get("sum").asLong())
                        .sum();
            }
        }
        throw new IllegalStateException("The job at " + address + " has no vertex that keeps the devices.");
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(address + path)).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("Flink answers " + response.statusCode() + " to " + path + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
