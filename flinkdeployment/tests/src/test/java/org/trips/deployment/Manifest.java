package org.trips.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** One Kubernetes resource as it is submitted. */
record Manifest(JsonNode json) {
    /** The repository's root; tests run in their module's folder. */
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    /** What is submitted on its own: the folders that kubectl renders. */
    static final List<String> RENDERED = List.of(
            "flinkdeployment/overlays/dev",
            "flinkdeployment/overlays/prod",
            "flinkdeployment/services/rabbitmq",
            "flinkdeployment/services/mongodb");

    /** A folder that kubectl cannot render; the message has the folder and what kubectl says. */
    static final class NotRenderedException extends IOException {
        private static final long serialVersionUID = 1L;

        NotRenderedException(String folder, String why) {
            super(folder + ": kubectl kustomize cannot render it: " + why.strip());
        }
    }

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Map<String, byte[]> YAML_OF_FOLDERS = new HashMap<>();

    /**
     * What {@code kubectl kustomize} makes of a folder, from the repository's root on; without kubectl see {@link #missing}.
     *
     * @throws NotRenderedException if kubectl refuses the folder
     */
    static List<Manifest> rendered(String folder) throws IOException, InterruptedException {
        if (!YAML_OF_FOLDERS.containsKey(folder)) {
            YAML_OF_FOLDERS.put(folder, kustomize(folder));
        }
        // Read anew each time: a test may change what it gets.
        return all(new ByteArrayInputStream(YAML_OF_FOLDERS.get(folder)));
    }

    /** As {@link #rendered}, of a folder that a test changes. */
    static List<Manifest> renderedAnew(String folder) throws IOException, InterruptedException {
        return all(new ByteArrayInputStream(kustomize(folder)));
    }

    private static byte[] kustomize(String folder) throws IOException, InterruptedException {
        Path said = Files.createTempFile("kubectl", ".txt");
        try {
            Process kubectl = new ProcessBuilder("kubectl", "kustomize", folder)
                    .directory(ROOT.toFile())
                    .redirectError(said.toFile())
                    .start();
            byte[] yaml = kubectl.getInputStream().readAllBytes();
            if (kubectl.waitFor() != 0) {
                throw new NotRenderedException(folder, Files.readString(said));
            }
            return yaml;
        } catch (NotRenderedException e) {
            throw e;
        } catch (IOException e) {
            throw missing("No kubectl here: manifests are not rendered.");
        } finally {
            Files.delete(said);
        }
    }

    /** The resources in the YAML files of a folder and those below it. */
    static List<Manifest> read(String folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
            files = all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        List<Manifest> manifests = new ArrayList<>();
        for (Path file : files) {
            try (InputStream bytes = Files.newInputStream(file)) {
                manifests.addAll(all(bytes));
            }
        }
        return manifests;
    }

    static List<Manifest> all(InputStream yaml) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (document.isObject()) {
                    manifests.add(new Manifest(document));
                }
            }
        }
        return manifests;
    }

    /** Skips the test, or gives what to throw where all tests have to run. */
    static AssertionError missing(String what) {
        if (Boolean.getBoolean("trips.deployment.required")) {
            return new AssertionError(what);
        }
        return Assumptions.abort(what);
    }

    String apiVersion() {
        return json.path("apiVersion").asText();
    }

    String kind() {
        return json.path("kind").asText();
    }

    String name() {
        return json.at("/metadata/name").asText();
    }

    boolean is(String wanted) {
        return kind().equals(wanted);
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
