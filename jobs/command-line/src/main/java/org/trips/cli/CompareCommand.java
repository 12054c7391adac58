package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.trips.cli.compare.CollectionComparison;
import org.trips.cli.compare.ComparisonReport;
import org.trips.cli.compare.DateSpan;
import org.trips.cli.compare.DocumentDifference;
import org.trips.cli.compare.DocumentPairs;
import org.trips.cli.compare.FieldTotals;
import org.trips.cli.compare.OldAggregates;
import org.trips.cli.compare.OldSystem;
import org.trips.cli.compare.PairsById;
import org.trips.cli.compare.PairsByOverlap;
import org.trips.cli.compare.SortedDocuments;
import org.trips.cli.output.OutputFile;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.mapping.AggregateMapping;
import org.trips.job.mapping.MappedAggregates;
import org.trips.job.stores.DocumentStream;
import org.trips.job.stores.Store;
import org.trips.job.stores.StoreReader;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.documents.StoreDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips compare}: whether two stores hold the same, or a store what an old system has found itself. */
@Command(
        name = "compare",
        header = "Compares two stores, or a store with an old system, journey by journey and policy by policy.",
        description = {
            "",
            "Two stores are gone through once, in the order of ids, so that millions of journeys fit in little memory. How"
                    + " often and when a document was written (revision, writtenAt) does not count; numbers are equal by"
                    + " their value.",
            "",
            "With --right-mapping the right side is another system's own journeys and sums: in MongoDB, in PostgreSQL, or"
                    + " as files of JSON lines in a folder. Journeys are paired by device and by the time they have in"
                    + " common, sums by policy and day or month, and fields agree within the mapping's tolerances:"
                    + " docs/comparing.md. All of that is sorted first, in the folder for temporary files.",
            "",
            "The exit code is 0 where there is no difference, else 1. Compare at rest, or say --to: what the job writes"
                    + " meanwhile may be on one side only.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips compare --left mongodb://localhost --right /data/store",
            "  trips compare --config trips.yaml --left mongodb --right postgresql \\",
            "    --differences differences.ndjson",
            "  trips compare --config trips.yaml --left mongodb \\",
            "    --right mongodb://old-server --right-database fleet \\",
            "    --right-mapping old.yaml --from 2026-03-01 --to 2026-04-01"
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    private static final List<String> IGNORED = List.of("revision", "writtenAt");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--left",
            required = true,
            paramLabel = "ADDRESS",
            description =
                    "A store, as --store of 'trips show' takes it, or with --config its kind: mongodb, postgresql,"
                            + " files.")
    private String left;

    @Option(
            names = "--right",
            paramLabel = "ADDRESS",
            description = "Another one, or the old system; with --right-mapping and --config it may be left out for"
                    + " uploads.mongodb.uri.")
    private String right;

    @Option(
            names = "--left-database",
            paramLabel = "NAME",
            description = "MongoDB's database on the left; default " + StoreByAddress.USUAL_DATABASE + ".")
    private String leftDatabase;

    @Option(
            names = "--right-database",
            paramLabel = "NAME",
            description = "The same on the right; of an old system there is no default.")
    private String rightDatabase;

    @Option(
            names = "--right-mapping",
            paramLabel = "FILE",
            description = "The right is no store but an old system; the file tells where its aggregates lie (YAML).")
    private Path rightMapping;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The job's file: for stores by their kind, and for the key of devices' pseudonyms.")
    private Path config;

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description = "Only journeys that start on this day (UTC) or later, and days and months that begin so.")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "Only those before this day.")
    private LocalDate to;

    @Option(
            names = "--differences",
            paramLabel = "FILE",
            description = "Write each difference to a file, one JSON object on each line.")
    private Path differences;

    @Option(names = "--json", description = "Print one line of JSON instead of tables.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ConfigurationException {
        Optional<JobConfiguration> job = config == null ? Optional.empty() : Optional.of(JobConfiguration.load(config));
        ComparisonReport report = new ComparisonReport();
        Store ofLeft = StoreByAddress.of("--left", "--left-database", left, leftDatabase, job);
        if (rightMapping == null) {
            Store ofRight = StoreByAddress.of("--right", "--right-database", right, rightDatabase, job);
            if (ofLeft.toString().equals(ofRight.toString())) {
                throw new BadInputException("--left and --right are the same store, " + ofLeft);
            }
            told(listener -> compareStores(ofLeft, ofRight, listener, report));
        } else {
            AggregateMapping mapping = AggregateMapping.load(rightMapping);
            OldSystem old = oldSystem(job);
            UnaryOperator<String> pseudonyms = pseudonyms(mapping, job);
            told(listener -> compareWithOldSystem(ofLeft, old, mapping, pseudonyms, listener, report));
        }
        if (report.isEmpty()) {
            throw new BadInputException("neither side has anything"
                    + (from == null && to == null ? "" : " between --from and --to") + ": nothing was compared");
        }
        spec.commandLine().getOut().println(json ? report.json() : report.render(Terminal.columns()));
        spec.commandLine().getOut().flush();
        return report.foundNoDifference() ? 0 : 1;
    }

    /** What goes through both sides. */
    private interface Comparing {
        void compare(CollectionComparison.Listener listener) throws IOException;
    }

    private void told(Comparing comparing) throws IOException {
        if (differences == null) {
            comparing.compare(difference -> {});
        } else {
            OutputFile.write(differences, out -> comparing.compare(difference -> write(difference, out)));
        }
    }

    private static void write(JsonNode difference, OutputStream out) throws IOException {
        out.write((difference + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private OldSystem oldSystem(Optional<JobConfiguration> job) {
        if (right == null) {
            return job.flatMap(file -> file.find(JobOptions.UPLOAD_MONGODB_URI)
                            .map(uri -> new OldSystem(
                                    uri,
                                    Objects.requireNonNullElse(
                                            rightDatabase, file.get(JobOptions.UPLOAD_MONGODB_DATABASE)))))
                    .orElseThrow(
                            () -> new BadInputException(
                                    "say --right: where the old system is, or --config FILE of a job with uploads.mongodb.uri"));
        }
        try {
            return new OldSystem(right, rightDatabase);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--right " + e.getMessage() + "; a database is told by --right-database");
        }
    }

    /** Journeys do not tell devices but by their pseudonyms. */
    private static UnaryOperator<String> pseudonyms(AggregateMapping mapping, Optional<JobConfiguration> job) {
        if (mapping.kinds().stream().noneMatch(kind -> kind.collection().equals(StoreDocument.JOURNEYS))) {
            return UnaryOperator.identity();
        }
        String key = job.flatMap(file -> file.find(JobOptions.PSEUDONYM_KEY))
                .orElseThrow(
                        () -> new BadInputException("say --config, the job's file with pseudonyms.key: journeys name"
                                + " devices by their pseudonyms, and without the key none can be told"));
        return new Pseudonyms(job.get().get(JobOptions.PSEUDONYM_KEY_VERSION), key.getBytes(StandardCharsets.UTF_8))
                ::of;
    }

    private void compareStores(Store left, Store right, CollectionComparison.Listener listener, ComparisonReport report)
            throws IOException {
        try (StoreReader ofLeft = StoreByAddress.used("--left", left);
                StoreReader ofRight = StoreByAddress.used("--right", right)) {
            for (String collection : StoreDocument.COLLECTIONS) {
                CollectionComparison comparison = new CollectionComparison(
                        collection, (one, other) -> DocumentDifference.between(one, other, IGNORED), listener);
                try (DocumentStream one = ofLeft.all(collection);
                        DocumentStream other = ofRight.all(collection)) {
                    compare(new PairsById(one, other), comparison);
                }
                report.add(comparison);
            }
        }
    }

    private void compareWithOldSystem(
            Store left,
            OldSystem old,
            AggregateMapping mapping,
            UnaryOperator<String> pseudonyms,
            CollectionComparison.Listener listener,
            ComparisonReport report)
            throws IOException {
        try (StoreReader ofLeft = StoreByAddress.used("--left", left)) {
            for (MappedAggregates kind : mapping.kinds()) {
                FieldTotals totals = new FieldTotals(kind.compared());
                CollectionComparison comparison = new CollectionComparison(
                        kind.collection(),
                        (one, other) -> {
                            totals.add(one, other);
                            return DocumentDifference.in(kind.compared(), one, other);
                        },
                        listener);
                try (OldAggregates ofOld = new OldAggregates(old, kind, pseudonyms, span(), listener)) {
                    if (kind.collection().equals(StoreDocument.JOURNEYS)) {
                        try (DocumentStream ours = SortedDocuments.byDevice(ofLeft, kind.compared(), span())) {
                            compare(new PairsByOverlap(ours, ofOld), comparison);
                        }
                    } else {
                        try (DocumentStream ours = ofLeft.all(kind.collection())) {
                            compare(new PairsById(ours, ofOld), comparison);
                        }
                    }
                    report.add(comparison, totals, ofOld, kind);
                }
            }
        }
    }

    private DateSpan span() {
        return new DateSpan(from, to);
    }

    private void compare(DocumentPairs pairs, CollectionComparison comparison) throws IOException {
        try (Progress progress = Progress.of(comparison.collection(), -1, " pairs", 1)) {
            comparison.compare(
                    () -> {
                        progress.add(1);
                        return pairs.next();
                    },
                    span());
        }
    }
}
