package org.trips.journeys.policies;

import java.time.YearMonth;
import java.util.Optional;
import org.trips.journeys.PolicyTotals;
import org.trips.journeys.documents.PolicyDocument;
import org.trips.journeys.documents.StoreDocument;

/**
 * Keeps the sums of one policy month over a store that holds that month and nothing else: its days' totals, which it
 * adds up anew at each change, and for each vehicle the days on which it drove. Not thread-safe.
 */
public final class MonthLedger {
    private static final String TOTALS = "totals";
    private static final String DAY = "day/";
    private static final String VEHICLE = "vehicle/";
    private static final int LONGEST_MONTH = 31;

    private final LedgerStore store;

    public MonthLedger(LedgerStore store) {
        this.store = store;
    }

    /**
     * Replaces what one day came to. The caller sees to it that the store is the one of the day's policy and month.
     *
     * @return the month's document, replaced or deleted, or empty if the month already stood so
     */
    public Optional<StoreDocument> apply(DayTotals day) {
        byte[] account = store.get(TOTALS);
        LedgerBytes.Account old = account == null ? LedgerBytes.Account.NONE : LedgerBytes.account(account);
        LedgerBytes.Account ofDay = new LedgerBytes.Account(day.totals(), 0);
        store.put(DAY + day.day().getDayOfMonth(), day.totals().isEmpty() ? null : LedgerBytes.of(ofDay));
        PolicyTotals totals = sumOfDays().withVehicles(old.totals().vehicles() + vehiclesMore(day));
        if (totals.equals(old.totals())) {
            return Optional.empty();
        }
        long revision = old.revision() + 1;
        store.put(TOTALS, totals.isEmpty() ? null : LedgerBytes.of(new LedgerBytes.Account(totals, revision)));
        return Optional.of(
                totals.isEmpty()
                        ? StoreDocument.deletion(StoreDocument.POLICY_MONTHS, day.monthId())
                        : PolicyDocument.month(day.policy(), YearMonth.from(day.day()), totals, revision));
    }

    private PolicyTotals sumOfDays() {
        PolicyTotals sum = PolicyTotals.NONE;
        for (int day = 1; day <= LONGEST_MONTH; day++) {
            byte[] kept = store.get(DAY + day);
            if (kept != null) {
                sum = sum.plus(LedgerBytes.account(kept).totals());
            }
        }
        return sum;
    }

    /** Notes whether the device drove on that day, as one bit; says by how many the month's vehicles grew. */
    private int vehiclesMore(DayTotals day) {
        String key = VEHICLE + day.device();
        byte[] kept = store.get(key);
        int before = kept == null ? 0 : LedgerBytes.number(kept);
        int bit = 1 << day.day().getDayOfMonth();
        int after = day.deviceDrove() ? before | bit : before & ~bit;
        if (after != before) {
            store.put(key, after == 0 ? null : LedgerBytes.of(after));
        }
        return (after == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
    }
}
