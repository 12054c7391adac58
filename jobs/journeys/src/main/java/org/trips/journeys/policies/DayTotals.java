package org.trips.journeys.policies;

import java.time.LocalDate;
import java.time.YearMonth;
import org.trips.journeys.PolicyTotals;

/**
 * What a policy day came to after one change, for the month it lies in: a later one replaces it. A change concerns
 * one device, so the month learns from it whether that device drove on that day.
 */
public record DayTotals(String policy, LocalDate day, PolicyTotals totals, String device, boolean deviceDrove) {
    /** The id of the policy month it belongs to, like {@code P-1|2026-03}. */
    public String monthId() {
        return policy + "|" + YearMonth.from(day);
    }
}
