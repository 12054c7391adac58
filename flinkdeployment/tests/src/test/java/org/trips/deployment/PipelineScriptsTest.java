package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for each step of the pipeline, and the examples of how a CI calls them. */
class PipelineScriptsTest {
    private static final Path PIPELINE = Manifest.ROOT.resolve("flinkdeployment/pipeline");
    private static final String REFERENCE = "registry.example.com/image@sha256:" + "0".repeat(64);

    /** What every system has, and a step may use without asking for it. */
    private static final List<String> ALWAYS_THERE = List.of(
            "awk", "basename", "cat", "date", "dirname", "grep", "head", "mktemp", "rm", "sed", "sh", "sleep", "uname");

    private static final Pattern CALL = Pattern.compile("flinkdeployment/pipeline/(\\S+)(.*)");
    private static final Pattern OPTION = Pattern.compile("(?<=\\s)--[a-z-]+");

    @TempDir
    private Path folder;

    @Test
    void aLinterHasNothingToSayOfAnyScript() throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(new InstalledLinter("shellcheck").program(), "--external-sources"));
        steps().forEach(step -> command.add(PIPELINE.resolve(step).toString()));
        command.add(PIPELINE.resolve("step.sh").toString());
        for (String script :
                List.of("flinkdeployment/check", "flinkdeployment/image/assemble", ".ci/run", ".ci/install")) {
            command.add(Manifest.ROOT.resolve(script).toString());
        }
        assertThat(CommandRun.of(PIPELINE, Map.of(), command)).isEqualTo(new CommandRun(0, ""));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void everyStepTellsHowItIsCalledAndHowItEnds(String step) throws IOException, InterruptedException {
        CommandRun help = step(Map.of(), step, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.said())
                .startsWith("Usage: flinkdeployment/pipeline/" + step)
                .contains("\nNeeds ", "\nExit code: 0 ", "\nExample: flinkdeployment/pipeline/" + step);
        CommandRun misspelt = step(Map.of(), step, "--hepl");
        assertThat(misspelt.exitCode()).isEqualTo(2);
        assertThat(misspelt.said()).contains("there is no option --hepl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bump", "image", "roll-back", "scan", "sign", "check-signature", "verify"})
    void aStepThatIsNotToldWhatToDoTellsItsUsage(String step) throws IOException, InterruptedException {
        CommandRun run = step(Map.of(), step);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.said()).startsWith("Usage: ");
    }

    @ParameterizedTest
    @CsvSource({
        "bump 0.2.0, kubectl is not here; it renders the manifests: https://kubernetes.io",
        "promote, kubectl is not here; it renders the manifests: https://kubernetes.io",
        "roll-back prod, kubectl is not here; it renders the manifests: https://kubernetes.io",
        "verify dev, kubectl is not here; it renders the manifests: https://kubernetes.io",
        "image 0.2.0, git is not here; https://git-scm.com",
        "scan image x, trivy is not here; it is at https://trivy.dev",
        "sign --sbom /dev/stdin REFERENCE, there is no /dev/stdin",
        "check-signature --key k REFERENCE, cosign is not here; it is at https://docs.sigstore.dev",
        "build --without-tests, there is no JDK; install a JDK 17"
    })
    void aToolThatIsMissingIsToldWithWhereToGetIt(String call, String words) throws IOException, InterruptedException {
        CommandRun run =
                step(withoutTools(), call.replace("REFERENCE", REFERENCE).split(" "));
        assertThat(run.exitCode()).as(run.said()).isEqualTo(2);
        assertThat(run.said()).contains(words);
    }

    @Test
    void anImageThatIsNotNamedByItsDigestIsNotSigned() throws IOException, InterruptedException {
        for (String step : List.of("sign", "check-signature")) {
            CommandRun run = step(Map.of(), step, "--key", "k", "registry.example.com/trips/trip-preprocessing:0.2.0");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.said()).contains("trip-preprocessing:0.2.0' does not name one image");
        }
    }

    @Test
    void whoSignedItHasToBeSaid() throws IOException, InterruptedException {
        CommandRun run = step(Map.of(), "check-signature", "--identity", "release@example.com", REFERENCE);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.said()).contains("Give --key, or --identity and --issuer");
    }

    @ParameterizedTest
    @CsvSource({
        "'statement: It is not reached.', CVE-2026-1 has no expired_at",
        "'expired_at: 2026-12-31', CVE-2026-1 has no statement",
        "'statement:\n    expired_at: 2026-12-31', CVE-2026-1 has no statement"
    })
    void aVulnerabilityIsLeftOutOnlyWithAReasonAndAnEnd(String entry, String words)
            throws IOException, InterruptedException {
        Path ignored = Files.writeString(folder.resolve("ignored.yaml"), """
                vulnerabilities:
                  - id: CVE-2026-1
                    %s
                  - id: CVE-2026-2
                    statement: Only who can write the configuration reaches it.
                    expired_at: 2026-12-31
                """.formatted(entry));
        CommandRun run = step(withoutTools(), "scan", "--ignored", ignored.toString(), "image", "x");
        assertThat(run.exitCode()).as(run.said()).isEqualTo(1);
        assertThat(run.said()).contains(words).doesNotContain("CVE-2026-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vulnerabilities:\n%s", "vulnerabilities: # none is\n%s\nsecrets:\n%s", "%s"})
    void whatIsLeftOutMayBeToldInAnyOrderAndForCertainFilesOnly(String form) throws IOException, InterruptedException {
        String entries = """
                - id: CVE-2026-1
                  paths:
                    - usr/lib/one.jar
                    - usr/lib/two.jar
                  statement: Only who can write the configuration reaches it.
                  expired_at: 2026-12-31
                - expired_at: 2026-12-31
                  statement: It is not reached.
                  id: CVE-2026-2""".indent(form.length() % 3);
        Path ignored = Files.writeString(folder.resolve("ignored.yaml"), form.replace("%s", entries));
        CommandRun run = step(withoutTools(), "scan", "--ignored", ignored.toString(), "image", "x");
        assertThat(run.said()).contains("trivy is not here").doesNotContain("has no");
    }

    @Test
    void theSignatureOfWhatAnEnvironmentNamesIsAskedOfTheDigestThatTheRegistryTells()
            throws IOException, InterruptedException {
        String digest = "0123456789abcdef".repeat(4);
        Path cosign = Files.writeString(folder.resolve("cosign"), """
                #!/bin/sh
                echo "$@" >>'%1$s/asked'
                [ "$1" != triangulate ] || echo "${2%%:*}:sha256-%2$s.sig"
                """.formatted(folder, digest));
        assertThat(cosign.toFile().setExecutable(true)).isTrue();
        Map<String, String> environment = Map.of("PATH", folder + ":" + System.getenv("PATH"));
        String[] call = {"check-signature", "--identity", "https://example.com/.*", "--issuer", "https://example.com"};
        CommandRun run = step(
                environment, Stream.concat(Stream.of(call), Stream.of("dev")).toArray(String[]::new));
        assertThat(run.exitCode()).as(run.said()).isZero();
        String reference = "registry.example.com/trips/trip-preprocessing@sha256:" + digest;
        assertThat(run.said()).contains(reference + " is signed");
        String us =
                "--certificate-identity-regexp ^(https://example.com/.*)$ --certificate-oidc-issuer https://example.com ";
        assertThat(folder.resolve("asked"))
                .content()
                .isEqualToIgnoringNewLines("triangulate registry.example.com/trips/trip-preprocessing:0.1.0" + "verify "
                        + us + reference + "verify-attestation " + us + "--type cyclonedx " + reference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"github-actions.yaml", "gitlab-ci.yaml"})
    void aCiCallsTheStepsInOrderWithOptionsThatTheyHave(String example) throws IOException, InterruptedException {
        JsonNode jobs = new YAMLMapper().readTree(PIPELINE.resolve(example).toFile());
        List<String> called = new ArrayList<>();
        for (String line : lines(jobs)) {
            Matcher call = CALL.matcher(line);
            if (call.matches()) {
                called.add(call.group(1));
                String help = step(Map.of(), call.group(1), "--help").said();
                for (Matcher option = OPTION.matcher(call.group(2)); option.find(); ) {
                    assertThat(help).as(line).contains("  " + option.group());
                }
            } else {
                assertThat(line).as("nothing is done here but calling").containsPattern("^git (checkout|fetch) ");
            }
        }
        assertThat(called)
                .containsExactly(
                        "build",
                        "scan",
                        "image",
                        "scan",
                        "sign",
                        "bump",
                        "verify",
                        "verify",
                        "check-signature",
                        "promote");
        assertThat(lines(jobs).toString())
                .as("a state of before is not released from")
                .contains(
                        "git fetch origin main, git checkout --force -B main FETCH_HEAD, flinkdeployment/pipeline/bump");
        for (String who : List.of("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")) {
            assertThat(jobs.findValuesAsText(who)).as(who).hasSize(1);
        }
    }

    static List<String> steps() throws IOException {
        try (Stream<Path> files = Files.list(PIPELINE)) {
            return files.filter(Files::isExecutable)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** The commands of all jobs: {@code run} of GitHub's steps, {@code script} of GitLab's jobs. */
    private static List<String> lines(JsonNode jobs) {
        Stream<String> runs = jobs.findValuesAsText("run").stream();
        Stream<String> scripts = jobs.findValues("script").stream()
                .flatMap(script -> StreamSupport.stream(script.spliterator(), false))
                .map(JsonNode::asText);
        return Stream.concat(runs, scripts).toList();
    }

    /** A machine that has nothing but what every system has. */
    private Map<String, String> withoutTools() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("bin"));
        for (String name : ALWAYS_THERE) {
            Path program = Stream.of("/usr/bin", "/bin")
                    .map(place -> Path.of(place, name))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(programs.resolve(name), program);
        }
        return Map.of("PATH", programs.toString(), "JAVA_HOME", "");
    }

    private static CommandRun step(Map<String, String> environment, String... call)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(call));
        command.set(0, PIPELINE.resolve(call[0]).toString());
        return CommandRun.of(Manifest.ROOT, environment, command);
    }
}
