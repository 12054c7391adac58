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
    private static final String USUAL_DATABASE = "trips";

    @Option(
            names = "--store",
            paramLabel = "ADDRESS",
            description = {
                "The store: mongodb://localhost:27017, postgresql://user@host:5432/database (its schema as",
                "currentSchema=…, its password in ~/.pgpass), or the folder of store.files."
            })
    private String store;

    @Option(
            names = "--database",
            defaultValue = USUAL_DATABASE,
            description = "MongoDB's database; default ${DEFAULT-VALUE}.")
    private String database = USUAL_DATABASE;

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
        try {
            return List.of(Stores.at(store == null ? USUAL_STORE : store, database));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--store is no address of a store: " + e.getMessage());
        }
    }

    /** @throws BadInputException saying why, if nothing was ever written to the store */
    static void requireUsed(StoreReader reader) throws IOException {
        Optional<String> why = reader.whyEmpty();
        if (why.isPresent()) {
            throw new BadInputException(why.get() + "; say --database, --store or --config");
        }
    }
}
