package org.trips.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code trips evaluate}: how right the product is, where the truth is known. */
@Command(
        name = "evaluate",
        header = "Measures how right the product is, where the truth is known.",
        synopsisSubcommandLabel = "WHAT",
        footer = {
            "",
            "Examples:",
            "  trips evaluate matching --roads my.roads --points my.csv --truth my-truth.ndjson",
            "  trips evaluate events --points my.csv --profile mine.yaml"
        },
        mixinStandardHelpOptions = true,
        subcommands = {EvaluateMatchingCommand.class, EvaluateEventsCommand.class})
final class EvaluateCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Evaluate what?");
    }
}
