package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class TripsTest {
    static Stream<String> commands() {
        return Trips.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String command) {
        CommandLineRun run = CommandLineRun.of(command, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("Examples?:").contains("trips " + command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpFitsANarrowTerminal(String command) {
        CommandLine trips = Trips.commandLine();
        String help = trips.getSubcommands().get(command).setUsageHelpWidth(80).getUsageMessage();
        assertThat(help.lines().filter(line -> !line.startsWith("  trips "))).allMatch(line -> line.length() <= 120);
    }

    /** Its lines are formats: where one is none, picocli complains on the terminal. */
    @ParameterizedTest
    @MethodSource("commands")
    void percentSignsInHelpAreDoubled(String command) {
        CommandLine trips = Trips.commandLine();
        String[] lines = trips.getSubcommands()
                .get(command)
                .getCommandSpec()
                .usageMessage()
                .description();
        assertThat(lines)
                .allSatisfy(line -> assertThatCode(() -> String.format(line)).doesNotThrowAnyException());
    }

    @Test
    void withoutACommandUsageIsShownAndTheExitCodeIsTwo() {
        CommandLineRun run = CommandLineRun.of();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Which command?").contains("trips demo");
    }

    @Test
    void aMissingOptionIsToldInTwoLinesAndNotLostAboveTheWholeHelp() {
        CommandLineRun run = CommandLineRun.of("match", "--points", "my.csv");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("trips: Missing required option: '--roads=FILE'")
                .contains("trips match --help");
        assertThat(run.err().lines()).hasSize(2);
    }

    @Test
    void aTimeThatIsNoneIsAnsweredWithOneThatIs() {
        CommandLineRun run = CommandLineRun.of(
                "explain", "--roads", "r", "--points", "p.csv", "-o", "x.html", "--from", "yesterday");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'yesterday' is no time; write it like 2026-03-01T07:30:00Z");
    }

    @Test
    void anUnknownCommandIsBadUsage() {
        CommandLineRun run = CommandLineRun.of("jorneys");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("jorneys").contains("journeys");
    }
}
