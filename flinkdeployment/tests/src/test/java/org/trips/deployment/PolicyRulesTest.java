package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of our own, which no schema knows: each has cost somebody a night. */
class PolicyRulesTest {
    private static final String DEV = "flinkdeployment/overlays/dev";
    private static final String PROD = "flinkdeployment/overlays/prod";

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void everyRuleThatHoldsForAnyOverlayIsKept(String overlay) throws IOException, InterruptedException {
        List<Manifest> rendered = Manifest.rendered(overlay);
        assertThat(new OverlayRules(rendered).faults()).isEmpty();
        assertThat(rendered)
                .as("what the rules look at is there")
                .anyMatch(manifest -> !manifest.json().findValues("image").isEmpty());
        assertThat(one(rendered, "FlinkDeployment").findValues("secretName"))
                .anyMatch(name -> name.asText().startsWith("trip-preprocessing-pseudonyms-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void secretsOfTheJobAreInFiles(String overlay) throws IOException, InterruptedException {
        assertThat(Manifest.rendered(overlay))
                .filteredOn(
                        manifest -> manifest.is("ConfigMap") && manifest.name().startsWith("trip-preprocessing-config"))
                .singleElement()
                .satisfies(configuration -> assertThat(
                                configuration.json().at("/data/trips.yaml").asText())
                        .contains("password-file:", "uri-file:", "key-file:"));
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
    void theWebUiIsForLookingAndBehindALogin(String overlay) throws IOException, InterruptedException {
        List<Manifest> rendered = Manifest.rendered(overlay);
        JsonNode spec = deployment(overlay).path("spec");
        assertThat(spec.at("/flinkConfiguration/web.submit.enable").asText()).isEqualTo("false");
        assertThat(spec.at("/flinkConfiguration/web.cancel.enable").asText()).isEqualTo("false");
        assertThat(spec.has("ingress"))
                .as("an ingress of the operator's, past the nginx")
                .isFalse();
        JsonNode ingress = one(rendered, "Ingress");
        assertThat(ingress.at("/metadata/annotations")
                        .path("nginx.ingress.kubernetes.io/auth-url")
                        .asText())
                .startsWith("http");
        assertThat(ingress.at("/spec/tls/0/hosts/0")).isEqualTo(ingress.at("/spec/rules/0/host"));
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void fromOutsideTheWebUiIsReachedThroughItsNginxAlone(String overlay) throws IOException, InterruptedException {
        List<Manifest> rendered = Manifest.rendered(overlay);
        JsonNode nginx = one(rendered, "Deployment").at("/spec/template");
        String name = nginx.at("/metadata/labels/app.kubernetes.io~1name").asText();
        assertThat(one(rendered, "Ingress").findValues("service")).hasSize(1);
        String backend = one(rendered, "Ingress")
                .at("/spec/rules/0/http/paths/0/backend/service/name")
                .asText();
        assertThat(named(rendered, "Service", backend)
                        .at("/spec/selector/app.kubernetes.io~1name")
                        .asText())
                .isEqualTo(name);
        String upstream = "trip-preprocessing-jobmanager";
        assertThat(named(rendered, "Service", upstream).at("/spec/selector"))
                .isEqualTo(
                        new ObjectMapper().readTree("{\"app\":\"trip-preprocessing\",\"component\":\"jobmanager\"}"));
        String configuration = nginx.at("/spec/volumes/0/configMap/name").asText();
        assertThat(named(rendered, "ConfigMap", configuration)
                        .at("/data/nginx.conf")
                        .asText())
                .contains("proxy_pass http://" + upstream + ":8081;");

        JsonNode jobs = named(rendered, "NetworkPolicy", "trip-preprocessing").at("/spec/ingress");
        assertThat(jobs.findValuesAsText("kubernetes.io/metadata.name"))
                .containsExactlyInAnyOrder("flink-operator", "monitoring");
        assertThat(jobs.findValuesAsText("app.kubernetes.io/name")).containsExactly(name);
        JsonNode own = named(rendered, "NetworkPolicy", name).path("spec");
        assertThat(own.at("/podSelector/matchLabels/app.kubernetes.io~1name").asText())
                .isEqualTo(name);
        assertThat(own.path("ingress").findValuesAsText("kubernetes.io/metadata.name"))
                .containsExactly("ingress");
        assertThat(ports(own.path("ingress")))
                .containsExactly(
                        nginx.at("/spec/containers/0/ports/0/containerPort").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void theNetworkPolicyNamesThePortsThatFlinkWasGiven(String overlay) throws IOException, InterruptedException {
        JsonNode flink = deployment(overlay).at("/spec/flinkConfiguration");
        JsonNode policy = named(Manifest.rendered(overlay), "NetworkPolicy", "trip-preprocessing")
                .path("spec");
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
    void inProdTheJobHasThePriorityThatTheAdministratorMakes() throws IOException, InterruptedException {
        String named =
                deployment(PROD).at("/spec/podTemplate/spec/priorityClassName").asText();
        assertThat(Manifest.read("argocd/install"))
                .filteredOn(manifest -> manifest.is("PriorityClass"))
                .extracting(Manifest::name)
                .containsExactly(named);
    }

    @Test
    void inProdTheJobReachesABrokerAndAStoreThatAreNotInItsNamespace() throws IOException, InterruptedException {
        JsonNode egress = named(Manifest.rendered(PROD), "NetworkPolicy", "trip-preprocessing")
                .at("/spec/egress");
        for (String port : List.of("5672", "5671", "27017")) {
            assertThat(egress)
                    .as(port)
                    .anyMatch(rule ->
                            ports(rule).contains(port) && rule.at("/to/0").has("ipBlock"));
        }
    }

    /** At the place in the list that README.md tells those who have to replace it. */
    @ParameterizedTest
    @ValueSource(strings = {DEV, PROD})
    void withTheComponentForItTheJobReachesPostgreSql(String overlay, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path own = folder.toRealPath();
        Path root = Manifest.ROOT.toRealPath();
        Files.writeString(
                own.resolve("kustomization.yaml"),
                "resources: [%s]%ncomponents: [%s]%n"
                        .formatted(
                                own.relativize(root.resolve(overlay)),
                                own.relativize(root.resolve("flinkdeployment/components/postgresql"))));
        JsonNode before = named(Manifest.rendered(overlay), "NetworkPolicy", "trip-preprocessing")
                .at("/spec/egress");
        JsonNode after = named(Manifest.renderedAnew(own.toString()), "NetworkPolicy", "trip-preprocessing")
                .at("/spec/egress");
        assertThat(ports(before)).doesNotContain("5432");
        assertThat(ports(after.path(5))).containsExactly("5432");
        assertThat(after).hasSize(before.size() + 1).containsAll(before);
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

    private static JsonNode named(List<Manifest> manifests, String kind, String name) {
        return manifests.stream()
                .filter(manifest -> manifest.is(kind) && manifest.name().equals(name))
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
