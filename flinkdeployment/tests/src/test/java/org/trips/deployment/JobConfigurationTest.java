package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;

/** The job's own configuration, as the pods find it: read by the job's own reader. */
class JobConfigurationTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void theJobReadsWhatItIsGiven(String environment, @TempDir Path pod)
            throws IOException, InterruptedException, ConfigurationException {
        List<Manifest> rendered = Manifest.rendered("flinkdeployment/overlays/" + environment);
        JsonNode template = only(rendered, "FlinkDeployment", "").at("/spec/podTemplate/spec");
        String config = volume(template, "config").at("/configMap/name").asText();
        String text = only(rendered, "ConfigMap", config).at("/data/trips.yaml").asText();
        JsonNode list = only(rendered, "ConfigMap", "trip-preprocessing-road-list");

        // Where the pods would have mounts, this test has a folder.
        for (JsonNode mount : template.at("/containers/0/volumeMounts")) {
            Path folder = pod.resolve(mount.path("mountPath").asText().substring("/opt/trips/".length()));
            Files.createDirectories(folder);
            for (JsonNode item : volume(template, mount.path("name").asText()).at("/secret/items")) {
                Files.writeString(folder.resolve(item.path("path").asText()), "mongodb://secret-of-16-or-more");
            }
        }
        Files.writeString(
                pod.resolve("road-list/roads.yaml"), list.at("/data/roads.yaml").asText());
        ObjectNode settings = (ObjectNode) YAML.readTree(text.replace("/opt/trips", pod.toString()));
        Path file = pod.resolve("config/trips.yaml");
        YAML.writeValue(file.toFile(), settings);

        JobConfiguration job = JobConfiguration.load(file);
        assertThat(job.get(JobOptions.UPLOAD_QUEUES)).contains("uploads-0");
        assertThat(job.find(JobOptions.ROAD_LIST_FILE)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void theRoadFileIsBroughtToWhereTheListLooksForIt(String environment) throws IOException, InterruptedException {
        List<Manifest> rendered = Manifest.rendered("flinkdeployment/overlays/" + environment);
        JsonNode roads = YAML.readTree(only(rendered, "ConfigMap", "trip-preprocessing-road-list")
                        .at("/data/roads.yaml")
                        .asText())
                .path("roads");
        List<String> brought = new ArrayList<>();
        for (JsonNode container : only(rendered, "FlinkDeployment", "").at("/spec/podTemplate/spec/initContainers")) {
            brought.add(container.at("/args/2").asText());
        }
        assertThat(roads).isNotEmpty();
        roads.forEach(road -> assertThat(brought).contains(road.path("file").asText()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void everyQueueOfTheJobIsMadeAndMayBeReadByIt(String environment) throws IOException, InterruptedException {
        List<Manifest> rendered = Manifest.rendered("flinkdeployment/overlays/" + environment);
        JsonNode template = only(rendered, "FlinkDeployment", "").at("/spec/podTemplate/spec");
        String config = volume(template, "config").at("/configMap/name").asText();
        JsonNode job = YAML.readTree(
                only(rendered, "ConfigMap", config).at("/data/trips.yaml").asText());
        List<String> read = new ArrayList<>();
        job.at("/uploads/queues").forEach(queue -> read.add(queue.asText()));
        read.add(job.at("/assignments/queue").asText());
        read.add(job.at("/reprocess/queue").asText());

        List<Manifest> broker = Manifest.rendered("flinkdeployment/services/rabbitmq");
        List<String> made = broker.stream()
                .filter(manifest -> manifest.is("Queue"))
                .map(Manifest::name)
                .toList();
        String readable = only(broker, "Permission", "trip-preprocessing")
                .at("/spec/permissions/read")
                .asText();
        assertThat(made)
                .containsAll(read)
                .contains(job.at("/dead-letters/queue").asText());
        assertThat(read).allMatch(queue -> queue.matches(readable));
    }

    private static JsonNode volume(JsonNode template, String name) {
        for (JsonNode volume : template.path("volumes")) {
            if (volume.path("name").asText().equals(name)) {
                return volume;
            }
        }
        throw new AssertionError("there is no volume " + name);
    }

    private static JsonNode only(List<Manifest> manifests, String kind, String name) {
        return manifests.stream()
                .filter(manifest ->
                        manifest.is(kind) && (name.isEmpty() || manifest.name().equals(name)))
                .findFirst()
                .orElseThrow()
                .json();
    }
}
