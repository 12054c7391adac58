package org.trips.journeys.documents;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import org.trips.journeys.PolicyTotals;
import org.trips.journeys.Sums;

/**
 * The documents of policy days and months: sums, counts, and rates per 100 km of exposure (null where there is none: who
 * could not be seen did not drive well).
 */
public final class PolicyDocument {
    private static final BigDecimal MM_PER_100_KM = BigDecimal.valueOf(100_000_000);
    private static final int RATE_DECIMALS = 2;

    private PolicyDocument() {}

    public static StoreDocument day(String policy, LocalDate day, PolicyTotals totals, long revision) {
        return document(StoreDocument.POLICY_DAYS, policy, "day", day.toString(), totals, revision);
    }

    public static StoreDocument month(String policy, YearMonth month, PolicyTotals totals, long revision) {
        return document(StoreDocument.POLICY_MONTHS, policy, "month", month.toString(), totals, revision);
    }

    private static StoreDocument document(
            String collection, String policy, String span, String when, PolicyTotals totals, long revision) {
        String id = policy + "|" + when;
        byte[] json = DocumentWriter.document(out -> {
            out.text("_id", id);
            out.text("policy", policy);
            out.text(span, when);
            out.text("status", totals.status().label());
            out.count("journeys", totals.sums().journeys());
            out.count("vehicles", totals.vehicles());
            out.time("firstStart", totals.firstStartMillis());
            out.time("lastEnd", totals.lastEndMillis());
            SumsFields.write(out, totals.sums());
            out.object("per100Km", () -> rates(out, totals.sums()));
            out.count("revision", revision);
        });
        return new StoreDocument(collection, id, json);
    }

    /** Each by the distance in which such events would have been found; that is among the sums. */
    private static void rates(DocumentWriter out, Sums sums) throws IOException {
        long harshMm = sums.breakdown().harshExposureMm();
        rate(out, "braking", sums.brakings(), harshMm);
        rate(out, "acceleration", sums.accelerations(), harshMm);
        rate(out, "cornering", sums.cornerings(), harshMm);
        rate(out, "speeding", sums.speedingEpisodes(), sums.breakdown().speedingExposureMm());
    }

    private static void rate(DocumentWriter out, String name, long count, long exposureMm) throws IOException {
        out.quotient(name, MM_PER_100_KM.multiply(BigDecimal.valueOf(count)), exposureMm, RATE_DECIMALS);
    }
}
