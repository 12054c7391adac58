package org.trips.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
            RunCommand.class,
            ShowCommand.class,
            ReplayCommand.class
        })
public final class Trips implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Never returns: the exit code goes to the shell. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(commandLine().setOut(out).setErr(err).execute(arguments));
    }

    /** The whole command line, as {@link #main} runs it; tests give it writers of their own. */
    static CommandLine commandLine() {
        return new CommandLine(new Trips())
                .setUsageHelpWidth(Terminal.columns())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new FailureMessage());
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
