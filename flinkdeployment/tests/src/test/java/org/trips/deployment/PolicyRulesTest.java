package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of our own, which no schema knows: each has cost somebody a night. */
class PolicyRulesTest {
    private static final String DEV = "flinkdeployment/overlays/dev";
    private static final String PROD = "flinkdeployment/overlays/prod";
    private static final Pattern PINNED = Pattern.compile(".+(:(?!latest$)[\\w.-]+|@sha256:[0-9a-f]{64})");
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(password|secret|token|key|uri).*");

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void everyImageIsOfOneVersion(String overlay) throws IOException, InterruptedException {
        List<String> images = new ArrayList<>();
        for (Manifest manifest : Manifest.rendered(overlay)) {
            manifest.json().findValues("image").forEach(image -> images.add(image.asText()));
        }
        assertThat(images).isNotEmpty().allMatch(image -> PINNED.matcher(image).matches());
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void noSecretIsWrittenDown(String overlay) throws IOException, InterruptedException {
        for (Manifest manifest : Manifest.rendered(overlay)) {
            assertThat(manifest.kind()).isNotEqualTo("Secret");
            for (JsonNode environment : manifest.json().findValues("env")) {
                for (JsonNode variable : environment) {
                    assertThat(variable.has("value")
                                    && SECRET_NAME
                                            .matcher(variable.path("name").asText())
                                            .matches())
                            .as("%s: %s", manifest, variable)
                            .isFalse();
                }
            }
            if (manifest.is("ConfigMap") && manifest.name().startsWith("trip-preprocessing-config")) {
                assertThat(manifest.json().at("/data/trips.yaml").asText())
                        .contains("password-file:", "uri-file:", "key-file:")
                        .doesNotContainPattern("(?m)^ *(password|uri|key):");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void theJobMayDoInItsNamespaceWhatFlinkNeedsAndNoMore(String overlay) throws IOException, InterruptedException {
        List<Manifest> rendered = Manifest.rendered(overlay);
        assertThat(rendered).noneMatch(manifest -> manifest.kind().startsWith("Cluster"));
        JsonNode rules = one(rendered, "Role").path("rules");
        assertThat(texts(rules.findValues("resources")))
                .containsOnly("pods", "configmaps", "deployments", "deployments/finalizers");
        assertThat(texts(rules.findValues("verbs")))
                .doesNotContain("*")
                .isSubsetOf("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void podsKeepTheRestrictedSecurityStandard(String overlay) throws IOException, InterruptedException {
        JsonNode pod = deployment(overlay).at("/spec/podTemplate/spec");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        for (String containers : List.of("containers", "initContainers")) {
            for (JsonNode container : pod.path(containers)) {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            }
        }
        for (JsonNode container : pod.path("initContainers")) {
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void anUpgradeKeepsTheState(String overlay) throws IOException, InterruptedException {
        JsonNode spec = deployment(overlay).path("spec");
        assertThat(spec.at("/job/upgradeMode").asText()).isIn("savepoint", "last-state");
        assertThat(spec.at("/job/allowNonRestoredState").asBoolean(true)).isFalse();
        JsonNode flink = spec.path("flinkConfiguration");
        assertThat(flink.path("high-availability.type").asText()).isEqualTo("kubernetes");
        for (String folder : List.of("state.checkpoints.dir", "state.savepoints.dir", "high-availability.storageDir")) {
            assertThat(flink.path(folder).asText()).as(folder).startsWith("s3a://");
        }
        assertThat(flink.path("kubernetes.operator.job.savepoint-on-deletion").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void theWebUiIsForLookingAndBehindALogin(String overlay) throws IOException, InterruptedException {
        JsonNode spec = deployment(overlay).path("spec");
        assertThat(spec.at("/flinkConfiguration/web.submit.enable").asText()).isEqualTo("false");
        assertThat(spec.at("/flinkConfiguration/web.cancel.enable").asText()).isEqualTo("false");
        assertThat(spec.at("/ingress/annotations")
                        .path("nginx.ingress.kubernetes.io/auth-url")
                        .asText())
                .startsWith("http");
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void theNetworkPolicyNamesThePortsThatFlinkWasGiven(String overlay) throws IOException, InterruptedException {
        JsonNode flink = deployment(overlay).at("/spec/flinkConfiguration");
        JsonNode policy = one(Manifest.rendered(overlay), "NetworkPolicy").path("spec");
        List<String> in = ports(policy.path("ingress"));
        List<String> out = ports(policy.path("egress"));
        for (String port : List.of(
                "jobmanager.rpc.port",
                "blob.server.port",
                "taskmanager.data.port",
                "taskmanager.rpc.port",
                "metrics.internal.query-service.port")) {
            assertThat(flink.path(port).asText()).as(port).isNotEmpty();
            assertThat(in).as(port).contains(flink.path(port).asText());
            assertThat(out).as(port).contains(flink.path(port).asText());
        }
        assertThat(in).contains(flink.path("metrics.reporter.prom.port").asText("none"));
    }

    @Test
    void inProdTheJobReachesABrokerAndAStoreThatAreNotInItsNamespace() throws IOException, InterruptedException {
        JsonNode egress = one(Manifest.rendered(PROD), "NetworkPolicy").at("/spec/egress");
        for (String port : List.of("5672", "5671", "27017")) {
            assertThat(egress)
                    .as(port)
                    .anyMatch(rule ->
                            ports(rule).contains(port) && rule.at("/to/0").has("ipBlock"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void aDrainedNodeTakesOneTaskManagerAtATime(String overlay) throws IOException, InterruptedException {
        JsonNode spec = deployment(overlay).path("spec");
        int slots = spec.at("/flinkConfiguration/taskmanager.numberOfTaskSlots").asInt();
        int taskManagers = (spec.at("/job/parallelism").asInt() + slots - 1) / slots;
        JsonNode budget = one(Manifest.rendered(overlay), "PodDisruptionBudget").path("spec");
        assertThat(budget.path("minAvailable").asInt()).isEqualTo(taskManagers - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void everyAlertTellsOfOneEnvironment(String overlay) throws IOException, InterruptedException {
        String environment = overlay.substring(overlay.lastIndexOf('/') + 1);
        JsonNode rules = one(Manifest.rendered(overlay), "PrometheusRule").at("/spec/groups/0/rules");
        assertThat(rules).isNotEmpty().allSatisfy(rule -> assertThat(
                        rule.path("expr").asText())
                .containsAnyOf("by (namespace", "job=\"" + environment + "/trip-preprocessing\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void theSecretOfTheKeyIsNamedAfterItsVersion(String overlay) throws IOException, InterruptedException {
        List<Manifest> rendered = Manifest.rendered(overlay);
        String configuration = rendered.stream()
                .filter(manifest -> manifest.name().startsWith("trip-preprocessing-config"))
                .findFirst()
                .orElseThrow()
                .json()
                .at("/data/trips.yaml")
                .asText();
        String secret = one(rendered, "FlinkDeployment").findValues("secretName").stream()
                .map(JsonNode::asText)
                .filter(name -> name.startsWith("trip-preprocessing-pseudonyms"))
                .findFirst()
                .orElseThrow();
        assertThat(configuration)
                .contains("key-version: " + secret.substring("trip-preprocessing-pseudonyms-".length()));
    }

    private static List<String> ports(JsonNode rules) {
        return rules.findValues("port").stream().map(JsonNode::asText).toList();
    }

    private static JsonNode deployment(String overlay) throws IOException, InterruptedException {
        return one(Manifest.rendered(overlay), "FlinkDeployment");
    }

    private static JsonNode one(List<Manifest> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.is(kind))
                .findFirst()
                .orElseThrow()
                .json();
    }

    private static List<String> texts(List<JsonNode> lists) {
        return lists.stream()
                .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                .map(JsonNode::asText)
                .toList();
    }
}
