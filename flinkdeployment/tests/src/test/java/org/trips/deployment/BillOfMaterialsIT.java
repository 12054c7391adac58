package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bill of materials beside the job's jar, against the classes in the jar. */
class BillOfMaterialsIT {
    /** Failsafe starts with a jar that names the others, and tells them here. */
    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    /** Listed, as others in the jar ask for them: the one serves only the import of roads, the other comes with Flink. */
    private static final Set<String> NOT_IN_THE_JAR = Set.of("OpeningHoursParser", "slf4j-api");

    private static final Path BUILT = Manifest.ROOT.resolve("jobs/trip-preprocessing/target");

    /** What has to be built before, and is where the profile {@code bill-of-materials} is on. */
    static void skipIfNotBuilt() throws IOException {
        try (Stream<Path> files = Files.list(BUILT)) {
            if (files.noneMatch(file -> file.toString().endsWith("-job.cdx.json"))) {
                String what = "No bill of materials in " + BUILT + " (-Pbill-of-materials makes it)";
                System.out.println(what);
                throw Manifest.missing(what);
            }
        }
    }

    @Test
    void itListsWhatIsInTheJar() throws IOException {
        skipIfNotBuilt();
        Set<String> inTheJar = classes(built("-job.jar"));
        JsonNode materials = new ObjectMapper().readTree(built("-job.cdx.json").toFile());
        List<JsonNode> listed = new ArrayList<>(List.of(materials.at("/metadata/component")));
        materials.path("components").forEach(listed::add);
        assertThat(listed).hasSizeGreaterThan(10);

        Set<String> explained = new TreeSet<>();
        for (JsonNode component : listed) {
            Set<String> ofComponent = classes(jarOf(component));
            if (!NOT_IN_THE_JAR.contains(component.path("name").asText())) {
                assertThat(ofComponent)
                        .as("%s is in the jar", component.path("purl").asText())
                        .anyMatch(inTheJar::contains);
            }
            explained.addAll(ofComponent);
        }
        assertThat(explained).containsAll(inTheJar);
    }

    private static Path built(String end) throws IOException {
        try (Stream<Path> files = Files.list(BUILT)) {
            return files.filter(file -> file.toString().endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The component's own jar, which is on the class path of these tests. */
    private static Path jarOf(JsonNode component) {
        String name = component.path("name").asText() + "-"
                + component.path("version").asText() + ".jar";
        return Stream.of(CLASS_PATH.split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + name + " on the class path"));
    }

    private static Set<String> classes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
