package org.trips.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.trips.cli.output.Counted;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.stores.DocumentStream;
import org.trips.job.stores.FileStore;
import org.trips.job.stores.Store;
import org.trips.job.stores.StoreCopy;
import org.trips.job.stores.StoreReader;
import org.trips.journeys.documents.StoreDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips copy}: fills a new store with what another one has. */
@Command(
        name = "copy",
        header = "Copies journeys, days and months from one store to another, of whatever kind.",
        description = {
            "",
            "A store that is added to a job has only what is written from then on. Copy while the job is stopped, then start"
                    + " it with both: docs/stores.md. What the new store refuses is told, and the exit code is 1.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips copy --config trips.yaml --from mongodb --to postgresql",
            "  trips copy --from mongodb://localhost --to /data/store"
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class CopyCommand implements Callable<Integer> {
    private static final int MOST_EXAMPLES = 3;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "ADDRESS",
            description =
                    "A store, as --store of 'trips show' takes it, or with --config its kind: mongodb, postgresql,"
                            + " files.")
    private String from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "ADDRESS",
            description = "Another one; it is made ready first.")
    private String to;

    @Option(
            names = "--from-database",
            paramLabel = "NAME",
            description = "MongoDB's database that is read; default " + StoreByAddress.USUAL_DATABASE + ".")
    private String fromDatabase;

    @Option(names = "--to-database", paramLabel = "NAME", description = "The same of the one that is written to.")
    private String toDatabase;

    @Option(names = "--config", paramLabel = "FILE", description = "The job's file, for stores by their kind.")
    private Path config;

    @Option(
            names = "--add",
            description = "The store need not be empty: what has the same id is replaced, and all else stays.")
    private boolean add;

    private final List<String> refused = new ArrayList<>();
    private long copied;
    private long refusedDocuments;

    @Override
    public Integer call() throws IOException, ConfigurationException, InterruptedException {
        Optional<JobConfiguration> job = config == null ? Optional.empty() : Optional.of(JobConfiguration.load(config));
        Store source = StoreByAddress.of("--from", "--from-database", from, fromDatabase, job);
        Store target = StoreByAddress.of("--to", "--to-database", to, toDatabase, job);
        if (source.toString().equals(target.toString())) {
            throw new BadInputException("--from and --to are the same store, " + source);
        }
        requireMeant(target);
        try (StoreReader reader = StoreByAddress.used("--from", source)) {
            if (!add) {
                requireEmpty(target);
            }
            target.prepare();
            for (String collection : StoreDocument.COLLECTIONS) {
                copy(reader, collection, target);
            }
        }
        if (copied + refusedDocuments == 0) {
            throw new BadInputException("the store " + source
                    + " has no journeys, days or months: nothing was copied; is --from" + " right?");
        }
        tell(target);
        return refusedDocuments == 0 ? 0 : 1;
    }

    /** A misspelt name would be made a folder. */
    private void requireMeant(Store target) {
        if (target instanceof FileStore folder && !Files.isDirectory(Path.of(folder.folder())) && !to.contains("/")) {
            throw new BadInputException("there is no folder " + to + " here; to have it made, say ./" + to);
        }
    }

    private void requireEmpty(Store target) throws IOException {
        try (StoreReader reader = target.reader()) {
            if (reader.whyEmpty().isPresent()) {
                return;
            }
            for (String collection : StoreDocument.COLLECTIONS) {
                try (DocumentStream documents = reader.all(collection)) {
                    if (documents.next().isPresent()) {
                        throw new BadInputException("the store " + target + " has " + collection
                                + " already, and a running job's would be overwritten with older ones: stop the job and say"
                                + " --add, or name another store");
                    }
                }
            }
        }
    }

    private void copy(StoreReader reader, String collection, Store target) throws IOException, InterruptedException {
        try (DocumentStream documents = reader.all(collection);
                Progress progress = Progress.of(collection, -1, " documents", 1)) {
            new StoreCopy(target, new StoreCopy.Listener() {
                        @Override
                        public void copied(long documents) {
                            copied += documents;
                            progress.add(documents);
                        }

                        @Override
                        public void refused(StoreDocument document, String why) {
                            refusedDocuments++;
                            if (refused.size() < MOST_EXAMPLES) {
                                refused.add(collection + " " + document.id() + ": " + why);
                            }
                        }
                    })
                    .copy(collection, documents);
        }
    }

    private void tell(Store target) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Counted.of(copied, "document") + " copied to " + target + ".");
        if (refusedDocuments > 0) {
            out.println(Counted.of(refusedDocuments, "document") + " refused, such as");
            refused.forEach(example -> out.println("  " + example));
        }
        out.flush();
    }
}
