package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code pipeline/verify} says of a roll-out by what a real API server has; the test writes the operator's status. */
class RollOutIT {
    @RegisterExtension
    static final RealCluster CLUSTER = new RealCluster();

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    /** Of its own, as {@code verify} asks the origin of the one that it lies in. */
    private static ReleaseRepository repository;

    private final ApiServer server = CLUSTER.administrator();
    private Manifest manifest;
    private String path;

    @BeforeAll
    static void aRepository() throws IOException, InterruptedException {
        repository = ReleaseRepository.in(Files.createDirectory(folder.resolve("repository")));
    }

    @BeforeEach
    void devIsSubmitted() throws IOException, InterruptedException {
        manifest = Manifest.rendered("flinkdeployment/overlays/dev").stream()
                .filter(one -> one.is("FlinkDeployment"))
                .findFirst()
                .orElseThrow();
        path = server.path(manifest, "dev");
        assertThat(server.apply(manifest, "dev")).matches(ApiServer.Answer::isAccepted);
    }

    @AfterEach
    void devIsTakenAway() throws IOException, InterruptedException {
        server.delete(path);
        RealCluster.eventually(() -> assertThat(server.get(path).isAccepted()).isFalse());
    }

    /** GENERATION is the one that was submitted. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            runs                           | {"observedGeneration":GENERATION,"lifecycleState":"STABLE","jobStatus":{"state":"RUNNING"}}                     | 0 | dev runs registry.example.com/trips/trip-preprocessing:0.1.0
            nobody has looked at           | {}                                                                                                              | 3 | is not seen by the operator yet (generation GENERATION, seen none)
            the operator knows another of  | {"observedGeneration":0,"lifecycleState":"STABLE","jobStatus":{"state":"RUNNING"}}                              | 3 | is not seen by the operator yet (generation GENERATION, seen 0)
            is being deployed              | {"observedGeneration":GENERATION,"lifecycleState":"DEPLOYED","jobStatus":{"state":"RECONCILING"}}               | 3 | is DEPLOYED, the job RECONCILING
            restarts                       | {"observedGeneration":GENERATION,"lifecycleState":"STABLE","jobStatus":{"state":"RESTARTING"}}                  | 3 | is STABLE, the job RESTARTING
            has failed                     | {"observedGeneration":GENERATION,"lifecycleState":"FAILED","jobStatus":{"state":"FAILED"}}                      | 1 | the job has failed
            fails                          | {"observedGeneration":GENERATION,"lifecycleState":"STABLE","jobStatus":{"state":"FAILED"}}                      | 1 | the job has failed
            is going back                  | {"observedGeneration":GENERATION,"lifecycleState":"ROLLING_BACK","jobStatus":{"state":"RECONCILING"}}           | 1 | the operator went back to the version before
            was taken back                 | {"observedGeneration":GENERATION,"lifecycleState":"ROLLED_BACK","jobStatus":{"state":"RUNNING"}}                | 1 | the operator went back to the version before
            is refused                     | '{"observedGeneration":GENERATION,"lifecycleState":"STABLE","jobStatus":{"state":"RUNNING"},"error":"a | b"}'   | 1 | 'the operator refuses it, or cannot carry it out: a | b'
            is refused without being seen  | {"observedGeneration":0,"lifecycleState":"STABLE","jobStatus":{"state":"RUNNING"},"error":"forbidden"}          | 1 | the operator refuses it, or cannot carry it out: forbidden
            """)
    void aJobThat(String what, String status, int exitCode, String words) throws IOException, InterruptedException {
        String generation = server.get(path).body().at("/metadata/generation").asText();
        tell(status.replace("GENERATION", generation));
        // One that needs no waiting is told at once, whatever the limit; a refusal is given some seconds to go away.
        CommandRun run = verify("--timeout", exitCode == 3 ? "1" : "30", "dev");
        assertThat(run.exitCode()).as(run.said()).isEqualTo(exitCode);
        assertThat(run.said()).contains(words.replace("GENERATION", generation));
    }

    @Test
    void anImageThatHasNotComeYetIsWaitedForThoughTheOldOneRuns() throws IOException, InterruptedException {
        ((ObjectNode) manifest.json().path("spec")).put("image", "registry.example.com/trips/trip-preprocessing:0.0.9");
        assertThat(server.apply(manifest, "dev")).matches(ApiServer.Answer::isAccepted);
        tell(stable());
        CommandRun run = verify("--timeout", "1", "dev");
        assertThat(run.exitCode()).as(run.said()).isEqualTo(3);
        assertThat(run.said())
                .contains(
                        "has registry.example.com/trips/trip-preprocessing:0.0.9, not yet", "trip-preprocessing:0.1.0");
    }

    @Test
    void whatComesRightIsWaitedForAndAnOldErrorForgotten() throws Exception {
        tell("{\"observedGeneration\":0,\"lifecycleState\":\"STABLE\",\"error\":\"of the generation before\"}");
        var verified = CompletableFuture.supplyAsync(() -> {
            try {
                return verify("--timeout", "60", "dev");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        TimeUnit.SECONDS.sleep(3);
        assertThat(verified).isNotDone();
        tell(stable());
        CommandRun run = verified.get(1, TimeUnit.MINUTES);
        assertThat(run.exitCode()).as(run.said()).isZero();
        assertThat(run.said()).contains("has an error, which may be of the generation before", "dev runs ");
    }

    @Test
    void whatKubectlWarnsOfIsNotTakenForAnAnswer() throws IOException, InterruptedException {
        String kubectl = CommandRun.of(Manifest.ROOT, Map.of(), List.of("sh", "-c", "command -v kubectl"))
                .said()
                .strip();
        Path warning = Files.createDirectory(folder.resolve("bin")).resolve("kubectl");
        Files.writeString(
                warning, "#!/bin/sh\necho 'Warning: v1beta1 | is deprecated' >&2\nexec %s \"$@\"\n".formatted(kubectl));
        assertThat(warning.toFile().setExecutable(true)).isTrue();
        tell(stable());
        CommandRun run = repository.step(
                Map.of(
                        "KUBECONFIG",
                        CLUSTER.administratorsAccess().toString(),
                        "PATH",
                        warning.getParent() + ":" + System.getenv("PATH")),
                "verify",
                "--timeout",
                "1",
                "dev");
        assertThat(run).isEqualTo(new CommandRun(0, "dev runs registry.example.com/trips/trip-preprocessing:0.1.0.\n"));
    }

    @Test
    void anImageThatTheOverlayCallsByAnotherNameIsWaitedFor() throws IOException, InterruptedException {
        String dev = "flinkdeployment/overlays/dev/kustomization.yaml";
        String name = "newName: registry.example.org/ours/trips\n    newTag:";
        tell(stable());
        repository.replace(dev, "newTag:", name);
        CommandRun run = verify("--timeout", "0", "dev");
        repository.replace(dev, name, "newTag:");
        assertThat(run.exitCode()).as(run.said()).isEqualTo(3);
        assertThat(run.said()).contains("not yet registry.example.org/ours/trips:0.1.0");
    }

    @Test
    void whatIsNotThereIsToldInTheServersWords() throws IOException, InterruptedException {
        devIsTakenAway();
        CommandRun run = verify("--timeout", "0", "dev");
        assertThat(run.exitCode()).as(run.said()).isEqualTo(3);
        assertThat(run.said()).contains("cannot be read", "\"trip-preprocessing\" not found");
    }

    private String stable() {
        return "{\"observedGeneration\":%d,\"lifecycleState\":\"STABLE\",\"jobStatus\":{\"state\":\"RUNNING\"}}"
                .formatted(server.get(path).body().at("/metadata/generation").asInt());
    }

    /** Writes the whole status, as the operator does: what it does not have is gone. */
    private void tell(String status) throws IOException {
        ObjectNode current = (ObjectNode) server.get(path).body();
        JsonNode written = JSON.readTree(status);
        current.set("status", written);
        assertThat(server.put(path + "/status", current)).matches(ApiServer.Answer::isAccepted);
    }

    private static CommandRun verify(String... arguments) throws IOException, InterruptedException {
        return repository.step(
                Map.of("KUBECONFIG", CLUSTER.administratorsAccess().toString()), "verify", arguments);
    }
}
