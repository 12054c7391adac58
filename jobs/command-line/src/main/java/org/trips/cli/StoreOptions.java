package org.trips.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import picocli.CommandLine.Option;

/** The options that say which store is meant. */
final class StoreOptions {
    private static final String USUAL_STORE = "mongodb://localhost:27017";
    private static final String USUAL_DATABASE = "trips";

    @Option(names = "--store", paramLabel = "URI", description = "The store, like mongodb://localhost:27017.")
    private String store;

    @Option(
            names = "--database",
            defaultValue = USUAL_DATABASE,
            description = "Its database; default ${DEFAULT-VALUE}.")
    private String database = USUAL_DATABASE;

    @Option(names = "--config", paramLabel = "FILE", description = "Take store and database from the job's file.")
    private Path config;

    /** The job's configuration, where it is given. */
    Optional<JobConfiguration> job() throws ConfigurationException {
        return config == null ? Optional.empty() : Optional.of(JobConfiguration.load(config));
    }

    /** @throws BadInputException if the job has no store, or its address is none */
    StoreReader open(Optional<JobConfiguration> job) throws ConfigurationException {
        if (job.isEmpty()) {
            return StoreReader.open(store == null ? USUAL_STORE : store, database);
        }
        String uri = job.get()
                .find(JobOptions.STORE_URI)
                .orElseThrow(() -> new BadInputException(
                        config + " writes to files, not to a store; look into the folder it names"));
        return StoreReader.open(uri, job.get().get(JobOptions.STORE_DATABASE));
    }
}
