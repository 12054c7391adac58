package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.trips.cli.journeys.Documents;
import org.trips.cli.journeys.JourneysTable;
import org.trips.cli.journeys.PolicySpansTable;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.stores.StoreQuery;
import org.trips.job.stores.StoreQuery.Comparison;
import org.trips.job.stores.StoreReader;
import org.trips.journeys.documents.StoreDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trips show}: what the store holds, as tables. */
@Command(
        name = "show",
        header = "Shows what the store holds: journeys, policy days or policy months.",
        footer = {
            "",
            "Examples:",
            "  trips show journeys --policy P-1001 --from 2026-03-01 --to 2026-03-31",
            "  trips show months --config trips.yaml --json",
            "  trips show days --store 'postgresql://analyst@localhost:5432/telematics?currentSchema=trips'"
        },
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "WHAT", description = "One of ${COMPLETION-CANDIDATES}.")
    private What what;

    @Option(names = "--policy", description = "Only this policy.")
    private String policy;

    @Option(names = "--device", description = "Only this device, by its pseudonym (journeys only).")
    private String device;

    @Option(names = "--from", paramLabel = "DAY", description = "Only from this day on, like 2026-03-01.")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "Only up to and with this day.")
    private LocalDate to;

    @Mixin
    private StoreOptions store;

    @Option(names = "--limit", defaultValue = "50", description = "At most so many; default ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "One document on each line instead of a table.")
    private boolean json;

    private enum What {
        JOURNEYS,
        DAYS,
        MONTHS
    }

    @Override
    public Integer call() throws IOException, ConfigurationException {
        try (StoreReader reader = store.open(store.job())) {
            show(reader);
        }
        return 0;
    }

    private void show(StoreReader reader) throws IOException {
        StoreQuery query =
                switch (what) {
                    case JOURNEYS -> journeys();
                    case DAYS -> spans(StoreDocument.POLICY_DAYS, "day");
                    case MONTHS -> spans(StoreDocument.POLICY_MONTHS, "month");
                };
        List<JsonNode> found = new ArrayList<>(
                reader.find(query.atMost(limit)).stream().map(Documents::tree).toList());
        if (found.isEmpty()) {
            StoreOptions.requireUsed(reader);
        }
        // The newest are chosen, and read from the oldest on: the last line is what happened last.
        Collections.reverse(found);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            found.forEach(out::println);
        } else if (found.isEmpty()) {
            out.println("The store holds none.");
        } else if (what == What.JOURNEYS) {
            out.println(JourneysTable.render(found, UnaryOperator.identity(), Terminal.columns()));
        } else {
            out.println(PolicySpansTable.render(found, Terminal.columns()));
        }
        if (!json && found.size() == limit) {
            out.println("The newest " + limit + "; --limit shows more.");
        }
    }

    private StoreQuery journeys() {
        StoreQuery query = ofPolicy(StoreQuery.of(StoreDocument.JOURNEYS)).descending("start");
        if (device != null) {
            query = query.where("device", Comparison.EQUAL, device);
        }
        if (from != null) {
            query = query.where(
                    "start",
                    Comparison.AT_LEAST,
                    from.atStartOfDay(ZoneOffset.UTC).toInstant());
        }
        if (to != null) {
            query = query.where(
                    "start",
                    Comparison.BEFORE,
                    to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        }
        return query;
    }

    /** Days and months are texts that sort like the times they name; a month takes part if any of its days may. */
    private StoreQuery spans(String collection, String field) {
        StoreQuery query = ofPolicy(StoreQuery.of(collection)).descending(field).descending("policy");
        int length = field.equals("month") ? "2026-03".length() : "2026-03-01".length();
        if (from != null) {
            query = query.where(field, Comparison.AT_LEAST, from.toString().substring(0, length));
        }
        if (to != null) {
            query = query.where(field, Comparison.AT_MOST, to.toString().substring(0, length));
        }
        return query;
    }

    private StoreQuery ofPolicy(StoreQuery query) {
        return policy == null ? query : query.where("policy", Comparison.EQUAL, policy);
    }
}
