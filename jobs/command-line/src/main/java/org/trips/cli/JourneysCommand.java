package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.trips.cli.journeys.JourneyFiles;
import org.trips.cli.journeys.JourneysTable;
import org.trips.cli.journeys.PointCounts;
import org.trips.cli.journeys.PolicySpansTable;
import org.trips.cli.output.Counted;
import org.trips.cli.output.OutputFile;
import org.trips.journeys.intake.DeadLetterCodec;
import org.trips.journeys.intake.RefusedLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips journeys}: from files of points to files of journeys, by the job's own functions, without Flink. */
@Command(
        name = "journeys",
        header = "Finds the journeys in files of points.",
        description = {
            "",
            "Writes into the folder, each as .ndjson and .csv: journeys, events, policy_days and, with"
                    + " --compare-profile,",
            "compared_events; beside them devices.csv (which pseudonym is which device: keep it apart) and, where"
                    + " there",
            "were any, dead-letters.ndjson (what could not be used, and why).",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips journeys --points my.csv -o journeys",
            "  trips journeys --points d*.ndjson --roads my.roads --policies policies.json -o journeys"
        },
        mixinStandardHelpOptions = true)
final class JourneysCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JourneysRun run;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Folder for the results.")
    private Path folder;

    @Option(names = "--report", paramLabel = "FILE", description = "Also draw the journeys as an HTML page.")
    private Path report;

    @Option(names = "--json", description = "Print one line of JSON with the counts instead of tables.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        KnownJourneys found = run.find(report != null, spec.commandLine().getErr());
        List<JsonNode> journeys = found.journeys();
        List<JsonNode> days = found.days();
        new JourneyFiles(folder).write(journeys, days);
        writeDevices(found.devices());
        int deadLetters = writeDeadLetters(run.refused());
        if (report != null) {
            found.writeReport(report, run.source(), journeys, days);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (run.hasRoads() && journeys.stream().noneMatch(JourneysCommand::isOnRoads)) {
            spec.commandLine().getErr().println(OtherRoads.HINT);
        }
        PointCounts points = PointCounts.of(found.found().tally(), run.refused());
        if (json) {
            ObjectNode counts = new ObjectMapper()
                    .createObjectNode()
                    .put("journeys", journeys.size())
                    .put("policyDays", days.size())
                    .put("devices", found.devices().size())
                    .put("deadLetters", deadLetters);
            counts.set("points", points.toJson());
            out.println(counts);
            return 0;
        }
        out.println(JourneysTable.render(journeys, found::deviceOf, Terminal.columns()));
        if (!days.isEmpty()) {
            out.println();
            out.println(PolicySpansTable.render(days, Terminal.columns()));
        }
        out.printf(
                Locale.ROOT,
                "%n%s of %s; all of it stands in %s%s.%n%s%n",
                Counted.of(journeys.size(), "journey"),
                Counted.of(found.devices().size(), "vehicle"),
                folder,
                report == null ? "" : ", drawn in " + report,
                points);
        return 0;
    }

    private static boolean isOnRoads(JsonNode journey) {
        return journey.path("matchedShare").asDouble() > 0;
    }

    private void writeDevices(Map<String, String> devices) throws IOException {
        StringBuilder csv = new StringBuilder("pseudonym,device\n");
        devices.forEach((pseudonym, device) -> csv.append(pseudonym)
                .append(",\"")
                .append(device.replace("\"", "\"\""))
                .append("\"\n"));
        OutputFile.write(
                folder.resolve("devices.csv"), out -> out.write(csv.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Also takes away the file of an earlier run when there is nothing to complain of any more. */
    private int writeDeadLetters(List<RefusedLine> refused) throws IOException {
        Path file = folder.resolve("dead-letters.ndjson");
        if (refused.isEmpty()) {
            Files.deleteIfExists(file);
            return 0;
        }
        OutputFile.write(file, out -> {
            for (RefusedLine line : refused) {
                // Standard input has no file.
                long readAt = Files.exists(line.file())
                        ? Files.getLastModifiedTime(line.file()).toMillis()
                        : System.currentTimeMillis();
                out.write(DeadLetterCodec.toLine(line.toDeadLetter(readAt)));
                out.write('\n');
            }
        });
        return refused.size();
    }
}
