package org.trips.benchmarks.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark still works; its figures are for longer runs to tell. */
class SideBySideTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyMatcherOfTheJvmHasARowWithItsAccuracy(@TempDir Path work) {
        Optional<Path> data = findData();
        assumeTrue(data.isPresent(), "there is no shared/data beside the checkout");

        int exit = run(
                data.orElseThrow().toString(),
                "--set",
                "KUBICKA",
                "--rounds",
                "1",
                "--warm-up",
                "0",
                "--seconds",
                "0.1",
                "--work",
                work.toString());

        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString().lines().skip(2))
                .hasSize(3)
                .anyMatch(row -> row.startsWith("| trips |") && row.contains("| 0.00 % | 0 of 1 |"))
                .anyMatch(row -> row.startsWith("| GraphHopper 10.2 |") && row.contains("| 3.99 % | 0 of 1 |"))
                .anyMatch(row -> row.startsWith("| GraphHopper 10.2, tuned |"));
    }

    @Test
    void dataThatAreNotThereAreNamed(@TempDir Path nothing) {
        assertThat(run(nothing.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith(nothing.resolve("kubicka/network.osm.pbf") + ": there is no such file")
                .contains("DATA");
    }

    private int run(String... arguments) {
        return SideBySide.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static Optional<Path> findData() {
        return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(folder -> folder.resolve("shared/data"))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
