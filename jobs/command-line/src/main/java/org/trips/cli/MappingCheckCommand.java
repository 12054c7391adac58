package org.trips.cli;

import com.mongodb.ConnectionString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.trips.cli.mapping.ExtendedJsonLines;
import org.trips.cli.mapping.MappingReport;
import org.trips.cli.mapping.SampledDocuments;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.connectors.ExistingMongo;
import org.trips.job.mapping.DocumentMapping;
import org.trips.job.stores.MongoStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips mapping check}: what a mapping makes of some documents of an existing MongoDB. */
@Command(
        name = "check",
        header = "Reads some documents by a mapping, and tells what it makes of them.",
        description = {
            "",
            "Documents are drawn at random from a collection, or are the first lines of a file of extended JSON, as",
            "mongoexport writes it. Told are how many were mapped, left out and refused, by reason with three examples",
            "each and what to do; fields that no document has; and the ranges found, which show a wrong unit. Nothing",
            "is written anywhere. The exit code is 1 where no document is mapped, or too many points are refused. What a",
            "mapping holds: docs/existing-mongodb.md.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips mapping check --mapping trips-mapping.yaml --source mongodb://localhost --database fleet \\",
            "    --collection positions",
            "  trips mapping check --mapping trips-mapping.yaml --source dump.ndjson.gz --sample 100000",
            "  trips mapping check --config trips.yaml --json"
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class MappingCheckCommand implements Callable<Integer> {
    private static final double PERCENT = 100;

    @Spec
    private CommandSpec spec;

    @Option(names = "--mapping", paramLabel = "FILE", description = "The mapping (YAML).")
    private Path mappingFile;

    @Option(
            names = "--source",
            paramLabel = "URI|FILE",
            description = "Connection string of the MongoDB, or a file of extended JSON, one document on each line.")
    private String source;

    @Option(names = "--database", description = "Its database, where the connection string does not name it.")
    private String database;

    @Option(names = "--collection", description = "Its collection.")
    private String collection;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Take mapping, database and all else from the job's file, so that no password stands in the"
                    + " command.")
    private Path config;

    @Option(
            names = "--sample",
            defaultValue = "1000",
            paramLabel = "DOCUMENTS",
            description = "How many to read; default ${DEFAULT-VALUE}.")
    private int sample;

    @Option(
            names = "--most-refused",
            defaultValue = "5",
            paramLabel = "PERCENT",
            description = "More refused points than this are too many; default ${DEFAULT-VALUE}.")
    private double mostRefused;

    @Option(names = "--json", description = "Print one line of JSON instead of the report.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ConfigurationException {
        if (sample < 1) {
            throw new BadInputException("--sample must be 1 or more");
        }
        JobConfiguration job = config == null ? JobConfiguration.defaults() : JobConfiguration.load(config);
        MappingReport report = new MappingReport(mapping(job), Instant.now());
        if (source != null && !source.startsWith("mongodb")) {
            ExtendedJsonLines.read(Path.of(source), sample, (document, place) -> report.add(document));
        } else {
            SampledDocuments.of(existing(job), sample, report::add);
        }
        spec.commandLine().getOut().println(json ? report.json() : report.render(Terminal.columns()));
        if (!report.isAnyMapped()) {
            throw new CheckFailedException("no document was mapped");
        }
        if (PERCENT * report.refusedShare() > mostRefused) {
            throw new CheckFailedException(String.format(
                    Locale.ROOT,
                    "%.2f %% of the points are refused, more than --most-refused %.2f",
                    PERCENT * report.refusedShare(),
                    mostRefused));
        }
        return 0;
    }

    private DocumentMapping mapping(JobConfiguration job) throws ConfigurationException {
        Path file = mappingFile == null ? job.get(JobOptions.UPLOAD_MONGODB_MAPPING) : mappingFile;
        if (file == null) {
            throw new BadInputException("say --mapping FILE, or --config FILE of a job with uploads.mongodb.mapping");
        }
        return DocumentMapping.load(file);
    }

    private ExistingMongo existing(JobConfiguration job) {
        String uri = source == null ? job.get(JobOptions.UPLOAD_MONGODB_URI) : source;
        if (uri == null) {
            throw new BadInputException("say --source URI or FILE, or --config FILE of a job with uploads.mongodb.uri");
        }
        String named = named(uri);
        String itsDatabase =
                database != null ? database : named != null ? named : job.get(JobOptions.UPLOAD_MONGODB_DATABASE);
        String itsCollection = collection == null ? job.get(JobOptions.UPLOAD_MONGODB_COLLECTION) : collection;
        if (itsDatabase == null || itsCollection == null) {
            throw new BadInputException("say --database and --collection: which documents are meant");
        }
        return new ExistingMongo(uri, itsDatabase, itsCollection);
    }

    /** The database that a connection string names, or null. */
    private static String named(String uri) {
        try {
            MongoStore.requireAddress(uri);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--source is no MongoDB connection string: it " + e.getMessage());
        }
        return new ConnectionString(uri).getDatabase();
    }
}
