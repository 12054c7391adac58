package org.trips.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.junit.jupiter.api.Assumptions;

/** What is submitted to a cluster from one of the folders in {@code flinkdeployment/overlays}, as kubectl renders it. */
record Overlay(List<JsonNode> resources) {
    /** The repository's root; tests run in their module's folder. */
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<String, Overlay> RENDERED = new HashMap<>();

    static Overlay rendered(String environment) throws IOException, InterruptedException {
        if (!RENDERED.containsKey(environment)) {
            RENDERED.put(environment, new Overlay(kustomize("flinkdeployment/overlays/" + environment)));
        }
        return RENDERED.get(environment);
    }

    /**
     * What kubectl makes of a folder, from the repository's root on; without kubectl the test is skipped, or fails where all
     * tests have to run.
     */
    static List<JsonNode> kustomize(String folder) throws IOException, InterruptedException {
        Process kubectl;
        try {
            kubectl = new ProcessBuilder("kubectl", "kustomize", folder)
                    .directory(ROOT.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            String missing = "No kubectl here: manifests are not rendered.";
            assertThat(Boolean.getBoolean("trips.deployment.required"))
                    .as(missing)
                    .isFalse();
            System.out.println("SKIPPED a test with the Flink operator: " + missing);
            return Assumptions.abort(missing);
        }
        List<JsonNode> resources;
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(kubectl.getInputStream())) {
            resources = documents.readAll();
        }
        if (kubectl.waitFor() != 0) {
            throw new IOException("kubectl does not render " + folder);
        }
        return resources;
    }

    /** The one FlinkDeployment; a copy of its own for each who asks. */
    FlinkDeployment deployment() {
        JsonNode only = resources.stream()
                .filter(resource -> resource.path("kind").asText().equals("FlinkDeployment"))
                .findFirst()
                .orElseThrow();
        return Serialization.unmarshal(only.toString(), FlinkDeployment.class);
    }

    List<ConfigMap> configMaps() {
        return resources.stream()
                .filter(resource -> resource.path("kind").asText().equals("ConfigMap"))
                .map(resource -> Serialization.unmarshal(resource.toString(), ConfigMap.class))
                .toList();
    }
}
