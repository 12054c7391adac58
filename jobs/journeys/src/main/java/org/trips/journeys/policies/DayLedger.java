package org.trips.journeys.policies;

import java.time.LocalDate;
import java.util.Optional;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.PolicyTotals;
import org.trips.journeys.documents.PolicyDocument;
import org.trips.journeys.documents.StoreDocument;

/**
 * Keeps the sums of one policy day over a store that holds that day and nothing else. What each journey added is kept
 * too, so that it can be taken back exactly: the totals depend on the contributions held, never on how they came. Its
 * cost per contribution does not grow with the day, but for the removal of the day's first or last journey. Not
 * thread-safe.
 */
public final class DayLedger {
    private static final String TOTALS = "totals";
    private static final String JOURNEY = "journey/";
    private static final String VEHICLE = "vehicle/";

    private final LedgerStore store;

    public DayLedger(LedgerStore store) {
        this.store = store;
    }

    /**
     * Adds, replaces or takes back what a journey contributes. The caller sees to it that the store is the one of the
     * contribution's policy and day.
     *
     * @return what changed, or empty if the day already stood so
     */
    public Optional<DayChange> apply(PolicyContribution contribution) {
        String key = JOURNEY + contribution.journeyId();
        byte[] kept = store.get(key);
        LedgerBytes.Entry before = kept == null ? null : LedgerBytes.entry(kept);
        LedgerBytes.Entry after = contribution.withdrawn() ? null : LedgerBytes.Entry.of(contribution);
        if (before == null ? after == null : before.equals(after)) {
            return Optional.empty();
        }
        store.put(key, after == null ? null : LedgerBytes.of(after));

        byte[] account = store.get(TOTALS);
        LedgerBytes.Account old = account == null ? LedgerBytes.Account.NONE : LedgerBytes.account(account);
        int change = (after == null ? 0 : 1) - (before == null ? 0 : 1);
        int drives = count(contribution.device(), change);
        PolicyTotals totals = totals(old.totals(), before, after)
                .withVehicles(vehicles(old.totals().vehicles(), drives, change));
        long revision = old.revision() + 1;
        store.put(TOTALS, totals.isEmpty() ? null : LedgerBytes.of(new LedgerBytes.Account(totals, revision)));
        return Optional.of(change(contribution, totals, revision, drives > 0));
    }

    private static DayChange change(
            PolicyContribution contribution, PolicyTotals totals, long revision, boolean deviceDrove) {
        String policy = contribution.policy();
        LocalDate day = contribution.day();
        StoreDocument document = totals.isEmpty()
                ? StoreDocument.deletion(StoreDocument.POLICY_DAYS, contribution.dayId())
                : PolicyDocument.day(policy, day, totals, revision);
        return new DayChange(document, new DayTotals(policy, day, totals, contribution.device(), deviceDrove));
    }

    /** Counts the device's journeys on this day up or down, and says how many they are now. */
    private int count(String device, int change) {
        byte[] kept = store.get(VEHICLE + device);
        int drives = (kept == null ? 0 : LedgerBytes.number(kept)) + change;
        if (change != 0) {
            store.put(VEHICLE + device, drives == 0 ? null : LedgerBytes.of(drives));
        }
        return drives;
    }

    private static long vehicles(long before, int drivesNow, int change) {
        if (change > 0 && drivesNow == 1) {
            return before + 1;
        }
        return change < 0 && drivesNow == 0 ? before - 1 : before;
    }

    private PolicyTotals totals(PolicyTotals old, LedgerBytes.Entry before, LedgerBytes.Entry after) {
        PolicyTotals rest = before == null ? old : without(old, single(before));
        return after == null ? rest : rest.plus(single(after));
    }

    private PolicyTotals without(PolicyTotals old, PolicyTotals gone) {
        boolean wasFirstOrLast =
                gone.firstStartMillis() == old.firstStartMillis() || gone.lastEndMillis() == old.lastEndMillis();
        PolicyTotals span = wasFirstOrLast ? allKept() : old;
        return new PolicyTotals(
                old.sums().minus(gone.sums()),
                old.provisional() - gone.provisional(),
                old.complete() - gone.complete(),
                old.settled() - gone.settled(),
                span.firstStartMillis(),
                span.lastEndMillis(),
                old.vehicles());
    }

    /** A first or last time cannot be taken back from a sum: only the journeys that remain say what it is now. */
    private PolicyTotals allKept() {
        PolicyTotals all = PolicyTotals.NONE;
        for (String key : store.keys()) {
            if (key.startsWith(JOURNEY)) {
                all = all.plus(single(LedgerBytes.entry(store.get(key))));
            }
        }
        return all;
    }

    private static PolicyTotals single(LedgerBytes.Entry entry) {
        return new PolicyTotals(
                entry.sums(),
                entry.status() == JourneyStatus.PROVISIONAL ? 1 : 0,
                entry.status() == JourneyStatus.COMPLETE ? 1 : 0,
                entry.status() == JourneyStatus.SETTLED ? 1 : 0,
                entry.startMillis(),
                entry.endMillis(),
                1);
    }
}
