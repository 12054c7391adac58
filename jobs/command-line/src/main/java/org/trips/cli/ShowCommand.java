package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.trips.cli.journeys.JourneysTable;
import org.trips.cli.journeys.PolicySpansTable;
import org.trips.job.configuration.ConfigurationException;
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
            "  trips show months --config trips.yaml --json"
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
        List<JsonNode> found = new ArrayList<>(
                switch (what) {
                    case JOURNEYS -> reader.find(StoreDocument.JOURNEYS, journeys(), Sorts.descending("start"), limit);
                    case DAYS ->
                        reader.find(StoreDocument.POLICY_DAYS, spans("day"), Sorts.descending("day", "policy"), limit);
                    case MONTHS ->
                        reader.find(
                                StoreDocument.POLICY_MONTHS,
                                spans("month"),
                                Sorts.descending("month", "policy"),
                                limit);
                });
        if (found.isEmpty()) {
            reader.requireUsed();
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

    private Bson journeys() {
        List<Bson> filters = new ArrayList<>();
        if (policy != null) {
            filters.add(Filters.eq("policy", policy));
        }
        if (device != null) {
            filters.add(Filters.eq("device", device));
        }
        if (from != null) {
            filters.add(Filters.gte(
                    "start", Date.from(from.atStartOfDay(ZoneOffset.UTC).toInstant())));
        }
        if (to != null) {
            filters.add(Filters.lt(
                    "start",
                    Date.from(to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())));
        }
        return all(filters);
    }

    /** Days and months are texts that sort like the times they name; a month takes part if any of its days may. */
    private Bson spans(String field) {
        List<Bson> filters = new ArrayList<>();
        if (policy != null) {
            filters.add(Filters.eq("policy", policy));
        }
        int length = field.equals("month") ? "2026-03".length() : "2026-03-01".length();
        if (from != null) {
            filters.add(Filters.gte(field, from.toString().substring(0, length)));
        }
        if (to != null) {
            filters.add(Filters.lte(field, to.toString().substring(0, length)));
        }
        return all(filters);
    }

    private static Bson all(List<Bson> filters) {
        return filters.isEmpty() ? new Document() : Filters.and(filters);
    }
}
