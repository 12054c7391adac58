package org.trips.job;

import static org.trips.job.configuration.JobOptions.ASSIGNMENTS_FILE;
import static org.trips.job.configuration.JobOptions.JOB_NAME;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.connectors.Connectors;
import org.trips.journeys.policies.PolicyFile;

/** Starts the job on the Flink cluster it is submitted to: {@code --config trips.yaml}. */
public final class TripPreprocessingMain {
    private TripPreprocessingMain() {}

    /** @throws Exception with a message for humans, if the configuration is wrong or the store cannot be reached */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            throw new ConfigurationException(
                    "The job is started with --config FILE, the file as docs/configuration.md" + " describes it.");
        }
        var configuration = JobConfiguration.load(Path.of(arguments[1]));
        var job = prepared(configuration);
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        job.build(environment);
        environment.execute(configuration.get(JOB_NAME));
    }

    /**
     * The job between the servers and files that a configuration names, the store made ready for it.
     *
     * @throws IOException if the store cannot be reached, or the file of policy assignments cannot be used
     */
    public static TripPreprocessingJob prepared(JobConfiguration configuration) throws IOException {
        // The job itself passes over a broken file where it goes on from a checkpoint; a person who starts it is told.
        var policies = configuration.find(ASSIGNMENTS_FILE);
        if (policies.isPresent()) {
            PolicyFile.read(policies.get());
        }
        var connectors = new Connectors(configuration);
        var store = connectors.store();
        if (store.isPresent()) {
            store.get().prepare();
        }
        return new TripPreprocessingJob(connectors.sources(), connectors.sinks(), configuration);
    }
}
