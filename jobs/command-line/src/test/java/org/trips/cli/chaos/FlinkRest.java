package org.trips.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one asks of a Flink cluster over its REST interface. */
final class FlinkRest {
    /** For a question, which can be asked again. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** For what must not happen twice. */
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(10);

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI address;

    FlinkRest(URI address) {
        this.address = address;
    }

    /** A checkpoint that has completed, and when it was begun, in milliseconds since 1970 UTC. */
    record Checkpoint(long id, long begunMillis) {}

    boolean hasTaskManagers() throws IOException {
        return !get("/taskmanagers").get("taskmanagers").isEmpty();
    }

    /** The ids of the TaskManagers that have something to do. */
    Set<String> busyTaskManagers() throws IOException {
        Set<String> busy = new HashSet<>();
        for (JsonNode taskManager : get("/taskmanagers").get("taskmanagers")) {
            if (taskManager.get("freeSlots").intValue()
                    < taskManager.get("slotsNumber").intValue()) {
                busy.add(taskManager.get("id").textValue());
            }
        }
        return busy;
    }

    /** Starts a job from a jar that the cluster has, and gives its id. */
    String run(String jar, List<String> arguments, Optional<String> savepoint) throws IOException {
        var request = JSON.createObjectNode();
        arguments.forEach(request.putArray("programArgsList")::add);
        savepoint.ifPresent(path -> request.put("savepointPath", path));
        return post("/jars/" + jar + "/run", request).get("jobid").textValue();
    }

    /** The latest checkpoint that has completed, where there is one. */
    Optional<Checkpoint> latestCheckpoint(String job) throws IOException {
        JsonNode latest = get("/jobs/" + job + "/checkpoints").path("latest").path("completed");
        return latest.isObject()
                ? Optional.of(new Checkpoint(
                        latest.get("id").longValue(),
                        latest.get("trigger_timestamp").longValue()))
                : Optional.empty();
    }

    /** What the job last failed of, or empty. */
    String failure(String job) throws IOException {
        return get("/jobs/" + job + "/exceptions").path("root-exception").asText("");
    }

    boolean hasEnded(String job) throws IOException {
        return List.of("FINISHED", "CANCELED", "FAILED")
                .contains(get("/jobs/" + job).get("state").textValue());
    }

    /** Begins to stop a job with a savepoint, and gives the request's id. */
    String stop(String job, String folder) throws IOException {
        return trigger("/jobs/" + job + "/stop", Map.of("targetDirectory", folder, "drain", false));
    }

    /** Begins a savepoint at which a job is cancelled, and gives the request's id. */
    String cancelWithSavepoint(String job, String folder) throws IOException {
        return trigger("/jobs/" + job + "/savepoints", Map.of("target-directory", folder, "cancel-job", true));
    }

    /** How a savepoint has ended, in Flink's words. */
    record Savepoint(JsonNode operation) {
        /** @throws IOException if it has failed */
        String location() throws IOException {
            if (!operation.has("location")) {
                throw new IOException("No savepoint: " + operation);
            }
            return operation.get("location").textValue();
        }
    }

    /** The savepoint that was asked for, or empty as long as it has not ended. */
    Optional<Savepoint> savepoint(String job, String request) throws IOException {
        JsonNode answer = get("/jobs/" + job + "/savepoints/" + request);
        return answer.path("status").path("id").asText().equals("COMPLETED")
                ? Optional.of(new Savepoint(answer.path("operation")))
                : Optional.empty();
    }

    private String trigger(String path, Map<String, Object> request) throws IOException {
        return post(path, JSON.valueToTree(request)).get("request-id").textValue();
    }

    private JsonNode get(String path) throws IOException {
        return send(
                HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).GET());
    }

    private JsonNode post(String path, JsonNode body) throws IOException {
        return send(HttpRequest.newBuilder(address.resolve(path))
                .timeout(LONG_PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** @throws IOException if nobody answers, or what the cluster says is wrong */
    private JsonNode send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IOException("Flink says " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
