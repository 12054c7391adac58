package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        repository.withOrigin(folder.resolve("origin.git"));
        succeeds(repository.step("bump", "--push", NEXT));
        assertThat(inOrigin("log", "-1", "--format=%s", "main")).contains(NEXT);
    }

    @Test
    void whatOthersPushMeanwhileComesBeforeOurCommit() throws IOException, InterruptedException {
        repository.withOrigin(folder.resolve("origin.git"));
        ReleaseRepository others = anotherClone();
        others.replace(PROD, "Production:", "Production, where it counts:");
        others.commitAll("Say more of prod");
        hook(
                "post-commit",
                "unset $(git rev-parse --local-env-vars); git -C '%s' push --quiet origin main"
                        .formatted(others.folder()));
        succeeds(repository.step("bump", "--push", NEXT));
        assertThat(inOrigin("log", "-2", "--format=%s", "main").lines())
                .containsExactly("Bring trip-preprocessing 0.2.0 to dev", "Say more of prod");
    }

    @Test
    void aPushThatIsRefusedIsToldWithWhatToDo() throws IOException, InterruptedException {
        repository.withOrigin(folder.resolve("origin.git"));
        hook("pre-push", "exit 1");
        refuses(repository.step("bump", "--push", NEXT), "could not be pushed", "git push origin main");
    }

    @Test
    void theWholeWayFromDevToProdAndBackIsWalkedInOneClone() throws IOException, InterruptedException {
        repository.withOrigin(folder.resolve("origin.git"));
        succeeds(repository.step("bump", "--push", NEXT));
        succeeds(repository.step("promote", "--push"));
        ReleaseRepository others = anotherClone();
        others.git("merge", "--quiet", "--no-ff", "--no-edit", "origin/promote-0.2.0");
        others.git("push", "--quiet", "origin", "main");
        refuses(repository.step("roll-back", "--push", "prod"), "main is not what origin has; git pull");
        repository.git("pull", "--quiet", "--ff-only", "origin", "main");
        succeeds(repository.step("roll-back", "--push", "prod"));
        assertThat(inOrigin("log", "-1", "--format=%s", "main"))
                .isEqualTo("Take prod back to trip-preprocessing 0.1.0");
        assertThat(inOrigin("log", "-1", "--format=%s", "promote-0.2.0"))
                .isEqualTo("Bring trip-preprocessing 0.2.0 to prod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bump 0.2.0", "promote", "roll-back dev"})
    void nothingIsReleasedFromAnotherBranchOrAnOldState(String step) throws IOException, InterruptedException {
        succeeds(repository.step("bump", "0.1.1"));
        repository.withOrigin(folder.resolve("origin.git"));
        repository.git("checkout", "--quiet", "-b", "mine");
        CommandRun run = repository.step(step.split(" ")[0], arguments(step));
        assertThat(run.exitCode()).as(run.said()).isEqualTo(1);
        assertThat(run.said()).contains("this clone is on mine, and Argo CD follows main");
        repository.git("checkout", "--quiet", "main");
        othersPush("base/trips.yaml", "queue: reprocess", "queue: again");
        refuses(repository.step(step.split(" ")[0], arguments(step)), "main is not what origin has");
        assertThat(repository.git("log", "-1", "--format=%s")).contains("0.1.1");
    }

    @Test
    void anEnvironmentIsNotJudgedByAnOldState() throws IOException, InterruptedException {
        repository.withOrigin(folder.resolve("origin.git"));
        othersPush("overlays/prod/kustomization.yaml", "newTag: " + FIRST, "newTag: " + NEXT);
        refuses(repository.step("verify", "--timeout", "0", "prod"), PROD + " is not as on main in origin");
    }

    @Test
    void whatIsFollowedIsTheBranchThatArgoCdIsToldOf() throws IOException {
        for (String environment : List.of("dev", "prod")) {
            assertThat(Manifest.ROOT.resolve(
                            "argocd/apps-children/%1$s/trip-preprocessing-app-%1$s.yaml".formatted(environment)))
                    .content()
                    .contains("targetRevision: main\n");
        }
        assertThat(Manifest.ROOT.resolve("flinkdeployment/pipeline/step.sh"))
                .content()
                .contains("\nfollowed=main\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bump 0.2.0", "promote", "roll-back dev"})
    void whoCommitsIsAskedBeforeAnythingIsChanged(String step) throws IOException, InterruptedException {
        succeeds(repository.step("bump", "0.1.1"));
        for (String who : List.of("GIT_AUTHOR", "GIT_COMMITTER")) {
            leavesEverythingAsItWas(
                    repository.step(Map.of(who + "_NAME", ""), step.split(" ")[0], arguments(step)),
                    2,
                    "git does not know who commits",
                    who + "_EMAIL");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bump 0.2.0", "promote", "roll-back dev"})
    void aCommitThatGitRefusesLeavesNothing(String step) throws IOException, InterruptedException {
        succeeds(repository.step("bump", "0.1.1"));
        hook("pre-commit", "exit 1");
        refuses(repository.step(step.split(" ")[0], arguments(step)), "git could not commit");
        assertThat(repository.git("branch", "--list", "promote-*")).isEmpty();
    }

    @Test
    void anOverlayMayCallTheImageByAnotherName() throws IOException, InterruptedException {
        for (String file : List.of(DEV, PROD)) {
            repository.replace(
                    file, "newTag: " + FIRST, "newName: registry.example.org/ours/trips\n    newTag: " + FIRST);
        }
        repository.commitAll("A registry of our own");
        succeeds(repository.step("bump", NEXT));
        assertThat(repository.images("dev")).containsOnly("registry.example.org/ours/trips:0.2.0");
        succeeds(repository.step("promote"));
        succeeds(repository.step("roll-back", "dev"));
        assertThat(repository.images("dev")).containsOnly("registry.example.org/ours/trips:0.1.0");
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
        assertThat(repository.git("branch", "--show-current")).isEqualTo("main");
        assertThat(repository.git("rev-parse", "main")).isEqualTo(main);
        repository.git("checkout", "--quiet", "promote-0.2.0");
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
        repository.git("merge", "--quiet", "--no-ff", "--no-edit", branch);
    }

    private ReleaseRepository anotherClone() throws IOException, InterruptedException {
        Path clone = folder.resolve("others");
        repository.git("clone", "--quiet", folder.resolve("origin.git").toString(), clone.toString());
        return new ReleaseRepository(clone);
    }

    private void othersPush(String file, String text, String by) throws IOException, InterruptedException {
        ReleaseRepository others = anotherClone();
        others.replace("flinkdeployment/" + file, text, by);
        others.commitAll("What others changed");
        others.git("push", "--quiet", "origin", "main");
    }

    private String inOrigin(String... arguments) throws IOException, InterruptedException {
        return new ReleaseRepository(folder.resolve("origin.git")).git(arguments);
    }

    private void hook(String name, String command) throws IOException {
        Path hook = Files.writeString(
                repository.folder().resolve(".git/hooks").resolve(name), "#!/bin/sh\n" + command + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
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
