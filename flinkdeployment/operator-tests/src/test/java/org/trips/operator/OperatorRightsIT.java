package org.trips.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.apache.flink.kubernetes.operator.api.status.JobManagerDeploymentStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.trips.cli.chaos.Patience;
import org.trips.deployment.RealCluster;
import org.trips.deployment.RealCluster.Request;

/**
 * The operator on a real API server, with the rights that its chart gives to its service account and no others. There are no
 * nodes: what it asks for is seen, but no job starts.
 */
class OperatorRightsIT {
    @RegisterExtension
    static final RealCluster CLUSTER = new RealCluster();

    private static final String OPERATOR = "flink-operator";
    private static final String NAMESPACE = "dev";
    private static final String JOB = "trip-preprocessing";
    private static final String APPLICATION = "argocd/apps-children/dev/flink-operator-app-dev.yaml";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** What stands beside the FlinkDeployment and is needed before a pod of it is made. */
    private static final Set<String> BESIDE = Set.of("ServiceAccount", "Role", "RoleBinding", "ConfigMap");

    private final Instant begun = Instant.now();
    private KubernetesClient administrator;

    @BeforeEach
    void giveRights() throws IOException, InterruptedException {
        administrator = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(CLUSTER.administratorsAccess())))
                .build();
        chart().forEach(resource ->
                administrator.resource(resource).forceConflicts().serverSideApply());
        for (JsonNode resource : Overlay.rendered(NAMESPACE).resources()) {
            if (BESIDE.contains(resource.path("kind").asText())) {
                administrator.resource(resource.toString()).forceConflicts().serverSideApply();
            }
        }
    }

    @AfterEach
    void hangUp() {
        administrator.close();
    }

    @Test
    void theRightsAreThoseOfWhatTheApplicationTellsTheChart() throws IOException {
        JsonNode values = new YAMLMapper()
                .readTree(Overlay.ROOT.resolve(APPLICATION).toFile())
                .at("/spec/source/helm/valuesObject");
        assertThat(values.path("watchNamespaces")).extracting(JsonNode::asText).containsExactly(NAMESPACE);
        // Any more would give the operator rules that are not told here.
        assertThat(values.path("rbac").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("jobRole", "jobRoleBinding");
    }

    @Test
    @SuppressWarnings("try") // the operator works by itself
    void itMakesChangesAndRemovesADeploymentAndIsRefusedNothing() throws Exception {
        try (RunningOperator operator = operator()) {
            Submitted deployment = Submitted.create(administrator, deployment());
            untilItIsDeployed(deployment);
            assertThat(made())
                    .containsExactlyInAnyOrder(
                            "Deployment trip-preprocessing of FlinkDeployment",
                            "Service trip-preprocessing-rest of Deployment",
                            "ConfigMap flink-config-trip-preprocessing of Deployment",
                            "ConfigMap pod-template-trip-preprocessing of Deployment");
            String uid = deployed();

            deployment.change(
                    spec -> spec.getFlinkConfiguration().put("restart-strategy.exponential-delay.max-backoff", "30 s"));
            Patience.until("the change has another Deployment", LIMIT, () -> {
                var now = administrator
                        .apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName(JOB)
                        .get();
                return now != null && !now.getMetadata().getUid().equals(uid);
            });
            untilItIsDeployed(deployment);

            delete();
            untilItIsGone();
            assertThat(requests())
                    .contains(
                            new Request("create", "deployments.apps", NAMESPACE, 201),
                            new Request("delete", "deployments.apps", NAMESPACE, 200),
                            new Request("update", "flinkdeployments/status.flink.apache.org", NAMESPACE, 200))
                    .noneMatch(Request::isRefused);
        }
    }

    @Test
    @SuppressWarnings("try") // the operator works by itself
    void withoutOneOfTheRightsItIsRefused() throws Exception {
        take("deployments", "delete");
        try (RunningOperator operator = operator()) {
            Submitted deployment = Submitted.create(administrator, deployment());
            untilItIsDeployed(deployment);
            delete();
            var refused = new Request("delete", "deployments.apps", NAMESPACE, 403);
            Patience.until("the operator is refused", LIMIT, () -> requests().contains(refused));
            assertThat(requests()).filteredOn(Request::isRefused).containsExactly(refused);
            assertThat(deployment.status()).isNotNull();

            chart().forEach(resource ->
                    administrator.resource(resource).forceConflicts().serverSideApply());
            untilItIsGone();
        }
    }

    /** As it is rendered, but for how it is stopped: no job of it ever ran. */
    private static FlinkDeployment deployment() throws IOException, InterruptedException {
        FlinkDeployment deployment = Overlay.rendered(NAMESPACE).deployment();
        // There is no state to upgrade it with, and no savepoint comes, for which 1.7.0 would wait.
        deployment.getSpec().getJob().setUpgradeMode(UpgradeMode.STATELESS);
        deployment.getSpec().getFlinkConfiguration().put("kubernetes.operator.job.savepoint-on-deletion", "false");
        return deployment;
    }

    private static RunningOperator operator() throws IOException {
        return new RunningOperator(
                Map.of(
                        "kubeconfig",
                        CLUSTER.accessAs(OPERATOR, OPERATOR).toString(),
                        "kubernetes.auth.tryServiceAccount",
                        "false"),
                Map.of("kubernetes.operator.watched.namespaces", NAMESPACE));
    }

    private Set<Request> requests() throws IOException {
        return CLUSTER.requestsOf(OPERATOR, OPERATOR, begun);
    }

    private List<HasMetadata> chart() throws IOException {
        try (InputStream rights = OperatorRightsIT.class.getResourceAsStream("/flink-operator-rights.yaml")) {
            return administrator.load(rights).items();
        }
    }

    private void take(String resource, String verb) {
        administrator.rbac().roles().inNamespace(NAMESPACE).withName(OPERATOR).edit(role -> {
            role.getRules().stream()
                    .filter(rule -> rule.getResources().contains(resource))
                    .forEach(rule -> rule.getVerbs().remove(verb));
            return role;
        });
    }

    private static void untilItIsDeployed(Submitted deployment) {
        deployment.until(
                "the operator has deployed it",
                status -> status.getJobManagerDeploymentStatus() == JobManagerDeploymentStatus.DEPLOYING);
    }

    private String deployed() {
        return administrator
                .apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(JOB)
                .get()
                .getMetadata()
                .getUid();
    }

    private void delete() {
        administrator
                .resources(FlinkDeployment.class)
                .inNamespace(NAMESPACE)
                .withName(JOB)
                .delete();
    }

    private void untilItIsGone() {
        Patience.until(
                "the FlinkDeployment is gone, and what was made for it",
                LIMIT,
                () -> administrator
                                        .resources(FlinkDeployment.class)
                                        .inNamespace(NAMESPACE)
                                        .withName(JOB)
                                        .get()
                                == null
                        && made().isEmpty());
    }

    /** Kind, name and owners of what belongs to a FlinkDeployment. */
    private Set<String> made() {
        return Stream.<List<? extends HasMetadata>>of(
                        administrator
                                .apps()
                                .deployments()
                                .inNamespace(NAMESPACE)
                                .list()
                                .getItems(),
                        administrator.services().inNamespace(NAMESPACE).list().getItems(),
                        administrator.configMaps().inNamespace(NAMESPACE).list().getItems())
                .flatMap(List::stream)
                .filter(resource -> !resource.getMetadata().getOwnerReferences().isEmpty())
                .map(resource ->
                        resource.getKind() + " " + resource.getMetadata().getName() + " of "
                                + resource.getMetadata().getOwnerReferences().stream()
                                        .map(OwnerReference::getKind)
                                        .collect(Collectors.joining()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
