package org.trips.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code trips mapping}: how the documents of an existing MongoDB are understood. */
@Command(
        name = "mapping",
        header = "Tries how the documents of an existing MongoDB are understood.",
        synopsisSubcommandLabel = "WHAT",
        footer = {"", "Example:", "  trips mapping check --mapping trips-mapping.yaml --source dump.ndjson"},
        mixinStandardHelpOptions = true,
        subcommands = MappingCheckCommand.class)
final class MappingCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What of the mapping? 'trips mapping check' tries it.");
    }
}
