package org.trips.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code trips}: everything a person starts from a terminal. Exit codes: 0 done, 1 what was checked or
 * waited for failed, 2 bad input or usage.
 */
@Command(
        name = "trips",
        header = "Turns telematics points into journeys on the road network, and journeys into policy days.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Begin with 'trips demo', or with your own points:",
            "  trips roads EXTRACT.osm.pbf -o my.roads",
            "  trips journeys --points my.csv --roads my.roads -o journeys",
            "Each command tells more with --help."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Trips.Version.class,
        subcommands = {
            DemoCommand.class,
            RoadsCommand.class,
            JourneysCommand.class,
            ReportCommand.class,
            MatchCommand.class,
            ExplainCommand.class,
            EvaluateCommand.class,
            SimulateCommand.class,
            PrepareCommand.class,
            RunCommand.class,
            ShowCommand.class,
            CompareCommand.class,
            CopyCommand.class,
            ReplayCommand.class,
            ReprocessCommand.class,
            MappingCommand.class
        })
public final class Trips implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Never returns: the exit code goes to the shell. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = commandLine().setOut(out).setErr(err).execute(arguments);
        if (out.checkError()) {
            err.println(
                    "trips: not all of the output could be written: is the disk full, or did its reader end early?");
            exitCode = ExitCode.SOFTWARE;
        }
        System.exit(exitCode);
    }

    /** The whole command line, as {@link #main} runs it; tests give it writers of their own. */
    static CommandLine commandLine() {
        return new CommandLine(new Trips())
                .setUsageHelpWidth(Terminal.columns())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Instant.class, Trips::instant)
                .registerConverter(LocalDate.class, Trips::date)
                .setParameterExceptionHandler(Trips::wrongUsage)
                .setExecutionExceptionHandler(new FailureMessage());
    }

    /** One line that says what is wrong: the whole help would push it off the screen. */
    private static int wrongUsage(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println("trips: " + wrong.getMessage());
        boolean suggested = UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        if (command.getParent() == null && !suggested) {
            command.usage(command.getErr());
        } else {
            command.getErr().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return ExitCode.USAGE;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is no date; write it like 2026-03-01");
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is no time; write it like 2026-03-01T07:30:00Z");
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** The version of the build, from the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Trips.class.getPackage().getImplementationVersion();
            return new String[] {"trips " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
