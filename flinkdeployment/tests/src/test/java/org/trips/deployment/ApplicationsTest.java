package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The app of apps: what is deployed where, in which order, and what is never deleted by itself. */
class ApplicationsTest {
    /** What loses data with its resource. */
    private static final Set<String> STATEFUL =
            Set.of("FlinkDeployment", "RabbitmqCluster", "Queue", "MongoDBCommunity");

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void eachChildIsNamedAfterWhatItIsAndBelongsToTheBundlesProject(String environment) throws IOException {
        for (Manifest child : children(environment)) {
            assertThat(child.name()).matches("[a-z-]+-app-" + environment);
            assertThat(child.json().at("/metadata/namespace").asText()).isEqualTo("argocd");
            assertThat(child.json().at("/spec/project").asText()).isEqualTo("appbundle-project-" + environment);
            assertThat(child.json().at("/spec/destination/namespace").asText())
                    .isIn(environment, "flink-operator", "monitoring");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void aChildOfThisRepositoryPointsToAFolderThatIsThere(String environment) throws IOException {
        List<Manifest> applications = new ArrayList<>(children(environment));
        applications.add(install("root-appbundle-app-" + environment));
        for (Manifest application : applications) {
            String path = application.json().at("/spec/source/path").asText();
            if (!path.isEmpty()) {
                assertThat(Manifest.ROOT.resolve(path)).as("%s", application).isDirectory();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void theProjectAllowsWhatItsChildrenNeedAndNotTheNamespaceOfArgoCd(String environment) throws IOException {
        JsonNode project = install("appbundle-project-" + environment).json().path("spec");
        List<String> namespaces = new ArrayList<>();
        project.path("destinations")
                .forEach(destination ->
                        namespaces.add(destination.path("namespace").asText()));
        assertThat(namespaces).doesNotContain("argocd", "*");
        List<String> repositories = new ArrayList<>();
        project.path("sourceRepos").forEach(repository -> repositories.add(repository.asText()));
        for (Manifest child : children(environment)) {
            assertThat(repositories)
                    .contains(child.json().at("/spec/source/repoURL").asText());
            assertThat(namespaces)
                    .contains(child.json().at("/spec/destination/namespace").asText());
        }
    }

    @Test
    void devFollowsMainByItselfAndProdIsSynchronisedByHand() throws IOException {
        for (Manifest child : children("dev")) {
            JsonNode automated = child.json().at("/spec/syncPolicy/automated");
            assertThat(automated.path("prune").asBoolean()).as("%s", child).isTrue();
            assertThat(automated.path("selfHeal").asBoolean()).as("%s", child).isTrue();
        }
        assertThat(children("prod"))
                .isNotEmpty()
                .noneMatch(child -> child.json().at("/spec/syncPolicy").has("automated"));
    }

    @Test
    void theOperatorsComeFirstAndTheJobAfterBrokerAndStore() throws IOException {
        Map<String, Integer> waves = new TreeMap<>();
        for (Manifest child : children("dev")) {
            waves.put(
                    child.name(),
                    child.json()
                            .at("/metadata/annotations")
                            .path("argocd.argoproj.io/sync-wave")
                            .asInt());
        }
        assertThat(waves.get("flink-operator-app-dev"))
                .isLessThan(waves.get("rabbitmq-app-dev"))
                .isLessThan(waves.get("mongodb-app-dev"));
        assertThat(waves.get("monitoring-app-dev"))
                .isLessThan(waves.get("rabbitmq-app-dev"))
                .isLessThan(waves.get("trip-preprocessing-app-dev"));
        assertThat(waves.get("trip-preprocessing-app-dev"))
                .isGreaterThan(waves.get("rabbitmq-app-dev"))
                .isGreaterThan(waves.get("mongodb-app-dev"));
    }

    @Test
    void monitoringFindsWhatTheJobBringsAndMayReachIt() throws IOException, InterruptedException {
        JsonNode spec = children("dev").stream()
                .filter(child -> child.name().equals("monitoring-app-dev"))
                .findFirst()
                .orElseThrow()
                .json()
                .path("spec");
        JsonNode values = spec.at("/source/helm/valuesObject");
        for (String selector : List.of("podMonitor", "serviceMonitor", "rule")) {
            // Left at its default it finds only what the release itself has labelled, which ours is not.
            assertThat(values.at("/prometheus/prometheusSpec")
                            .path(selector + "SelectorNilUsesHelmValues")
                            .asBoolean(true))
                    .as(selector)
                    .isFalse();
        }
        JsonNode dashboards = values.at("/grafana/sidecar/dashboards");
        List<Manifest> rendered = Manifest.rendered("flinkdeployment/overlays/dev");
        assertThat(rendered)
                .filteredOn(manifest -> manifest.name().equals("trip-preprocessing-dashboard"))
                .singleElement()
                .satisfies(dashboard -> assertThat(dashboard
                                .json()
                                .at("/metadata/labels")
                                .path(dashboards.path("label").asText()))
                        .isEqualTo(dashboards.path("labelValue")));
        assertThat(rendered)
                .filteredOn(manifest ->
                        manifest.is("NetworkPolicy") && manifest.name().equals("trip-preprocessing"))
                .singleElement()
                .satisfies(policy -> assertThat(policy.json().findValuesAsText("kubernetes.io/metadata.name"))
                        .contains(spec.at("/destination/namespace").asText()));
        assertThat(spec.at("/syncPolicy/syncOptions").toString()).contains("ServerSideApply=true");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void nothingThatHoldsDataIsPruned(String folder) throws IOException, InterruptedException {
        List<Manifest> stateful = Manifest.rendered(folder).stream()
                .filter(manifest -> STATEFUL.contains(manifest.kind()))
                .toList();
        assertThat(stateful).isNotEmpty().allMatch(manifest -> manifest.json()
                .at("/metadata/annotations")
                .path("argocd.argoproj.io/sync-options")
                .asText()
                .contains("Prune=false"));
    }

    private static List<Manifest> children(String environment) throws IOException {
        String folder = "argocd/apps-children/" + environment;
        assertThat(Files.isDirectory(Manifest.ROOT.resolve(folder))).isTrue();
        return Manifest.read(folder);
    }

    static List<String> folders() {
        return Manifest.RENDERED;
    }

    private static Manifest install(String name) throws IOException {
        return Manifest.read("argocd/install").stream()
                .filter(manifest -> manifest.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
