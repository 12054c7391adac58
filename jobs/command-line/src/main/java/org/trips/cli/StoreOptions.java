package org.trips.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.stores.Store;
import org.trips.job.stores.StoreReader;
import org.trips.job.stores.Stores;
import picocli.CommandLine.Option;

/** The options that say which store is meant. */
final class StoreOptions {
    private static final String USUAL_STORE = "mongodb://localhost:27017";

    @Option(
            names = "--store",
            paramLabel = "ADDRESS",
            description = {
                "The store: mongodb://localhost:27017, postgresql://user@host:5432/database (its schema as",
                "currentSchema=…, its password in ~/.pgpass), the folder of store.files, or with --config a kind."
            })
    private String store;

    @Option(names = "--database", description = "MongoDB's database; default " + StoreByAddress.USUAL_DATABASE + ".")
    private String database;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "The job's file, from which the store is taken. A command that reads one of several takes the",
                "first of MongoDB, PostgreSQL, files."
            })
    private Path config;

    /** The job's configuration, where it is given. */
    Optional<JobConfiguration> job() throws ConfigurationException {
        return config == null ? Optional.empty() : Optional.of(JobConfiguration.load(config));
    }

    /** The file of the job's configuration, for messages; null where none is given. */
    Path config() {
        return config;
    }

    /** @throws BadInputException if the address is none of a store */
    StoreReader open(Optional<JobConfiguration> job) {
        return stores(job).get(0).reader();
    }

    /**
     * One, or all that the job writes to.
     *
     * @throws BadInputException if the address is none of a store
     */
    List<Store> stores(Optional<JobConfiguration> job) {
        if (store == null && job.isPresent()) {
            return List.copyOf(Stores.of(job.get()).values());
        }
        return List.of(StoreByAddress.of("--store", "--database", store == null ? USUAL_STORE : store, database, job));
    }

    /** @throws BadInputException saying why, if nothing was ever written to the store */
    static void requireUsed(StoreReader reader) throws IOException {
        Optional<String> why = reader.whyEmpty();
        if (why.isPresent()) {
            throw new BadInputException(why.get() + "; say --database, --store or --config");
        }
    }
}
