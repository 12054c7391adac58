package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The alerts as Prometheus itself computes them, from series that it is told. */
class AlertsTest {
    private static final List<String> TESTS = List.of("alerts-test.yaml", "office-hours-test.yaml");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void eachFiresWhenItShouldAndNotBefore(String environment) throws IOException, InterruptedException {
        JsonNode rules = rules(environment);
        Files.write(folder.resolve("rules.yaml"), new YAMLMapper().writeValueAsBytes(rules));
        promtool("check", "rules", "rules.yaml");
        StringBuilder expected = new StringBuilder();
        for (String test : TESTS) {
            String words = words(test).replace("${environment}", environment);
            Files.writeString(folder.resolve(test), words);
            promtool("test", "rules", test);
            expected.append(firing(new YAMLMapper().readTree(words)));
        }
        assertThat(rules.findValuesAsText("alert")).isNotEmpty().allSatisfy(alert -> assertThat(expected.toString())
                .as("that it ever fires")
                .contains(alert));
    }

    /** What the tests expect to fire, by either of Prometheus' ways to ask. */
    private static String firing(JsonNode tests) {
        StringBuilder firing = new StringBuilder();
        for (JsonNode asked : tests.findValues("alert_rule_test")) {
            asked.forEach(alert -> {
                if (!alert.path("exp_alerts").isEmpty()) {
                    firing.append(alert.path("alertname"));
                }
            });
        }
        tests.findValues("exp_samples").forEach(firing::append);
        return firing.toString();
    }

    private static JsonNode rules(String environment) throws IOException, InterruptedException {
        return Manifest.rendered("flinkdeployment/overlays/" + environment).stream()
                .filter(manifest -> manifest.is("PrometheusRule"))
                .findFirst()
                .orElseThrow()
                .json()
                .path("spec");
    }

    private static String words(String test) throws IOException {
        try (InputStream words = AlertsTest.class.getResourceAsStream(test)) {
            return new String(words.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void promtool(String verb, String what, String file) throws IOException, InterruptedException {
        Process promtool;
        try {
            promtool = new ProcessBuilder("promtool", verb, what, file)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw Manifest.missing("No promtool here (Debian's package prometheus): alerts are not tried.");
        }
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }
}
