package org.trips.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.trips.cli.compare.CollectionComparison;
import org.trips.cli.output.OutputFile;
import org.trips.job.stores.DocumentStream;
import org.trips.job.stores.StoreReader;
import org.trips.job.stores.Stores;
import org.trips.journeys.documents.StoreDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips compare}: whether two stores hold the same. */
@Command(
        name = "compare",
        header = "Compares two stores, journey by journey and policy by policy.",
        description = {
            "",
            "Goes through both once, in the order of ids, so that millions of journeys fit in little memory. How often"
                    + " and when",
            "a document was written (revision, writtenAt) does not count; numbers are equal by their value. The exit"
                    + " code is 0",
            "where there is no difference, else 1. Compare at rest: what the job writes meanwhile may be in one of"
                    + " them only.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips compare --left mongodb://localhost --right postgresql://analyst@localhost/telematics",
            "  trips compare --left mongodb://localhost --right /data/store --differences differences.ndjson"
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    private static final List<String> COLLECTIONS =
            List.of(StoreDocument.JOURNEYS, StoreDocument.POLICY_DAYS, StoreDocument.POLICY_MONTHS);
    private static final List<String> IGNORED = List.of("revision", "writtenAt");
    private static final int MOST_FIELDS = 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--left",
            required = true,
            paramLabel = "ADDRESS",
            description = "A store, as --store of 'trips show' takes it.")
    private String left;

    @Option(names = "--right", required = true, paramLabel = "ADDRESS", description = "Another one.")
    private String right;

    @Option(
            names = "--database",
            defaultValue = "trips",
            description = "MongoDB's database, on both sides; default ${DEFAULT-VALUE}.")
    private String database;

    @Option(
            names = "--differences",
            paramLabel = "FILE",
            description = "Write each difference to a file, one JSON object on each line.")
    private Path differences;

    @Override
    public Integer call() throws IOException {
        List<CollectionComparison> compared = new ArrayList<>();
        try (StoreReader ofLeft = reader("--left", left);
                StoreReader ofRight = reader("--right", right)) {
            StoreOptions.requireUsed(ofLeft);
            StoreOptions.requireUsed(ofRight);
            if (differences == null) {
                compare(ofLeft, ofRight, difference -> {}, compared);
            } else {
                OutputFile.write(
                        differences,
                        out -> compare(
                                ofLeft,
                                ofRight,
                                difference -> out.write((difference + "\n").getBytes(StandardCharsets.UTF_8)),
                                compared));
            }
        }
        tell(compared);
        return compared.stream().allMatch(CollectionComparison::foundNoDifference) ? 0 : 1;
    }

    private StoreReader reader(String option, String address) {
        try {
            return Stores.at(address, database).reader();
        } catch (IllegalArgumentException e) {
            throw new BadInputException(option + " is no address of a store: " + e.getMessage());
        }
    }

    private static void compare(
            StoreReader left,
            StoreReader right,
            CollectionComparison.Listener listener,
            List<CollectionComparison> compared)
            throws IOException {
        for (String collection : COLLECTIONS) {
            CollectionComparison comparison = new CollectionComparison(collection, IGNORED, listener);
            try (DocumentStream ofLeft = left.all(collection);
                    DocumentStream ofRight = right.all(collection)) {
                comparison.compare(ofLeft, ofRight);
            }
            compared.add(comparison);
        }
    }

    private void tell(List<CollectionComparison> compared) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(new TextTable<CollectionComparison>()
                .words("Documents", 10, CollectionComparison::collection)
                .numbers("Equal", 9, comparison -> Long.toString(comparison.equal()))
                .numbers("Differing", 9, comparison -> Long.toString(comparison.differing()))
                .numbers("Only left", 8, comparison -> Long.toString(comparison.onlyLeft()))
                .numbers("Only right", 8, comparison -> Long.toString(comparison.onlyRight()))
                .render(compared, Terminal.columns()));
        for (CollectionComparison comparison : compared) {
            List<Map.Entry<String, Long>> fields = comparison.differingFields().entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .toList();
            if (!fields.isEmpty()) {
                out.printf("%nFields that differ in %s, and in how many:%n", comparison.collection());
                fields.stream()
                        .limit(MOST_FIELDS)
                        .forEach(field -> out.println("  " + field.getKey() + "  " + field.getValue()));
                if (fields.size() > MOST_FIELDS) {
                    out.println("  and " + (fields.size() - MOST_FIELDS) + " others");
                }
            }
        }
        out.flush();
    }
}
