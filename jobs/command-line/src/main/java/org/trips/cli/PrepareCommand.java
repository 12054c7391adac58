package org.trips.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.stores.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code trips prepare}: makes stores ready without starting the job, for whoever may do it. */
@Command(
        name = "prepare",
        header = "Makes a store ready for this version of the job: tables, indexes, views.",
        description = {
            "",
            "The job does it by itself when it starts, where its user may. What is there already stays, so doing it twice",
            "does no harm. With --config, all stores that it names are made ready; a PostgreSQL with migrate: false is only",
            "looked at, so let its owner name it with --store. See docs/stores.md.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips prepare --store 'postgresql://owner@localhost:5432/telematics?currentSchema=trips'",
            "  trips prepare --config trips.yaml"
        },
        mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOptions options;

    @Override
    public Integer call() throws IOException, ConfigurationException {
        for (Store store : options.stores(options.job())) {
            store.prepare();
            spec.commandLine().getOut().println("The store " + store + " is ready.");
        }
        return 0;
    }
}
