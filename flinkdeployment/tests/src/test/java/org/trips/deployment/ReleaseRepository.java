package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A git repository of its own with our manifests and the steps of the pipeline, for a test to release in. */
record ReleaseRepository(Path folder) {
    static final String ROADS = "3f9a0c51d2e87b64";
    static final String NO_ROADS = "0000000000000000";

    private static final Map<String, String> SOMEBODY = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_SYSTEM", "/dev/null",
            "GIT_AUTHOR_NAME", "tests",
            "GIT_AUTHOR_EMAIL", "tests@example.com",
            "GIT_COMMITTER_NAME", "tests",
            "GIT_COMMITTER_EMAIL", "tests@example.com");

    /** With one commit on {@code main}, in which both environments name a road file and the tag of the repository. */
    static ReleaseRepository in(Path folder) throws IOException, InterruptedException {
        ReleaseRepository repository = new ReleaseRepository(folder);
        for (String part : List.of("base", "components", "image", "overlays", "pipeline")) {
            copy(Manifest.ROOT.resolve("flinkdeployment").resolve(part), folder.resolve("flinkdeployment/" + part));
        }
        for (String environment : List.of("dev", "prod")) {
            repository.replace("flinkdeployment/overlays/" + environment + "/roads.yaml", NO_ROADS, ROADS);
        }
        repository.git("init", "--quiet", "--initial-branch=main");
        repository.commitAll("What is deployed");
        return repository;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** One step of the pipeline. */
    CommandRun step(String name, String... arguments) throws IOException, InterruptedException {
        return step(Map.of(), name, arguments);
    }

    /** One step of the pipeline, with more in its environment, or something else. */
    CommandRun step(Map<String, String> environment, String name, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(folder + "/flinkdeployment/pipeline/" + name));
        command.addAll(List.of(arguments));
        Map<String, String> whole = new HashMap<>(SOMEBODY);
        whole.putAll(environment);
        return CommandRun.of(folder, whole, command);
    }

    /** What git says; it has to succeed. */
    String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(folder, SOMEBODY, command);
        assertThat(run.exitCode()).as(run.said()).isZero();
        return run.said().strip();
    }

    /** What becomes its {@code origin}, a bare repository in this folder. */
    Path withOrigin(Path folder) throws IOException, InterruptedException {
        git("clone", "--quiet", "--bare", ".", folder.toString());
        git("remote", "add", "origin", folder.toString());
        return folder;
    }

    void commitAll(String why) throws IOException, InterruptedException {
        git("add", "--all");
        git("commit", "--quiet", "--message", why);
    }

    void replace(String file, String text, String by) throws IOException {
        Path path = folder.resolve(file);
        String before = Files.readString(path);
        assertThat(before).contains(text);
        Files.writeString(path, before.replace(text, by));
    }

    /** The images of the FlinkDeployment's containers as they are submitted, the init container's too. */
    List<String> images(String environment) throws IOException, InterruptedException {
        return Manifest.renderedAnew(folder + "/flinkdeployment/overlays/" + environment).stream()
                .filter(manifest -> manifest.is("FlinkDeployment"))
                .flatMap(manifest -> manifest.json().findValuesAsText("image").stream())
                .toList();
    }

    /** What is changed and not committed. */
    String uncommitted() throws IOException, InterruptedException {
        return git("status", "--porcelain");
    }
}
