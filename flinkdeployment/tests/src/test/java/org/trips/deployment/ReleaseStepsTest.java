package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of a release that are commits, in a real repository, and what is submitted after each. */
class ReleaseStepsTest {
    private static final String IMAGE = "registry.example.com/trips/trip-preprocessing:";
    private static final String FIRST = "0.1.0";
    private static final String NEXT = "0.2.0";
    private static final String PROD = "flinkdeployment/overlays/prod/kustomization.yaml";
    private static final String DEV = "flinkdeployment/overlays/dev/kustomization.yaml";

    @TempDir
    private Path folder;

    private ReleaseRepository repository;

    @BeforeEach
    void aRepositoryInWhichBothEnvironmentsHaveTheFirstTag() throws IOException, InterruptedException {
        repository = ReleaseRepository.in(Files.createDirectory(folder.resolve("repository")));
    }

    @Test
    void aBumpBringsTheTagToEveryContainerOfDevAndToNothingElse() throws IOException, InterruptedException {
        assertThat(repository.images("dev")).containsExactly(IMAGE + FIRST, IMAGE + FIRST);
        succeeds(repository.step("bump", NEXT));
        assertThat(repository.images("dev")).containsExactly(IMAGE + NEXT, IMAGE + NEXT);
        assertThat(repository.images("prod")).containsExactly(IMAGE + FIRST, IMAGE + FIRST);
        assertThat(changedByTheLastCommit()).containsExactly(DEV);
        assertThat(repository.git("show", "--format=", "--unified=0").lines())
                .filteredOn(line -> line.matches("[-+][^-+].*"))
                .containsExactly("-    newTag: " + FIRST, "+    newTag: " + NEXT);
        assertThat(repository.git("log", "-1", "--format=%s")).isEqualTo("Bring trip-preprocessing 0.2.0 to dev");
        assertThat(repository.uncommitted()).isEmpty();
    }

    @Test
    void aBumpIsPushedWhereThatIsAskedFor() throws IOException, InterruptedException {
        Path origin = folder.resolve("origin.git");
        repository.git("clone", "--quiet", "--bare", ".", origin.toString());
        repository.git("remote", "add", "origin", origin.toString());
        succeeds(repository.step("bump", "--push", NEXT));
        assertThat(repository.git("--git-dir=" + origin, "log", "-1", "--format=%s", "main"))
                .contains(NEXT);
    }

    @Test
    void devHasEachTagOnceInItsLife() throws IOException, InterruptedException {
        refuses(repository.step("bump", FIRST), "dev has had 0.1.0 before");
        succeeds(repository.step("bump", NEXT));
        refuses(repository.step("bump", FIRST), "dev has had 0.1.0 before");
        succeeds(repository.step("bump", "0.1.1"));
        refuses(repository.step("bump", NEXT), "dev has had 0.2.0 before");
    }

    @ParameterizedTest
    @CsvSource({
        "bump, latest",
        "bump, 0.2",
        "bump, v0.2.0",
        "bump, 3f9a0c51d2e87b64",
        "bump, 0.2.0;true",
        "bump, 01.2.0",
        "promote, latest",
        "promote, 3f9a0c51d2e87b64"
    })
    void whatIsNoTagOfAReleaseIsToldAsWrongUsage(String step, String tag) throws IOException, InterruptedException {
        leavesEverythingAsItWas(repository.step(step, tag), 2, "'" + tag + "' is no tag of a release");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bump 0.2.0", "promote", "roll-back dev"})
    void whatIsNotCommittedIsNeitherTakenAlongNorLost(String step) throws IOException, InterruptedException {
        succeeds(repository.step("bump", "0.1.1"));
        repository.replace(DEV, "small", "smaller");
        String changed = repository.uncommitted();
        CommandRun run = repository.step(step.split(" ")[0], arguments(step));
        assertThat(run.exitCode()).as(run.said()).isEqualTo(1);
        assertThat(run.said()).contains("changes that are not committed");
        assertThat(repository.uncommitted()).isEqualTo(changed);
    }

    @Test
    void anOverlayThatNamesNoRoadFileYetIsNotReleased() throws IOException, InterruptedException {
        roads("prod", ReleaseRepository.NO_ROADS);
        succeeds(repository.step("bump", NEXT));
        refuses(repository.step("promote"), "overlays/prod/roads.yaml names no road file yet");
        assertThat(repository.git("branch", "--list", "promote-*")).isEmpty();
        roads("dev", ReleaseRepository.NO_ROADS);
        refuses(repository.step("bump", "0.3.0"), "overlays/dev/roads.yaml names no road file yet");
    }

    @Test
    void aContainerThatWouldKeepAnotherTagIsTold() throws IOException, InterruptedException {
        Files.writeString(repository.folder().resolve("flinkdeployment/overlays/dev/sidecar.yaml"), """
                - op: add
                  path: /spec/image
                  value: registry.example.com/trips/trip-preprocessing-old:0.0.9
                """);
        repository.replace(DEV, "  - path: flinkdeployment.yaml\n", """
                  - path: flinkdeployment.yaml
                  - path: sidecar.yaml
                    target: {kind: FlinkDeployment}
                """);
        repository.commitAll("An image of its own for the main container");
        refuses(repository.step("bump", NEXT), "not every image", "trip-preprocessing-old:0.0.9");
    }

    @Test
    void aCloneWithoutThePastIsNotReleasedFrom() throws IOException, InterruptedException {
        succeeds(repository.step("bump", NEXT));
        Path clone = folder.resolve("shallow");
        repository.git(
                "clone", "--quiet", "--depth=1", repository.folder().toUri().toString(), clone.toString());
        CommandRun run = new ReleaseRepository(clone).step("bump", FIRST);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.said()).contains("has not the whole past", "git fetch --unshallow");
    }

    @Test
    void aPromotionIsABranchWithExactlyTheTagOfDev() throws IOException, InterruptedException {
        succeeds(repository.step("bump", "0.1.1"));
        succeeds(repository.step("bump", NEXT));
        String main = repository.git("rev-parse", "main");
        succeeds(repository.step("promote"));
        assertThat(repository.git("branch", "--show-current")).isEqualTo("promote-0.2.0");
        assertThat(repository.git("rev-parse", "main")).isEqualTo(main);
        assertThat(repository.git("rev-list", "main..promote-0.2.0").lines()).hasSize(1);
        assertThat(changedByTheLastCommit()).containsExactly(PROD);
        assertThat(repository.images("prod")).containsExactly(IMAGE + NEXT, IMAGE + NEXT);
        assertThat(repository.images("dev")).containsExactly(IMAGE + NEXT, IMAGE + NEXT);
    }

    @Test
    void prodGetsNoTagThatDevDoesNotHave() throws IOException, InterruptedException {
        succeeds(repository.step("bump", NEXT));
        refuses(repository.step("promote", "0.3.0"), "dev has 0.2.0, not 0.3.0");
        succeeds(repository.step("promote", NEXT));
    }

    @Test
    void prodHasEachTagOnceInItsLife() throws IOException, InterruptedException {
        refuses(repository.step("promote"), "prod has had 0.1.0 before");
        succeeds(repository.step("bump", NEXT));
        succeeds(repository.step("promote"));
        merged("promote-0.2.0");
        refuses(repository.step("promote"), "prod has had 0.2.0 before");
        succeeds(repository.step("roll-back", "prod"));
        refuses(repository.step("promote"), "prod has had 0.2.0 before");
    }

    @Test
    void aPromotionThatIsUnderWayIsNotMadeTwice() throws IOException, InterruptedException {
        succeeds(repository.step("bump", NEXT));
        succeeds(repository.step("promote"));
        repository.git("checkout", "--quiet", "main");
        refuses(repository.step("promote"), "there is a branch promote-0.2.0 already");
    }

    @Test
    void aRollBackNamesTheTagOfBeforeAndKeepsWhatCameSince() throws IOException, InterruptedException {
        succeeds(repository.step("bump", NEXT));
        succeeds(repository.step("promote"));
        merged("promote-0.2.0");
        repository.replace(PROD, "Production:", "Production, where it counts:");
        repository.commitAll("Say more of prod");
        succeeds(repository.step("roll-back", "prod"));
        assertThat(repository.images("prod")).containsExactly(IMAGE + FIRST, IMAGE + FIRST);
        assertThat(repository.images("dev")).containsExactly(IMAGE + NEXT, IMAGE + NEXT);
        assertThat(Files.readString(repository.folder().resolve(PROD))).contains("where it counts");
        assertThat(repository.git("log", "-1", "--format=%B"))
                .startsWith("Take prod back to trip-preprocessing 0.1.0")
                .contains("This reverts commit " + repository.git("rev-parse", "promote-0.2.0"));
        assertThat(repository.uncommitted()).isEmpty();
    }

    @Test
    void whatWasTakenBackIsNotTakenBackAgain() throws IOException, InterruptedException {
        succeeds(repository.step("bump", NEXT));
        succeeds(repository.step("roll-back", "dev"));
        refuses(repository.step("roll-back", "dev"), "dev was taken back to 0.1.0 already");
    }

    @Test
    void whereThereWasNoOtherTagNothingIsTakenBack() throws IOException, InterruptedException {
        refuses(repository.step("roll-back", "prod"), "prod has never had another tag than 0.1.0");
    }

    @Test
    void aCommitThatChangedMoreThanTheTagIsLeftToAPerson() throws IOException, InterruptedException {
        repository.replace(PROD, "newTag: " + FIRST, "newTag: " + NEXT);
        repository.replace("flinkdeployment/base/trips.yaml", "queue: reprocess", "queue: again");
        repository.commitAll("A tag and a setting");
        refuses(repository.step("roll-back", "prod"), "flinkdeployment/base/trips.yaml", "changed these files, too");
    }

    private void roads(String environment, String version) throws IOException, InterruptedException {
        String file = "flinkdeployment/overlays/" + environment + "/roads.yaml";
        repository.replace(file, ReleaseRepository.ROADS, version);
        repository.commitAll("Other roads");
    }

    private void merged(String branch) throws IOException, InterruptedException {
        repository.git("checkout", "--quiet", "main");
        repository.git("merge", "--quiet", "--no-ff", "--no-edit", branch);
    }

    private List<String> changedByTheLastCommit() throws IOException, InterruptedException {
        return repository.git("show", "--format=", "--name-only").lines().toList();
    }

    private static String[] arguments(String step) {
        return step.contains(" ") ? new String[] {step.substring(step.indexOf(' ') + 1)} : new String[0];
    }

    private static void succeeds(CommandRun run) {
        assertThat(run.exitCode()).as(run.said()).isZero();
    }

    private void refuses(CommandRun run, String... words) throws IOException, InterruptedException {
        leavesEverythingAsItWas(run, 1, words);
    }

    private void leavesEverythingAsItWas(CommandRun run, int exitCode, String... words)
            throws IOException, InterruptedException {
        assertThat(run.exitCode()).as(run.said()).isEqualTo(exitCode);
        assertThat(run.said()).contains(words);
        assertThat(repository.uncommitted()).isEmpty();
        assertThat(repository.git("branch", "--show-current")).isEqualTo("main");
    }
}
