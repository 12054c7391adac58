package org.trips.job;

import static org.trips.job.configuration.JobOptions.JOB_NAME;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.connectors.Connectors;

/** Starts the job on the Flink cluster it is submitted to: {@code --config trips.yaml}. */
public final class TripPreprocessingMain {
    private TripPreprocessingMain() {}

    /** @throws Exception with a message for humans, if the configuration is wrong or a server cannot be reached */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            throw new ConfigurationException(
                    "The job is started with --config FILE, the file as docs/configuration.md describes it.");
        }
        var configuration = JobConfiguration.load(Path.of(arguments[1]));
        // Flink's own way to go on is not known here, and where a job manager begins anew this runs again.
        var job = prepared(configuration, true);
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        job.build(environment);
        environment.execute(configuration.get(JOB_NAME));
    }

    /**
     * The job between the servers and files that a configuration names, the servers made ready for it.
     *
     * @param mayGoOn whether it may go on from a checkpoint
     * @throws ConfigurationException if the file of policy assignments cannot be used
     * @throws IOException if a server cannot be reached, or a queue cannot be used; the message names it
     */
    static TripPreprocessingJob prepared(JobConfiguration configuration, boolean mayGoOn)
            throws ConfigurationException, IOException {
        Preflight.checkAssignments(configuration);
        var connectors = new Connectors(configuration);
        connectors.prepare();
        return new TripPreprocessingJob(connectors.sources(mayGoOn), connectors.sinks(), configuration);
    }
}
