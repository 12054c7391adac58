package org.trips.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.KubernetesDeploymentMode;
import org.apache.flink.kubernetes.operator.config.FlinkConfigManager;
import org.apache.flink.kubernetes.operator.reconciler.ReconciliationUtils;
import org.apache.flink.kubernetes.operator.validation.DefaultValidator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator's own validator says of the rendered FlinkDeployments, and of mistakes in them. */
class ValidatorTest {
    private static final FlinkConfigManager OPERATOR = new FlinkConfigManager(new Configuration());

    /** A mistake in an overlay, and the operator's words for it. */
    record Mistake(String overlay, String what, Consumer<FlinkDeploymentSpec> change, String words) {
        @Override
        public String toString() {
            return overlay + ", " + what;
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "dev",
                        "the operator's own setting",
                        spec -> settings(spec).put("kubernetes.cluster-id", "another"),
                        "Forbidden Flink config key: kubernetes.cluster-id"),
                new Mistake(
                        "dev",
                        "no folder for savepoints",
                        spec -> settings(spec).remove("state.savepoints.dir"),
                        "Job could not be upgraded with savepoint while config key[state.savepoints.dir] is not set"),
                new Mistake(
                        "prod",
                        "no folder for periodic savepoints",
                        spec -> settings(spec).remove("state.savepoints.dir"),
                        "Periodic savepoints cannot be enabled when config key[state.savepoints.dir] is not set"),
                new Mistake(
                        "dev",
                        "Flink 1.20's own name of the folder for checkpoints",
                        spec -> settings(spec)
                                .put(
                                        "execution.checkpointing.dir",
                                        settings(spec).remove("state.checkpoints.dir")),
                        "Checkpoint directory[state.checkpoints.dir] must be defined for last-state and savepoint upgrade"
                                + " modes"),
                new Mistake(
                        "prod",
                        "rollback without high availability",
                        spec -> settings(spec).remove("high-availability.type"),
                        "HA must be enabled for rollback support."),
                new Mistake(
                        "prod",
                        "last-state without high availability",
                        spec -> {
                            settings(spec).remove("high-availability.type");
                            settings(spec).put("kubernetes.operator.deployment.rollback.enabled", "false");
                        },
                        "Job could not be upgraded with last-state while HA disabled"),
                new Mistake(
                        "dev",
                        "health check without recovery",
                        spec -> settings(spec).put("kubernetes.operator.jm-deployment-recovery.enabled", "false"),
                        "Deployment recovery (kubernetes.operator.jm-deployment-recovery.enabled) must be enabled for job"
                                + " health check (kubernetes.operator.cluster.health-check.enabled) support."),
                new Mistake(
                        "dev",
                        "nobody's rights",
                        spec -> spec.setServiceAccount(null),
                        "spec.serviceAccount must be defined. If you use helm, its value should be the same with the name of"
                                + " jobServiceAccount."),
                new Mistake(
                        "dev",
                        "memory in no unit",
                        spec -> spec.getTaskManager().getResource().setMemory("4 gigs"),
                        "TaskManager resource memory parse error: Invalid quantity format passed to parse"),
                new Mistake(
                        "prod",
                        "no parallelism",
                        spec -> spec.getJob().setParallelism(0),
                        "Job parallelism must be larger than 0"));
    }

    /** Changes that would be right in a new deployment, but not in one that runs. */
    static Stream<Mistake> changesOfARunningDeployment() {
        return Stream.of(
                new Mistake(
                        "dev",
                        "standalone instead of native",
                        spec -> spec.setMode(KubernetesDeploymentMode.STANDALONE),
                        "Cannot switch from native kubernetes to standalone kubernetes cluster"),
                new Mistake(
                        "prod",
                        "a session instead of a job",
                        spec -> spec.setJob(null),
                        "Cannot switch from job to session cluster"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void theOperatorAcceptsWhatIsRendered(String overlay) throws IOException, InterruptedException {
        assertThat(refusal(Overlay.rendered(overlay).deployment())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void theOperatorRefusesAMistakeInItsWords(Mistake mistake) throws IOException, InterruptedException {
        FlinkDeployment deployment = Overlay.rendered(mistake.overlay()).deployment();
        mistake.change().accept(deployment.getSpec());
        assertThat(refusal(deployment)).contains(mistake.words());
    }

    @ParameterizedTest
    @MethodSource("changesOfARunningDeployment")
    void theOperatorRefusesAChangeThatARunningDeploymentCannotTake(Mistake mistake)
            throws IOException, InterruptedException {
        FlinkDeployment deployment = Overlay.rendered(mistake.overlay()).deployment();
        deployment.getMetadata().setGeneration(1L);
        ReconciliationUtils.updateStatusForDeployedSpec(deployment, new Configuration());
        assertThat(refusal(deployment)).isEmpty();
        mistake.change().accept(deployment.getSpec());
        assertThat(refusal(deployment)).contains(mistake.words());
    }

    private static Optional<String> refusal(FlinkDeployment deployment) {
        return new DefaultValidator(OPERATOR).validateDeployment(deployment);
    }

    private static Map<String, String> settings(FlinkDeploymentSpec spec) {
        return spec.getFlinkConfiguration();
    }
}
