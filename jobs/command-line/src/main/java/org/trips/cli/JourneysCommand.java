package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.trips.cli.journeys.FileJourneys.LatePoint;
import org.trips.cli.journeys.JourneyFiles;
import org.trips.cli.journeys.JourneysTable;
import org.trips.cli.journeys.PolicySpansTable;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterCodec;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.RefusedLine;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.segmentation.PointTally;
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
            "Writes into the folder, each as .ndjson and .csv: journeys, events, policy_days; beside them devices.csv",
            "(which pseudonym is which device: keep it apart) and, where there were any, dead-letters.ndjson (what",
            "could not be used, and why).",
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
        long deadLetters = writeDeadLetters(run.refused(), found.found().late());
        if (report != null) {
            found.writeReport(report, run.source(), journeys, days);
        }
        PrintWriter out = spec.commandLine().getOut();
        PointTally tally = found.found().tally();
        if (json) {
            out.printf(
                    Locale.ROOT,
                    "{\"journeys\":%d,\"policyDays\":%d,\"devices\":%d,\"pointsUsed\":%d,\"deadLetters\":%d}%n",
                    journeys.size(),
                    days.size(),
                    found.devices().size(),
                    tally.used(),
                    deadLetters);
            return 0;
        }
        out.println(JourneysTable.render(journeys, found::deviceOf, Terminal.columns()));
        if (!days.isEmpty()) {
            out.println();
            out.println(PolicySpansTable.render(days, Terminal.columns()));
        }
        out.printf(
                Locale.ROOT,
                "%n%,d journeys of %,d vehicles from %,d points; all of it stands in %s%s.%n",
                journeys.size(),
                found.devices().size(),
                tally.used(),
                folder,
                report == null ? "" : ", drawn in " + report);
        return 0;
    }

    private void writeDevices(Map<String, String> devices) throws IOException {
        try (Writer csv = Files.newBufferedWriter(folder.resolve("devices.csv"))) {
            csv.write("pseudonym,device\n");
            for (Map.Entry<String, String> device : devices.entrySet()) {
                csv.write(device.getKey() + ",\"" + device.getValue().replace("\"", "\"\"") + "\"\n");
            }
        }
    }

    /** Also takes away the file of an earlier run when there is nothing to complain of any more. */
    private long writeDeadLetters(List<RefusedLine> refused, List<LatePoint> late) throws IOException {
        Path file = folder.resolve("dead-letters.ndjson");
        if (refused.isEmpty() && late.isEmpty()) {
            Files.deleteIfExists(file);
            return 0;
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (RefusedLine line : refused) {
                write(
                        out,
                        line.toDeadLetter(Files.getLastModifiedTime(line.file()).toMillis()));
            }
            for (LatePoint point : late) {
                Upload upload = new Upload(point.device(), List.of(point.point()), OptionalLong.empty());
                write(
                        out,
                        new DeadLetter(
                                DeadLetterReason.LATE,
                                "The point lies before what was already settled.",
                                point.point().timeMillis(),
                                1,
                                UploadEncoder.encode(upload)));
            }
        }
        return (long) refused.size() + late.size();
    }

    private static void write(OutputStream out, DeadLetter letter) throws IOException {
        out.write(DeadLetterCodec.toLine(letter));
        out.write('\n');
    }
}
