package org.trips.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.trips.cli.journeys.Reprocessed;
import org.trips.cli.output.Counted;
import org.trips.journeys.device.ReprocessingPlan;
import picocli.CommandLine;

/** What {@code trips reprocess} tells of a device's span, as a table or as JSON. */
final class ReprocessReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final PrintWriter err;
    private final String device;
    private final ReprocessingPlan plan;

    ReprocessReport(CommandLine command, String device, ReprocessingPlan plan) {
        this.out = command.getOut();
        this.err = command.getErr();
        this.device = device;
        this.plan = plan;
    }

    /** Tells how the span differs from what was asked for. */
    void tellSpan(Instant from, Instant to) {
        if (plan.isEmpty()) {
            err.println("Nothing in this span is settled yet: the job still takes late points for it.");
            return;
        }
        boolean widened = plan.from().isBefore(from) || plan.to().isAfter(to);
        if (widened) {
            err.println("The span is widened to " + plan.from() + " to " + plan.to()
                    + ", so that no journey runs over its ends.");
        }
        plan.openFrom()
                .ifPresent(open -> err.println("From " + open + " on journeys are not settled: the job still takes late"
                        + " points for them, and they are left alone. The span ends at " + plan.to() + "."));
    }

    /** Tells what becomes of the journeys. */
    void tell(List<Reprocessed> journeys, int sent, boolean policiesCompared, boolean json) throws IOException {
        if (json) {
            out.println(JSON.writeValueAsString(asJson(journeys, sent, policiesCompared)));
            return;
        }
        if (Reprocessed.count(journeys, Reprocessed.Fate.KEPT) < journeys.size()) {
            out.println(Reprocessed.table(journeys, Terminal.columns()));
        }
        out.println("Journeys: " + Reprocessed.counts(journeys) + ".");
        if (!policiesCompared) {
            out.println("To which policies they belong is decided by the job, and was not compared.");
        }
        out.println(
                sent == 0
                        ? "Nothing was sent."
                        : "Sent to the job in " + Counted.of(sent, "message")
                                + "; the store has it after its next checkpoint. What it does not accept comes back as a dead"
                                + " letter of reason invalidReprocessing.");
    }

    private ObjectNode asJson(List<Reprocessed> journeys, int sent, boolean policiesCompared) {
        ObjectNode root = JSON.createObjectNode()
                .put("device", device)
                .put("from", plan.from().toString())
                .put("to", plan.to().toString())
                .put("openFrom", plan.openFrom().map(Instant::toString).orElse(null))
                .put("policiesCompared", policiesCompared)
                .put("messagesSent", sent);
        for (Reprocessed.Fate fate : Reprocessed.Fate.values()) {
            var list = root.putArray(fate.label());
            journeys.stream().filter(journey -> journey.fate() == fate).forEach(journey -> list.add(journey.journey()));
        }
        return root;
    }
}
