package org.trips.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.trips.cli.output.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips report}: journeys drawn on their roads, as one HTML file. */
@Command(
        name = "report",
        header = "Draws the journeys in files of points, as one HTML page that needs no network.",
        description = {
            "",
            "Each journey on its roads, its speed against the limit, its events and its numbers. The page holds",
            "positions, unlike the store: it is made from the points at hand.",
            ""
        },
        footer = {"", "Example:", "  trips report --points my.csv --roads my.roads -o report.html"},
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JourneysRun run;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The page to write.")
    private Path page;

    @Override
    public Integer call() throws IOException {
        KnownJourneys found = run.find(true, spec.commandLine().getErr());
        found.writeReport(page, run.source(), found.journeys(), found.days());
        spec.commandLine()
                .getOut()
                .println(Counted.of(found.journeys().size(), "journey") + " drawn in " + page
                        + "; open it in a browser.");
        return 0;
    }
}
