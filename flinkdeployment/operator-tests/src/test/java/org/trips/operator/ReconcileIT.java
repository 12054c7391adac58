package org.trips.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.kubernetes.operator.api.lifecycle.ResourceLifecycleState;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.JobState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator's reconcile loop with the rendered deployments and the job itself on Flink, while vehicles go on sending: an
 * upgrade loses nothing.
 */
class ReconcileIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> NO_CONFIGURATION = List.of("--config", "/opt/trips/config/nothing.yaml");

    @TempDir
    Path folder;

    @BeforeEach
    void skipWithoutServers() {
        Optional<String> missing = Stage.missing();
        missing.ifPresent(what -> System.out.println("SKIPPED the operator's reconcile loop: " + what));
        assumeTrue(missing.isEmpty(), missing::get);
    }

    @Test
    void devIsUpgradedBySavepointsAndLosesNothing() throws Exception {
        try (var stage = new Stage(folder)) {
            try {
                Submitted dev = stage.submit(Overlay.rendered("dev"));
                var uploads = new Uploads(stage.surroundings());

                say("created");
                uploads.keepComingWhile(dev::untilItRuns);
                assertThat(restored(dev)).isEmpty();

                say("another configuration");
                uploads.keepComingWhile(() -> {
                    dev.change(ReconcileIT::anotherConfiguration);
                    dev.untilItRuns();
                });
                assertThat(restored(dev)).contains(lastSavepoint(dev));

                say("suspended, and resumed");
                uploads.keepComingWhile(() -> {
                    dev.change(spec -> spec.getJob().setState(JobState.SUSPENDED));
                    dev.until(
                            "the job is suspended",
                            status -> status.getLifecycleState() == ResourceLifecycleState.SUSPENDED);
                    dev.change(spec -> spec.getJob().setState(JobState.RUNNING));
                    dev.untilItRuns();
                });
                assertThat(restored(dev)).contains(lastSavepoint(dev));

                say("a setting that is refused");
                String job = dev.status().getJobStatus().getJobId();
                uploads.keepComingWhile(() -> {
                    dev.change(spec -> spec.getFlinkConfiguration().put("kubernetes.cluster-id", "another"));
                    dev.until(
                            "the setting is refused",
                            status -> status.getError() != null
                                    && status.getError().contains("Forbidden Flink config key: kubernetes.cluster-id"));
                });
                assertThat(dev.status().getJobStatus().getJobId()).isEqualTo(job);
                assertThat(dev.status().getJobStatus().getState()).isEqualTo("RUNNING");
                dev.change(spec -> spec.getFlinkConfiguration().remove("kubernetes.cluster-id"));
                dev.until("the refusal is forgotten", status -> status.getError() == null);
                assertThat(dev.status().getJobStatus().getJobId()).isEqualTo(job);

                say("a job that fails, and is put right");
                uploads.keepComingWhile(() -> failAndPutRight(dev));
                assertThat(stage.surroundings().unexpectedDeadLetters()).isEmpty();
            } catch (Exception | AssertionError e) {
                System.out.println(stage.node().lastWords());
                throw e;
            }
        }
    }

    @Test
    void prodIsUpgradedFromItsLastStateAndLosesNothing() throws Exception {
        try (var stage = new Stage(folder)) {
            try {
                Submitted prod = stage.submit(Overlay.rendered("prod"));
                var uploads = new Uploads(stage.surroundings());

                say("created");
                uploads.keepComingWhile(prod::untilItRuns);
                assertThat(restored(prod)).isEmpty();

                say("another configuration");
                uploads.keepComingWhile(() -> {
                    prod.change(ReconcileIT::anotherConfiguration);
                    prod.untilItRuns();
                });
                assertThat(restored(prod)).get(STRING).contains("/checkpoints/").contains("/chk-");

                say("suspended, and resumed");
                uploads.keepComingWhile(() -> {
                    prod.change(spec -> spec.getJob().setState(JobState.SUSPENDED));
                    prod.until(
                            "the job is suspended",
                            status -> status.getLifecycleState() == ResourceLifecycleState.SUSPENDED);
                    prod.change(spec -> spec.getJob().setState(JobState.RUNNING));
                    prod.untilItRuns();
                });
                assertThat(restored(prod)).get(STRING).contains("/checkpoints/").contains("/chk-");

                say("a job manager that is lost");
                uploads.keepComingWhile(() -> stage.node().killJobManager());

                say("a release that does not come up, and is taken back by the operator");
                FlinkDeploymentSpec before = prod.spec();
                uploads.keepComingWhile(() -> {
                    prod.change(ReconcileIT::aRoadFileThatIsNotThere);
                    prod.until(
                            "the release is taken back, and the one before it runs",
                            status -> status.getLifecycleState() == ResourceLifecycleState.ROLLED_BACK
                                    && "RUNNING".equals(status.getJobStatus().getState()));
                });
                assertThat(restored(prod)).get(STRING).contains("/checkpoints/").contains("/chk-");

                say("the commit reverted, too");
                prod.change(spec -> {
                    spec.setPodTemplate(before.getPodTemplate());
                    spec.setFlinkConfiguration(before.getFlinkConfiguration());
                });
                prod.untilItRuns();

                say("a job that fails, and is put right");
                uploads.keepComingWhile(() -> failAndPutRight(prod));
                assertThat(stage.surroundings().unexpectedDeadLetters()).isEmpty();
            } catch (Exception | AssertionError e) {
                System.out.println(stage.node().lastWords());
                throw e;
            }
        }
    }

    private static void failAndPutRight(Submitted deployment) {
        List<String> arguments = List.of(deployment.spec().getJob().getArgs());
        deployment.change(spec -> spec.getJob().setArgs(NO_CONFIGURATION.toArray(String[]::new)));
        deployment.until("the job has failed", status -> "FAILED"
                .equals(status.getJobStatus().getState()));
        assertThat(deployment.status().getLifecycleState()).isEqualTo(ResourceLifecycleState.FAILED);
        assertThat(deployment.status().getError()).contains("nothing.yaml");
        deployment.change(spec -> spec.getJob().setArgs(arguments.toArray(String[]::new)));
        deployment.untilItRuns();
    }

    private static void anotherConfiguration(FlinkDeploymentSpec spec) {
        spec.getFlinkConfiguration().put("restart-strategy.exponential-delay.max-backoff", "30 s");
    }

    /** The pod never gets to the job's own container. */
    private static void aRoadFileThatIsNotThere(FlinkDeploymentSpec spec) {
        var roadFile = spec.getPodTemplate().getSpec().getInitContainers().get(0);
        List<String> arguments = roadFile.getArgs();
        roadFile.setArgs(List.of("file:/nowhere.roads", arguments.get(1), arguments.get(2)));
        // Ten minutes in prod, since a pod may have to wait for a node.
        spec.getFlinkConfiguration().put("kubernetes.operator.deployment.readiness.timeout", "20 s");
    }

    private static String lastSavepoint(Submitted deployment) {
        return deployment
                .status()
                .getJobStatus()
                .getSavepointInfo()
                .getLastSavepoint()
                .getLocation();
    }

    /** Where the running job had its state from, as Flink itself tells. */
    private static Optional<String> restored(Submitted deployment) throws IOException {
        JsonNode restored = JSON.readTree(URI.create("http://127.0.0.1:"
                                + deployment.spec().getFlinkConfiguration().get("rest.port") + "/jobs/"
                                + deployment.status().getJobStatus().getJobId() + "/checkpoints")
                        .toURL())
                .path("latest")
                .path("restored");
        return Optional.ofNullable(restored.path("external_path").textValue());
    }

    private static void say(String what) {
        System.out.println(what);
    }
}
