package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.job.embedded.EmbeddedStore;

final class CopyCommandTest {
    private static final String JOURNEY =
            "{\"id\":\"a\",\"writtenAt\":\"2026-03-01T08:00:00.000Z\",\"document\":{\"_id\":\"a\",\"start\":"
                    + "\"2026-03-01T07:30:00.250Z\",\"distanceMetres\":12.340,\"policy\":null,\"revision\":3}}";
    private static final String MONTH =
            "{\"id\":\"P|2026-03\",\"writtenAt\":\"2026-03-01T08:00:00.000Z\",\"document\":{\"_id\":\"P|2026-03\","
                    + "\"month\":\"2026-03\",\"distanceMetres\":12000000}}";

    @TempDir
    private Path folder;

    private Path one;
    private Path other;

    @BeforeEach
    void fillOne() throws IOException {
        one = Files.createDirectory(folder.resolve("one"));
        other = folder.resolve("other");
        Files.writeString(one.resolve("journeys-w-0.ndjson"), JOURNEY + "\n");
        Files.writeString(one.resolve("policy_months-w-0.ndjson"), MONTH + "\n");
    }

    @Test
    void aCopyByWayOfAnotherKindOfStoreIsTheSame() throws IOException {
        try (EmbeddedStore server = EmbeddedStore.start(0)) {
            assertThat(copy(one, server.connectionString()).out()).startsWith("2 documents copied to ");
            assertThat(copy(server.connectionString(), other).exitCode()).isZero();
        }
        CommandLineRun compare = CommandLineRun.of("compare", "--left", one, "--right", other);
        assertThat(compare.out()).containsPattern("journeys *\\| *1 \\| *0 \\| *0 \\| *0");
        assertThat(compare.exitCode()).isZero();
        try (var files = Files.list(other)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
    }

    @Test
    void aRevisionIsCopiedAndTheTimeOfWritingIsThatOfTheCopy() throws IOException {
        copy(one, other);
        try (var files = Files.list(other)) {
            Path journeys = files.filter(file -> file.getFileName().toString().startsWith("journeys"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(journeys))
                    .contains("\"revision\":3", "\"distanceMetres\":12.340,")
                    .doesNotContain("2026-03-01T08:00:00.000Z");
        }
    }

    @Test
    void aStoreThatHoldsSomethingIsNotWrittenOverUnlessThatIsMeant() throws IOException {
        copy(one, other);
        CommandLineRun again = copy(one, other);
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("has journeys already", "say --add");
        assertThat(CommandLineRun.of("copy", "--from", one, "--to", other, "--add")
                        .exitCode())
                .isZero();
    }

    @Test
    void aFolderIsNotMadeOfAMisspeltName() {
        CommandLineRun run = copy(one, "postgres");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no folder postgres here");
    }

    @Test
    void whereThereIsNothingNothingWasCopied() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.writeString(empty.resolve("journeys-w-0.ndjson"), "");
        CommandLineRun run = copy(empty, other);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nothing was copied");
    }

    @Test
    void aStoreIsNotCopiedToItself() {
        CommandLineRun run = copy(one, one);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--from and --to are the same store");
    }

    private static CommandLineRun copy(Object from, Object to) {
        return CommandLineRun.of("copy", "--from", from, "--to", to);
    }
}
