package org.trips.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.trips.job.configuration.ConfigurationException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code trips explain}: how a journey, or the path of a trace, came about. */
@Command(
        name = "explain",
        header = "Tells why a journey is as it is, or draws one trace with all that was weighed in matching it.",
        customSynopsis = {
            "trips explain --journey ID --points FILE... [--roads FILE] [-o FILE] [OPTIONS]",
            "       trips explain --points FILE... --roads FILE -o FILE [--trace NAME] [OPTIONS]"
        },
        description = {
            "",
            "With --journey: finds a journey of the store anew in its device's points, and tells in plain words why it",
            "starts and ends where it does, what was dropped and why, and what made each event; with -o also as a page,",
            "on the map and the speed plot. --config takes the store, and the rules by which the job finds journeys, from",
            "the job's file; without it, name what is not the default. Points that make no such journey: exit code 1.",
            "",
            "Without --journey: the page shows the points, the path found in colours of how sure it is, and for each point",
            "the roads it may have been on with what each costs (negative log-likelihoods). A list tells what stands out:",
            "points without a place on a road or far from it, breaks, turns, gaps of more than 30 s that were bridged,",
            "and stretches less than 70 %% sure.",
            "",
            "Both pages hold positions.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips explain --journey 5e0f… --points d-4.ndjson --config trips.yaml -o journey.html",
            "  trips explain --journey 5e0f… --points d-4.ndjson --roads my.roads --result journeys",
            "  trips explain --roads my.roads --points drive.csv -o drive.html",
            "  trips explain --roads my.roads --points d.csv --trace t-7 --from 2026-03-01T07:30:00Z -o t-7.html"
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PointsInput input;

    @Option(
            names = "--roads",
            paramLabel = "FILE",
            description = {
                "Road file, made by 'trips roads'. For a trace it is needed; for a journey, instead of those that the",
                "job's file names."
            })
    private Path roadFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The page to write; for a trace it is needed.")
    private Path page;

    @ArgGroup
    private Question question = new Question();

    /** What is asked: one of them, a trace where neither is said. */
    private static final class Question {
        @ArgGroup(exclusive = false, heading = "%nOne journey:%n")
        private JourneyQuestion journey;

        @ArgGroup(exclusive = false, heading = "%nOne trace:%n")
        private TraceQuestion trace;
    }

    @Override
    public Integer call() throws IOException, ConfigurationException {
        if (question.journey != null) {
            question.journey.answer(spec.commandLine(), input, roadFile, page);
            return 0;
        }
        require(roadFile, "--roads");
        require(page, "--output");
        TraceQuestion trace = question.trace == null ? new TraceQuestion() : question.trace;
        trace.draw(spec.commandLine(), input, roadFile, page);
        return 0;
    }

    private void require(Path given, String option) {
        if (given == null) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required option: '" + option + "=FILE', or --journey=ID");
        }
    }
}
