package org.trips.journeys.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.AssignmentCodec;
import org.trips.journeys.policies.AssignmentDispute;
import org.trips.journeys.policies.AssignmentMessage;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.InvalidAssignmentException;
import org.trips.journeys.segmentation.FoldState;
import org.trips.journeys.segmentation.JourneyFold;
import org.trips.journeys.segmentation.Leg;
import org.trips.journeys.segmentation.PointTally;

/**
 * The one way by which points become journeys, whatever the order in which they arrive. An upload in order goes on from
 * the last resumable state and costs what it holds; whatever changes a leg that was found folds again from the break
 * before it, and sends out what is different: journeys new, changed, or gone. Where all input is at hand, all of it is
 * folded once, when it has ended; so is a history that is filled in before points without an end. Not thread-safe: it holds
 * a matcher.
 */
public final class DeviceJourneys {
    private Input input;
    private final FoldAllowance allowance;
    private JourneyRules rules;
    private long rulesDigest;
    private JourneyComputation computation;
    private Reprocessing reprocessing;

    /** For input without an end. */
    public DeviceJourneys(JourneyRules rules) {
        this(rules, Input.ENDLESS);
    }

    public DeviceJourneys(JourneyRules rules, Input input) {
        this(rules, input, FoldAllowance.USUAL);
    }

    DeviceJourneys(JourneyRules rules, Input input, FoldAllowance allowance) {
        this.input = input;
        this.allowance = allowance;
        switchTo(rules);
    }

    /**
     * From now on these rules hold, for journeys that were found before as well, but for those that are settled. A device's
     * are put right when it next sends points or is told to be silent, settled or at its end.
     */
    public void switchTo(JourneyRules others) {
        rules = others;
        rulesDigest = others.digest();
        computation = new JourneyComputation(others);
        reprocessing = new Reprocessing(others, computation);
    }

    /**
     * The history that was filled in has come to its end: from now on journeys are found as points come. Each device's are
     * found when it is told the {@linkplain #endOfInput end}, or when it next sends points or is told to be silent.
     */
    public void endBackFill() {
        if (input == Input.BACK_FILL) {
            input = Input.ENDLESS;
        }
    }

    /** Takes points of one device, in any order, sent before or not. */
    public DeviceChanges accept(DeviceStore store, String device, List<Point> points) {
        Step step = new Step(store, device);
        List<Point> timely = new ArrayList<>(points.size());
        for (Point point : points) {
            if (point.timeMillis() < step.header.settledUntil()) {
                step.changes.late(point);
            } else {
                timely.add(point);
            }
        }
        PointHistory.Merged merged = step.history.merge(timely);
        step.changes.tally(PointTally.received(
                merged.distinct(), timely.size() - merged.distinct(), points.size() - timely.size()));
        LatestTimes before = step.header.times();
        step.note(timely);
        boolean changed = merged.changed() || !step.header.times().equals(before);
        if (input == Input.ENDLESS) {
            step.payFor(points.size());
            if (changed || step.isBehind()) {
                step.follow(merged.earliestMillis(), before.believed());
                step.settleByHorizon();
            }
        } else if (input == Input.BACK_FILL && changed) {
            step.leaveUnfolded(Math.min(merged.earliestMillis(), before.believed()));
        }
        return step.end();
    }

    /** Takes the device's policies as they are now known; an older version than the one held is passed over, and told. */
    public DeviceChanges assign(DeviceStore store, String device, DeviceAssignments assignments) {
        return assign(store, device, assignments, false);
    }

    /** The same for a device that is silent: what was open has been sent out, and is put right as well. */
    public DeviceChanges assignInSilence(DeviceStore store, String device, DeviceAssignments assignments) {
        return assign(store, device, assignments, true);
    }

    private DeviceChanges assign(DeviceStore store, String device, DeviceAssignments assignments, boolean silent) {
        Step step = new Step(store, device);
        if (step.takeOver(assignments) && !step.header.isNew()) {
            if (input == Input.ENDLESS) {
                step.foldAgain(step.header.boundary(), silent);
            } else if (input == Input.BACK_FILL) {
                step.leaveUnfolded(step.header.boundary().timeMillis());
            }
        }
        return step.end();
    }

    /**
     * The device has been silent: what is open is found as if no point came any more. In files, and while a history is
     * filled in, it means nothing.
     */
    public DeviceChanges silence(DeviceStore store, String device) {
        Step step = new Step(store, device);
        if (!step.header.isNew() && input == Input.ENDLESS) {
            step.foldAgain(step.header.openFrom(), true);
            step.settleByHorizon();
        }
        return step.end();
    }

    /**
     * The input has ended, or the history that was filled in: what is open is found as after silence, and what lies the
     * horizon back is settled.
     */
    public DeviceChanges endOfInput(DeviceStore store, String device) {
        Step step = new Step(store, device);
        if (!step.header.isNew()) {
            step.foldAgain(input == Input.ENDLESS ? step.header.openFrom() : step.header.boundary(), true);
            step.settleByHorizon();
        }
        return step.end();
    }

    /**
     * The device has been silent for the horizon: all it has is settled, and only the boundary record stays. In files, and
     * while a history is filled in, it means nothing.
     */
    public DeviceChanges settle(DeviceStore store, String device) {
        Step step = new Step(store, device);
        boolean anyBelieved = step.header.times().believed() != LatestTimes.NEVER;
        if (anyBelieved && input == Input.ENDLESS) {
            step.foldAgain(step.header.openFrom(), true);
            step.settleAll();
        }
        return step.end();
    }

    /**
     * Computes a span of what is settled once more, and replaces what the store has of it.
     *
     * @param rememberedSince what is older is forgotten by the ledgers of policies
     * @throws InvalidReprocessingException if the span is not this device's, not settled, older, or not complete
     */
    public DeviceChanges reprocess(DeviceStore store, ReprocessedSpan span, Instant rememberedSince)
            throws InvalidReprocessingException {
        return reprocessing.apply(store, span, assignments(store), rememberedSince);
    }

    private static DeviceAssignments assignments(DeviceStore store) {
        byte[] held = store.assignments();
        try {
            return held == null
                    ? DeviceAssignments.NONE
                    : AssignmentCodec.parse(held, OptionalLong.empty()).assignments();
        } catch (InvalidAssignmentException e) {
            throw new IllegalStateException("The policy assignments kept in state cannot be read.", e);
        }
    }

    /** One step of one device's history, from reading its header to writing it. */
    private final class Step {
        private final DeviceStore store;
        private final String device;
        private final PointHistory history;
        private final FoundLegs legs;
        private final ChangesBuilder changes = new ChangesBuilder();
        private DeviceHeader header;

        /** All breaks found so far are proven by points up to here: one stands only while those before it do. */
        private long provenMillis;

        Step(DeviceStore store, String device) {
            this.store = store;
            this.device = device;
            this.history = new PointHistory(store);
            this.legs = new FoundLegs(store);
            byte[] held = store.header();
            this.header = DeviceHeader.of(held, rulesDigest);
            if (DeviceHeader.isOfEveryTime(held)) {
                thinOut();
            }
        }

        private void thinOut() {
            long gone = history.keepOnePerSlot();
            if (gone > 0) {
                changes.tally(PointTally.received(-gone, gone, 0));
                header = header.foundBy(DeviceHeader.UNKNOWN_RULES);
            }
        }

        /**
         * Keeps the assignments if they supersede the ones held; of two of one version the bytes decide, not arrival.
         *
         * @return whether other policies hold now
         */
        boolean takeOver(DeviceAssignments offered) {
            byte[] heldJson = store.assignments();
            byte[] json = AssignmentCodec.json(new AssignmentMessage(device, offered));
            DeviceAssignments held = assignments(store);
            boolean same = offered.assignments().equals(held.assignments());
            boolean superseded = heldJson == null
                    || offered.version() > held.version()
                    || (offered.version() == held.version() && Arrays.compare(json, heldJson) > 0);
            if (superseded) {
                store.assignments(json);
            }
            if (!same && heldJson != null && offered.version() <= held.version()) {
                changes.disputed(
                        superseded
                                ? new AssignmentDispute(device, offered, held)
                                : new AssignmentDispute(device, held, offered));
            }
            return superseded && !same;
        }

        /** Takes note of how far new points have come. */
        void note(List<Point> added) {
            int waitingBefore = header.times().waiting();
            LatestTimes times = header.times();
            for (Point point : added) {
                times = times.with(point.timeMillis());
            }
            header = header.withTimes(times);
            changes.tally(PointTally.waiting(times.waiting() - waitingBefore));
        }

        /** So many points came, whatever becomes of them. */
        void payFor(int points) {
            header = header.withFoldDebt(allowance.paid(header.foldDebt(), points));
        }

        /** Whether a change of the history waits to be followed. */
        boolean isBehind() {
            return header.unfoldedFrom() != DeviceHeader.ALL_FOLDED;
        }

        /** The history is another than before from a time on, and a later step follows that. */
        void leaveUnfolded(long earliestMillis) {
            header = header.withUnfolded(Math.min(header.unfoldedFrom(), earliestMillis));
        }

        /** The history is another than before from {@code earliestMillis} on. */
        void follow(long earliestMillis, long believedBefore) {
            if (earliestMillis <= believedBefore) {
                leaveUnfolded(earliestMillis);
            }
            if (!allowance.mayFold(header.foldDebt())) {
                return; // a later upload, or silence, follows what has come
            }
            if (isBehind() || foundByOtherRules()) {
                foldAgain(header.openFrom(), false);
            } else if (header.times().believed() > believedBefore) {
                List<Leg> ended = new ArrayList<>();
                JourneyFold fold = fold(header.live(), ended::add);
                if (ended.isEmpty()) {
                    header = header.withLive(fold.resumable());
                } else {
                    foldAgain(header.openFrom(), false);
                }
            }
        }

        private boolean foundByOtherRules() {
            return header.rules() != rulesDigest;
        }

        /**
         * Folds all points after a break, and replaces what was found there before; after an earlier one where changes
         * before it wait to be followed, and all that is not settled where it was found by other rules.
         *
         * @param silent whether the open leg counts as ended
         */
        void foldAgain(FoldState since, boolean silent) {
            FoldState from = foundByOtherRules() ? header.boundary() : breakToFoldFrom(since);
            Map<Long, FoundJourney> before = takeBack(from);
            provenMillis = legs.latestProof(from.timeMillis());
            JourneyFold fold = fold(from, leg -> found(leg, JourneyStatus.COMPLETE, before));
            header = header.withOpen(fold.openFrom(), fold.resumable())
                    .withUnfolded(DeviceHeader.ALL_FOLDED)
                    .foundBy(rulesDigest);
            if (silent) {
                fold.finish().ifPresent(leg -> found(leg, JourneyStatus.PROVISIONAL, before));
            } else if (fold.driving()) {
                keepOpen(fold, before);
            }
            before.values().forEach(gone -> changes.withdrawn(gone.journey()));
            header = header.withOldestProof(legs.oldestProof(header.openFrom().timeMillis()));
        }

        /** Forgets the legs found after a break, and returns their journeys by start. */
        private Map<Long, FoundJourney> takeBack(FoldState from) {
            Map<Long, FoundJourney> journeys = new TreeMap<>();
            for (long id : legs.from(from.timeMillis())) {
                FoundLeg leg = legs.get(id);
                changes.tally(PointTally.NONE.minus(leg.tally()).takenFromOpen());
                leg.journey().ifPresent(found -> journeys.put(found.journey().startMillis(), found));
                legs.remove(id);
            }
            return journeys;
        }

        private void found(Leg leg, JourneyStatus status, Map<Long, FoundJourney> before) {
            changes.tally(leg.tally().takenFromOpen());
            Optional<FoundJourney> journey = leg.journey().map(points -> {
                Optional<FoundJourney> last = Optional.ofNullable(before.remove(points.startMillis()));
                return computation.compute(device, points, status, assignments(store), last, changes);
            });
            provenMillis = Math.max(provenMillis, leg.provenMillis());
            legs.put(new FoundLeg(leg.from(), leg.after(), provenMillis, leg.tally(), journey));
        }

        /** A journey that is under way again, or still, stays as it was last sent out until it ends. */
        private void keepOpen(JourneyFold fold, Map<Long, FoundJourney> before) {
            FoundJourney under = before.remove(fold.resumable().sinceMillis());
            if (under != null) {
                legs.put(new FoundLeg(
                        fold.openFrom(),
                        fold.resumable(),
                        header.times().believed(),
                        PointTally.NONE,
                        Optional.of(under)));
            }
        }

        /** Settles the legs whose end was proven the horizon ago or earlier. */
        void settleByHorizon() {
            if (header.times().corroborated() == LatestTimes.NEVER || isBehind() || foundByOtherRules()) {
                return;
            }
            long millis = header.times().corroborated() - rules.horizon().toMillis();
            if (header.oldestProof() > millis) {
                return;
            }
            for (long id : legs.before(header.openFrom().timeMillis())) {
                FoundLeg leg = legs.get(id);
                if (leg.provenMillis() > millis) {
                    break;
                }
                settle(leg);
            }
            history.forgetUntil(header.boundary().timeMillis());
            header = header.withOldestProof(legs.oldestProof(header.openFrom().timeMillis()));
        }

        /**
         * Settles every leg, the open one too: the next point begins from where the vehicle was last. Only points that
         * wait to be borne out stay, two at most.
         */
        void settleAll() {
            for (long id : legs.all()) {
                settle(legs.get(id));
            }
            long believed = header.times().believed();
            history.forgetUntil(believed);
            header = header.settledAt(header.boundary(), believed)
                    .withOpen(header.boundary(), header.boundary())
                    .withOldestProof(DeviceHeader.NO_BREAK);
        }

        private void settle(FoundLeg leg) {
            leg.journey().ifPresent(found -> changes.written(found.withStatus(JourneyStatus.SETTLED)));
            legs.remove(leg.id());
            header = header.settledAt(leg.after(), leg.provenMillis());
        }

        /** Folds the points after a state; each leg is handed over as it ends, so that only one has its points in memory. */
        private JourneyFold fold(FoldState from, Consumer<Leg> ended) {
            JourneyFold fold = new JourneyFold(rules.profiles(), from);
            AtomicLong points = new AtomicLong();
            history.forEachAfter(from.timeMillis(), header.times().believed(), point -> {
                points.incrementAndGet();
                fold.accept(point);
                fold.takeEnded().forEach(ended);
            });
            header = header.withFoldDebt(header.foldDebt() + points.get());
            return fold;
        }

        private FoldState breakToFoldFrom(FoldState since) {
            FoldState unfolded = isBehind() ? breakBefore(header.unfoldedFrom()) : since;
            return unfolded.timeMillis() < since.timeMillis() ? unfolded : since;
        }

        /** The latest break that a change at this time leaves as it is: one proven by earlier points. */
        private FoldState breakBefore(long millis) {
            return legs.lastProvenBefore(millis, header.openFrom().timeMillis())
                    .map(FoundLeg::after)
                    .orElse(header.boundary());
        }

        DeviceChanges end() {
            if (header.isNew()) {
                return changes.build(false);
            }
            header.write(store);
            long believed = header.times().believed();
            boolean undecided = believed > header.openFrom().timeMillis() && header.settledUntil() <= believed;
            boolean open = undecided || isBehind();
            return changes.build(open);
        }
    }
}
