package org.trips.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.trips.job.EmbeddedJob;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips run}: the job between real servers, on a Flink inside this process. */
@Command(
        name = "run",
        header = "Runs the job on this machine, between the servers that a configuration names.",
        description = {
            "",
            "Flink runs inside this process, with its web UI. With checkpoints.folder in the configuration it goes on",
            "where it was when it is started again. It runs until Ctrl-C; where uploads come from files, until they",
            "are read. Every option: docs/configuration.md.",
            ""
        },
        footer = {"", "Example:", "  trips run --config sample-data/trips.yaml"},
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The job's configuration (YAML).")
    private Path config;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        JobConfiguration named = JobConfiguration.load(config);
        JobConfiguration job =
                named.with(JobOptions.WEB_PORT, StandardPort.orAny("the web UI", named.get(JobOptions.WEB_PORT), err));
        String goesOn = job.find(JobOptions.CHECKPOINT_FOLDER)
                .map(folder -> "it goes on from its last checkpoint in " + folder)
                .orElse("it begins anew, since there is no checkpoints.folder,");
        return StopSignal.stops(
                () -> run(job, err), "The job has stopped; " + goesOn + " when it is started again.", err);
    }

    private int run(JobConfiguration job, PrintWriter err) throws Exception {
        try (EmbeddedJob running = EmbeddedJob.start(job)) {
            String how = running.wentOnFrom()
                    .map(checkpoint -> " and goes on from " + checkpoint)
                    .orElse("");
            err.println("The job runs" + how + "; Flink's web UI: http://localhost:" + running.webPort()
                    + ". Ctrl-C stops it.");
            JobEnd.await(running, new JobFailures(running, err));
        }
        spec.commandLine().getOut().println("All uploads are read and what they gave is written.");
        return 0;
    }
}
