package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An overlay of a user's own, in a folder outside the repository, and each mistake in it. */
class OverlayRulesTest {
    @TempDir
    private Path folder;

    private Path overlay;

    @BeforeEach
    void anOverlayOnDev() throws IOException {
        overlay = folder.toRealPath();
        Path dev = Manifest.ROOT.toRealPath().resolve("flinkdeployment/overlays/dev");
        Files.writeString(
                overlay.resolve("kustomization.yaml"), "resources: [%s]\n".formatted(overlay.relativize(dev)));
    }

    @Test
    void anOverlayWithoutMistakesHasNoFaults() throws IOException, InterruptedException {
        assertThat(faults()).isEmpty();
    }

    @Test
    void aMisspeltFieldIsToldWithWhereItIs() throws IOException, InterruptedException {
        patch("- {op: add, path: /spec/job/upgradeMod, value: last-state}");
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith(overlay + ": FlinkDeployment trip-preprocessing: $.spec.job: ")
                .contains("'upgradeMod'");
    }

    @Test
    void theTagLatestIsTold() throws IOException, InterruptedException {
        patch("- {op: replace, path: /spec/image, value: 'registry.example.com/trips/trip-preprocessing:latest'}");
        assertThat(faults())
                .singleElement()
                .asString()
                .contains("image: registry.example.com/trips/trip-preprocessing:latest is not of one version");
    }

    @Test
    void missingLimitsAreTold() throws IOException, InterruptedException {
        patch(
                "- {op: remove, path: /spec/taskManager/resource/memory}",
                "- {op: remove, path: /spec/podTemplate/spec/initContainers/0/resources/limits}");
        assertThat(faults())
                .hasSize(2)
                .anyMatch(fault -> fault.contains("spec.taskManager.resource.memory: there is none"))
                .anyMatch(
                        fault -> fault.contains("initContainers[fetch-roads].resources.limits.memory: there is none"));
    }

    @Test
    void aPodBesideTheJobsIsHeldToTheSameRules() throws IOException, InterruptedException {
        patchOf(
                "Deployment",
                "- {op: remove, path: /spec/template/spec/containers/0/resources/limits}",
                "- {op: remove, path: /spec/template/spec/securityContext/runAsNonRoot}",
                "- {op: remove, path: /spec/template/spec/containers/0/securityContext/capabilities}");
        assertThat(faults())
                .hasSize(3)
                .allMatch(fault -> fault.contains("Deployment trip-preprocessing-web-ui, spec.template.spec."))
                .anyMatch(fault -> fault.contains("containers[nginx].resources.limits.memory: there is none"))
                .anyMatch(fault -> fault.contains("securityContext.runAsNonRoot: has to be true"))
                .anyMatch(fault -> fault.contains("containers[nginx].securityContext.capabilities.drop"));
    }

    @Test
    void secretsInPlainTextAreTold() throws IOException, InterruptedException {
        patch(
                "- {op: add, path: /spec/podTemplate/spec/containers/0/env/-, value: {name: DB_PASSWORD, value: swordfish}}");
        Files.writeString(
                overlay.resolve("secret.yaml"),
                "{apiVersion: v1, kind: Secret, metadata: {name: broker}, stringData: {password: swordfish}}\n");
        Path file = overlay.resolve("kustomization.yaml");
        Files.writeString(file, Files.readString(file).replace("resources: [", "resources: [secret.yaml, "));
        assertThat(faults())
                .hasSize(2)
                .anyMatch(fault -> fault.contains("env DB_PASSWORD.value: by its name a secret"))
                .anyMatch(fault -> fault.contains("Secret broker: a secret in plain text"))
                .noneMatch(fault -> fault.contains("swordfish"));
    }

    @Test
    void anUpgradeThatBeginsAnewIsTold() throws IOException, InterruptedException {
        patch("- {op: replace, path: /spec/job/upgradeMode, value: stateless}");
        assertThat(faults())
                .singleElement()
                .asString()
                .contains("spec.job.upgradeMode: has to be savepoint or last-state");
    }

    @Test
    void aKeyUnderAnotherVersionsNameIsTold() throws IOException, InterruptedException {
        patch("- {op: replace, path: /spec/podTemplate/spec/volumes/4/secret/secretName,"
                + " value: trip-preprocessing-pseudonyms-k2}");
        assertThat(faults())
                .singleElement()
                .asString()
                .contains("secret trip-preprocessing-pseudonyms-k2: trips.yaml has key-version: k1");
    }

    @Test
    void aFolderThatKubectlRefusesIsToldWithItsReason() throws IOException, InterruptedException {
        Files.writeString(overlay.resolve("kustomization.yaml"), "resources: [nothing.yaml]\n");
        assertThat(faults()).singleElement().asString().contains("kubectl kustomize cannot render it", "nothing.yaml");
    }

    @Test
    void theCommandTellsWrongUsageBeforeAnythingIsBuilt() throws IOException, InterruptedException {
        assertThat(check("--help")).startsWith("0 ").contains("Usage:", "Example:");
        assertThat(check()).startsWith("2 ").contains("Usage:");
        assertThat(check("flinkdeployment/overlays/nowhere"))
                .startsWith("2 ")
                .contains("no folder flinkdeployment/overlays/nowhere");
    }

    private List<String> faults() throws IOException, InterruptedException {
        return CheckOverlays.faults(overlay.toString());
    }

    private void patch(String... operations) throws IOException {
        patchOf("FlinkDeployment", operations);
    }

    private void patchOf(String kind, String... operations) throws IOException {
        Files.writeString(overlay.resolve("patch.yaml"), String.join("\n", operations) + "\n");
        Path file = overlay.resolve("kustomization.yaml");
        Files.writeString(
                file, Files.readString(file) + "patches: [{path: patch.yaml, target: {kind: %s}}]\n".formatted(kind));
    }

    /** The exit code, and all it says. */
    private static String check(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Manifest.ROOT + "/flinkdeployment/check"));
        command.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(Manifest.ROOT, Map.of(), command);
        return run.exitCode() + " " + run.said();
    }
}
