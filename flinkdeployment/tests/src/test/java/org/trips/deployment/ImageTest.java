package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image as its Dockerfile describes it, and what {@code assemble} lays out for it. */
class ImageTest {
    private static final String TARGET = "jobs/trip-preprocessing/target";

    /** When everything that is copied was written, whoever lays it out. */
    private static final String DATE = "2026-01-01T00:00:00Z";

    @TempDir
    private Path folder;

    private Path repository;
    private Path layout;

    @BeforeEach
    void aRepositoryInWhichTheJobIsBuilt() throws IOException {
        repository = folder.resolve("repository");
        layout = folder.resolve("layout");
        Path assemble = Files.createDirectories(repository.resolve("flinkdeployment/image"))
                .resolve("assemble");
        Files.copy(Manifest.ROOT.resolve("flinkdeployment/image/assemble"), assemble);
        assemble.toFile().setExecutable(true);
        Files.createDirectories(repository.resolve(TARGET));
        built("trip-preprocessing-0.1.0-job.jar", "the job");
        built("trip-preprocessing-0.1.0-job.cdx.json", "what is in it");
        built("trip-preprocessing-0.1.0.jar", "another jar");
    }

    @Test
    void aLinterHasNothingToSayOfTheDockerfile() throws IOException, InterruptedException {
        String hadolint = new InstalledLinter("hadolint").program();
        assertThat(run(hadolint, Dockerfile.FILE.toString())).isEqualTo(new CommandRun(0, ""));
    }

    @Test
    void theBaseIsTheFlinkThatTheJobIsBuiltOn() throws IOException {
        assertThat(Dockerfile.read().all("FROM")).singleElement().satisfies(from -> assertThat(from.text())
                .isEqualTo("flink:" + EnvironmentInformation.getVersion() + "-scala_2.12-java17"));
        assertThat(Dockerfile.read().all("RUN")).singleElement().satisfies(run -> assertThat(run.text())
                .contains("flink-s3-fs-hadoop-" + EnvironmentInformation.getVersion() + ".jar"));
    }

    @Test
    void itRunsAsTheUserThatThePodsHave() throws IOException, InterruptedException {
        List<Dockerfile.Instruction> instructions = Dockerfile.read().instructions();
        JsonNode pod = deployment().at("/spec/podTemplate/spec/securityContext");
        String user =
                pod.path("runAsUser").asText() + ":" + pod.path("runAsGroup").asText();
        assertThat(instructions.get(instructions.size() - 1)).isEqualTo(new Dockerfile.Instruction("USER", user));
        assertThat(user).matches("[1-9]\\d*:[1-9]\\d*");
    }

    @Test
    void nothingComesFromTheNetworkButTheBase() throws IOException {
        Dockerfile dockerfile = Dockerfile.read();
        assertThat(dockerfile.all("ADD")).isEmpty();
        assertThat(dockerfile.all("RUN"))
                .noneMatch(run -> run.text().matches(".*\\b(curl|wget|apt-get|apt|pip|git)\\b.*"));
    }

    @Test
    void itIsLabelledWithWhatItIsAndWhichCommitItIsOf() throws IOException {
        Dockerfile dockerfile = Dockerfile.read();
        String labels = dockerfile.all("LABEL").toString();
        for (String label : List.of("title", "description", "licenses")) {
            assertThat(labels).containsPattern("org\\.opencontainers\\.image\\." + label + "=\"[^\"$]+\"");
        }
        for (String label : List.of("version", "revision")) {
            String argument = label.toUpperCase(Locale.ROOT);
            assertThat(labels).contains("org.opencontainers.image." + label + "=\"${" + argument + "}\"");
            assertThat(dockerfile.all("ARG"))
                    .anyMatch(declared -> declared.text().startsWith(argument + "="));
        }
    }

    @Test
    void whatIsCopiedIsWhatIsLaidOutAndNothingIsLeftBehind() throws IOException, InterruptedException {
        succeeds(assemble(layout.toString(), roadFile().toString()));
        List<Path> copied = new ArrayList<>();
        for (Dockerfile.Instruction copy : Dockerfile.read().all("COPY")) {
            assertThat(copy.words()).hasSize(2);
            Path source = layout.resolve(copy.words().get(0));
            assertThat(source).exists();
            assertThat(copy.text()).startsWith("--chown=root:root ");
            copied.addAll(files(source));
        }
        assertThat(copied).containsExactlyInAnyOrderElementsOf(files(layout));
    }

    @Test
    void theJarIsWhereTheFlinkDeploymentLooksForIt() throws IOException, InterruptedException {
        String uri = deployment().at("/spec/job/jarURI").asText();
        assertThat(Dockerfile.read().all("COPY"))
                .filteredOn(copy -> ("local://" + copy.words().get(1)).equals(uri))
                .singleElement()
                .satisfies(copy -> assertThat(copy.words().get(0)).isEqualTo("usrlib/trip-preprocessing.jar"));
    }

    @Test
    void theJobsJarAndItsBillOfMaterialsAreLaidOut() throws IOException, InterruptedException {
        succeeds(assemble(layout.toString()));
        assertThat(files(layout))
                .containsExactlyInAnyOrder(
                        layout.resolve("usrlib/trip-preprocessing.jar"),
                        layout.resolve("sbom/trip-preprocessing.cdx.json"));
        assertThat(layout.resolve("usrlib/trip-preprocessing.jar")).hasContent("the job");
        assertThat(layout.resolve("sbom/trip-preprocessing.cdx.json")).hasContent("what is in it");
        assertThat(layout.resolve("roads")).isEmptyDirectory();
    }

    @Test
    void theBillOfMaterialsNamesTheReleaseWhereTheSourceHasNone() throws IOException, InterruptedException {
        String materials = "\"purl\": \"pkg:maven/org.trips/journeys@%s\", \"pkg:maven/org.example/other@0.1.0\"";
        succeeds(assemble("--version", "0.2.0", layout.toString()));
        assertThat(layout.resolve("sbom/trip-preprocessing.cdx.json")).hasContent("what is in it");
        Files.delete(repository.resolve(TARGET).resolve("trip-preprocessing-0.1.0-job.jar"));
        built("trip-preprocessing-0.1.0-SNAPSHOT-job.jar", "the job");
        built("trip-preprocessing-0.1.0-SNAPSHOT-job.cdx.json", materials.formatted("0.1.0-SNAPSHOT"));
        succeeds(assemble("--version", "0.2.0", layout.toString()));
        assertThat(layout.resolve("sbom/trip-preprocessing.cdx.json")).hasContent(materials.formatted("0.2.0"));
        succeeds(assemble(layout.toString()));
        assertThat(layout.resolve("sbom/trip-preprocessing.cdx.json"))
                .hasContent(materials.formatted("0.1.0-SNAPSHOT"));
    }

    @Test
    void aRoadFileIsLaidOutUnderTheNameThatTheRoadListHasAndGoneTheNextTime() throws IOException, InterruptedException {
        succeeds(assemble(layout.toString(), roadFile().toString()));
        assertThat(layout.resolve("roads/current.roads")).hasContent("roads");
        assertThat(Files.readString(Manifest.ROOT.resolve("flinkdeployment/components/road-file-in-image/roads.yaml")))
                .contains("/opt/trips/roads/current.roads");
        succeeds(assemble(layout.toString()));
        assertThat(layout.resolve("roads")).isEmptyDirectory();
    }

    @Test
    void theSameFilesAreLaidOutTheSameWhoeverDoesIt() throws IOException, InterruptedException {
        succeeds(run(
                "sh",
                "-c",
                "umask 077; exec \"$0\" \"$@\"",
                script(),
                layout.toString(),
                roadFile().toString()));
        for (Path file : files(layout)) {
            assertThat(Files.getLastModifiedTime(file)).hasToString(DATE);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-r--r--");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(layout.resolve("roads"))))
                .isEqualTo("rwxr-xr-x");
        assertThat(Files.getLastModifiedTime(layout.resolve("roads"))).hasToString(DATE);
    }

    @Test
    void ofTwoJarsOfTheJobNoneIsTaken() throws IOException, InterruptedException {
        built("trip-preprocessing-0.2.0-job.jar", "the job, newer");
        fails(assemble(layout.toString()), 1, "more than one jar of the job", "0.1.0-job.jar", "0.2.0-job.jar");
    }

    @Test
    void withoutAJarOrItsBillOfMaterialsItIsToldHowToMakeThem() throws IOException, InterruptedException {
        Files.delete(repository.resolve(TARGET).resolve("trip-preprocessing-0.1.0-job.cdx.json"));
        fails(assemble(layout.toString()), 1, "no bill of materials", "flinkdeployment/pipeline/build");
        Files.delete(repository.resolve(TARGET).resolve("trip-preprocessing-0.1.0-job.jar"));
        fails(assemble(layout.toString()), 1, "There is no", "-job.jar", "flinkdeployment/pipeline/build");
    }

    @Test
    void aRoadFileThatIsNotThereAndWrongUsageAreTold() throws IOException, InterruptedException {
        fails(assemble(layout.toString(), "nowhere.roads"), 1, "There is no road file nowhere.roads");
        fails(assemble(), 2, "usage:");
    }

    private Path roadFile() throws IOException {
        return Files.writeString(folder.resolve("alps.roads"), "roads");
    }

    private void built(String name, String content) throws IOException {
        Files.writeString(repository.resolve(TARGET).resolve(name), content);
    }

    private String script() {
        return repository.resolve("flinkdeployment/image/assemble").toString();
    }

    private CommandRun assemble(String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of(script()), Stream.of(arguments)).toArray(String[]::new));
    }

    private CommandRun run(String... command) throws IOException, InterruptedException {
        return CommandRun.of(folder, Map.of(), List.of(command));
    }

    private static void succeeds(CommandRun run) {
        assertThat(run.exitCode()).as(run.said()).isZero();
    }

    private void fails(CommandRun run, int exitCode, String... words) {
        assertThat(run.exitCode()).as(run.said()).isEqualTo(exitCode);
        assertThat(run.said()).contains(words);
        assertThat(layout).doesNotExist();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static JsonNode deployment() throws IOException, InterruptedException {
        return Manifest.rendered("flinkdeployment/overlays/prod").stream()
                .filter(manifest -> manifest.is("FlinkDeployment"))
                .findFirst()
                .orElseThrow()
                .json();
    }
}
