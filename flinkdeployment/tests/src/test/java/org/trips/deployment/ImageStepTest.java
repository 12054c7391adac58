package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of what {@code pipeline/image} makes an image: a repository whose {@code mvnw} writes a jar, and nothing that builds images. */
class ImageStepTest {
    private static final String TARGET = "jobs/trip-preprocessing/target/";
    private static final String JAR = TARGET + "trip-preprocessing-0.1.0-SNAPSHOT-job.jar";
    private static final String MATERIALS = TARGET + "trip-preprocessing-0.1.0-SNAPSHOT-job.cdx.json";

    @TempDir
    private Path folder;

    private ReleaseRepository repository;

    @BeforeEach
    void aRepositoryThatCanBeBuilt() throws IOException, InterruptedException {
        repository = ReleaseRepository.in(Files.createDirectory(folder.resolve("repository")));
        Path build = write("mvnw", """
                #!/bin/sh
                cd "$(dirname "$0")" && mkdir -p %1$s && echo "the job" >%2$s && echo '"version": "0.1.0-SNAPSHOT"' >%3$s
                echo "$@"
                """.formatted(TARGET, JAR, MATERIALS));
        assertThat(build.toFile().setExecutable(true)).isTrue();
        write(".gitignore", "target/\n");
        repository.commitAll("What is built");
    }

    @Test
    void whatWasBuiltOfThisCommitBecomesTheImageAndItsBillOfMaterialsNamesTheRelease()
            throws IOException, InterruptedException {
        succeeds(repository.step("build"));
        succeeds(image());
        assertThat(repository.folder().resolve("target/image/sbom/trip-preprocessing.cdx.json"))
                .hasContent("\"version\": \"0.2.0\"");
        assertThat(repository.folder().resolve(MATERIALS)).hasContent("\"version\": \"0.1.0-SNAPSHOT\"");
    }

    @Test
    void whatWasBuiltOfAnotherCommitIsRefused() throws IOException, InterruptedException {
        fails(image(), "was not built of this commit");
        succeeds(repository.step("build"));
        write("another", "change");
        repository.commitAll("Another change");
        fails(image(), "was not built of this commit");
        succeeds(repository.step("build", "--without-tests"));
        succeeds(image());
    }

    @Test
    void whatWasBuiltWithChangesThatAreNotCommittedIsRefused() throws IOException, InterruptedException {
        succeeds(repository.step("build"));
        Path change = write("another", "change");
        CommandRun build = repository.step("build");
        succeeds(build);
        assertThat(build.said()).contains("changes that are not committed, so this is of no commit");
        fails(image(), "changes that are not committed");
        Files.delete(change);
        fails(image(), "was not built of this commit");
    }

    @Test
    void aJarThatSomethingElseHasWrittenSinceIsRefused() throws IOException, InterruptedException {
        succeeds(repository.step("build"));
        write(JAR, "another job");
        fails(image(), "is not the one that flinkdeployment/pipeline/build made");
    }

    @Test
    void aBuildThatFailsLeavesNothingToMakeAnImageOf() throws IOException, InterruptedException {
        succeeds(repository.step("build"));
        write("mvnw", "#!/bin/sh\nexit 130\n");
        fails(repository.step("build"), "the build failed");
        repository.git("checkout", "--quiet", "mvnw");
        fails(image(), "was not built of this commit");
    }

    @Test
    void testsThatCannotRunHereAreFailuresWhereThatIsAskedFor() throws IOException, InterruptedException {
        assertThat(repository.step("build").said()).contains("verify -Dtrips.deployment.required=false");
        assertThat(repository.step("build", "--all-tests").said()).contains("verify -Dtrips.deployment.required=true");
    }

    @Test
    void ofTwoBillsOfMaterialsNoneIsScanned() throws IOException, InterruptedException {
        succeeds(repository.step("build"));
        write(TARGET + "trip-preprocessing-0.2.0-job.cdx.json", "{}");
        fails(repository.step("scan", "sbom"), "more than one bill of materials");
    }

    /** {@code true} takes whatever it is called with for done. */
    private CommandRun image() throws IOException, InterruptedException {
        return repository.step(Map.of("TRIPS_BUILDER", "true"), "image", "0.2.0");
    }

    private Path write(String file, String content) throws IOException {
        return Files.writeString(repository.folder().resolve(file), content);
    }

    private static void succeeds(CommandRun run) {
        assertThat(run.exitCode()).as(run.said()).isZero();
    }

    private static void fails(CommandRun run, String words) {
        assertThat(run.exitCode()).as(run.said()).isEqualTo(1);
        assertThat(run.said()).contains(words);
    }
}
