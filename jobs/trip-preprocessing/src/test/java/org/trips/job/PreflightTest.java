package org.trips.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

final class PreflightTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void putFilesThere() throws IOException {
        Files.writeString(folder.resolve("uploads.ndjson"), "");
        Files.writeString(folder.resolve("text"), "neither roads nor anything else");
        Files.writeString(
                folder.resolve("list.yaml"), "roads: [{file: some.roads}, {file: none, from: 2026-03-01T00:00:00Z}]");
        new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.01)
                .addWay(Way.of(1, RoadClass.SECONDARY), 1, 2)
                .write(folder.resolve("some.roads"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("uploads.files: none", "uploads.files names ", "/none, which is not there"),
                arguments("assignments.file: none", "assignments.file names ", "/none, which is not there"),
                arguments("assignments.file: text", "assignments.file names a file that cannot be used: ", "/text"),
                arguments("roads: none.roads", "roads must be a list of files", "{file: PATH}"),
                arguments("roads: [{file: none}]", "/none: there is no such road file", "trips roads"),
                arguments("roads: [{file: text}]", "roads names a file that cannot be used: ", "make one"),
                arguments("roads: [{file: some.roads, version: 0123}]", "some.roads holds the roads", "not 0123"),
                arguments("road-list.file: none", "road-list.file names ", "/none is not there"),
                arguments("road-list.file: list.yaml", "road-list.file names ", "/none: there is no such road file"),
                arguments("road-list.file: text", "road-list.file names ", "/text must be a map"),
                arguments("profiles: [{file: none}]", "profiles names ", "/none, which is not there"),
                arguments(
                        "limits.default-tables: [{file: none}]",
                        "limits.default-tables names ",
                        "/none, which is not there"),
                arguments(
                        "limits: {default-tables: [{file: text}]}",
                        "limits.default-tables names a file that cannot be used: ",
                        "/text"),
                arguments("profiles: [{file: text}]", "profiles names a file that cannot be used: ", "/text"),
                arguments("compared-profiles: [none]", "compared-profiles names ", "/none, which is not there"),
                arguments("compared-profiles: [text]", "compared-profiles names a file that cannot be used: ", "/text"),
                arguments("dead-letters.files: text", "dead-letters.files names ", "/text is a file; move it away"),
                arguments("store.files: text/store", "store.files names ", "/text/store, which cannot be made"),
                arguments("archive.folder: text", "archive.folder names ", "/text is a file; move it away"),
                arguments("checkpoints.folder: text", "checkpoints.folder names ", "/text is a file; move it away"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void whatCannotBeUsedIsToldBeforeAnythingIsStarted(String setting, String option, String what)
            throws IOException, ConfigurationException {
        var file = config(setting);
        assertThatThrownBy(() -> EmbeddedJob.start(JobConfiguration.load(file)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("trips.yaml, line ")
                .hasMessageContaining(option)
                .hasMessageContaining(what);
    }

    @Test
    void aPortForMetricsThatIsTakenIsToldBecauseFlinkWouldKeepSilent() throws IOException {
        try (var taken = new ServerSocket(0)) {
            var file = config("metrics.prometheus-port: " + taken.getLocalPort());
            assertThatThrownBy(() -> EmbeddedJob.start(JobConfiguration.load(file)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("metrics.prometheus-port is " + taken.getLocalPort() + ", which is taken");
        }
    }

    @Test
    void aFolderToWriteToIsMade() throws Exception {
        Preflight.check(JobConfiguration.load(config("checkpoints.folder: a/b/c")));
        assertThat(folder.resolve("a/b/c")).isDirectory();
    }

    /** A configuration in files that can be used, but for one setting. */
    private Path config(String setting) throws IOException {
        var settings = Stream.of(
                        "uploads.files: uploads.ndjson",
                        "dead-letters.files: dead",
                        "store.files: store",
                        "pseudonyms.key: 0123456789abcdef")
                .filter(line -> !setting.startsWith(line.substring(0, line.indexOf(':'))));
        return Files.write(
                folder.resolve("trips.yaml"),
                Stream.concat(settings, Stream.of(setting)).toList());
    }
}
