package org.trips.journeys.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.FoldState;
import org.trips.journeys.segmentation.Leg;

/**
 * Which span of a device can be computed again, and in which pieces: no journey, as the store has it or as it is found now,
 * may run over an edge, or half of it would be replaced. Not thread-safe.
 */
public final class ReprocessingPlan {
    /** More than a point takes as JSON; how long a message truly is, is known when it is written. */
    private static final long LONGEST_POINT_BYTES = 200;

    private final String device;
    private final WholeHistory history;
    private final List<Leg> legs;
    private final List<Drive> found;
    private final List<StoredJourney> settled;
    private final Optional<Instant> openFrom;
    private Instant from;
    private Instant to;

    private record Drive(Instant start, Instant end) {
        boolean runsOver(Instant time) {
            return start.isBefore(time) && end.isAfter(time);
        }
    }

    /**
     * Widens the span until no journey runs over its edges; then cuts it where the first journey lies that is not settled.
     *
     * @param history the device's points from well before the span until well after it
     * @param settled the store's settled journeys of the device, in the span and around it
     * @param open the others
     * @param from of the span that is asked for
     * @param to where it ends, later
     */
    public ReprocessingPlan(
            String device,
            WholeHistory history,
            Versions<Profile> profiles,
            List<StoredJourney> settled,
            List<StoredJourney> open,
            Instant from,
            Instant to) {
        this.device = device;
        this.history = history;
        this.legs = history.legs(profiles);
        this.found = legs.stream()
                .flatMap(leg -> leg.journey().stream())
                .map(points ->
                        new Drive(Instant.ofEpochMilli(points.startMillis()), Instant.ofEpochMilli(points.endMillis())))
                .toList();
        this.settled = List.copyOf(settled);
        this.from = from;
        this.to = to;
        widen(open.stream().map(ReprocessingPlan::drive).toList());
        openFrom = open.stream()
                .filter(journey -> journey.startsWithin(this.from, this.to))
                .map(StoredJourney::start)
                .min(Instant::compareTo);
        openFrom.ifPresent(this::endBefore);
    }

    /** From when on journeys are computed again: the time asked for, or earlier. */
    public Instant from() {
        return from;
    }

    /** Until when: the time asked for, or later, or earlier where journeys are not settled yet. */
    public Instant to() {
        return to;
    }

    /** When the first journey starts that is not settled, if there is one in what was asked for. */
    public Optional<Instant> openFrom() {
        return openFrom;
    }

    /** Whether nothing of the span is settled. */
    public boolean isEmpty() {
        return !from.isBefore(to);
    }

    /** The store's settled journeys in the span. */
    public List<StoredJourney> stored() {
        return storedWithin(from, to);
    }

    /** Those of them whose first or last point is not in the history: it does not hold all that they were made of. */
    public List<StoredJourney> withoutPoints() {
        return stored().stream()
                .filter(journey -> !holds(journey.start()) || !holds(journey.end()))
                .toList();
    }

    /**
     * The span in pieces, in order of time, each as long as the messages may be. Where one drive alone takes more, its piece
     * is longer.
     */
    public List<ReprocessedSpan> pieces(int maximumBytes) {
        List<Instant> edges = new ArrayList<>(edges());
        List<ReprocessedSpan> pieces = new ArrayList<>();
        Instant begin = from;
        for (int i = 0; i < edges.size(); i++) {
            boolean last = i == edges.size() - 1;
            if (last || piece(begin, edges.get(i + 1)).points().size() * LONGEST_POINT_BYTES > maximumBytes) {
                ReprocessedSpan piece = piece(begin, edges.get(i));
                if (hasJourneys(piece)) {
                    pieces.add(piece);
                }
                begin = edges.get(i);
            }
        }
        return pieces;
    }

    private boolean hasJourneys(ReprocessedSpan piece) {
        return !piece.stored().isEmpty()
                || found.stream()
                        .anyMatch(drive -> !drive.start().isBefore(piece.from())
                                && drive.start().isBefore(piece.to()));
    }

    private void widen(List<Drive> open) {
        List<Drive> all = Stream.of(
                        found, settled.stream().map(ReprocessingPlan::drive).toList(), open)
                .flatMap(List::stream)
                .toList();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Drive drive : all) {
                if (drive.runsOver(from)) {
                    from = drive.start();
                    changed = true;
                }
                if (drive.runsOver(to)) {
                    to = drive.end();
                    changed = true;
                }
            }
        }
    }

    private void endBefore(Instant time) {
        to = time;
        for (Optional<Instant> over = startOver(to); over.isPresent(); over = startOver(to)) {
            to = over.get();
        }
    }

    /** When a journey starts that is under way at that time. */
    private Optional<Instant> startOver(Instant time) {
        return Stream.concat(found.stream(), settled.stream().map(ReprocessingPlan::drive))
                .filter(drive -> drive.runsOver(time))
                .map(Drive::start)
                .findFirst();
    }

    /** Where the span may be cut: at breaks over which no journey runs; at last its own end. */
    private List<Instant> edges() {
        List<Instant> edges = new ArrayList<>();
        for (Leg leg : legs) {
            Instant after = Instant.ofEpochMilli(leg.after().timeMillis());
            if (after.isAfter(from) && after.isBefore(to) && startOver(after).isEmpty()) {
                edges.add(after);
            }
        }
        edges.add(to);
        return edges;
    }

    private ReprocessedSpan piece(Instant begin, Instant end) {
        FoldState since = FoldState.NEW;
        long untilMillis = Long.MIN_VALUE;
        for (Leg leg : legs) {
            if (leg.after().timeMillis() <= begin.toEpochMilli()) {
                since = leg.after();
            }
            if (leg.after().timeMillis() <= end.toEpochMilli()) {
                untilMillis = Math.max(untilMillis, leg.provenMillis());
            }
        }
        boolean toTheEnd = !legs.isEmpty() && legs.get(legs.size() - 1).after().timeMillis() <= end.toEpochMilli();
        List<StoredJourney> within = storedWithin(begin, end);
        for (StoredJourney journey : within) {
            untilMillis = Math.max(untilMillis, journey.end().toEpochMilli());
        }
        return new ReprocessedSpan(
                device, begin, end, since, history.after(since.timeMillis(), untilMillis), toTheEnd, within);
    }

    private List<StoredJourney> storedWithin(Instant begin, Instant end) {
        return settled.stream()
                .filter(journey -> journey.startsWithin(begin, end))
                .toList();
    }

    private boolean holds(Instant time) {
        long millis = time.toEpochMilli();
        return !history.after(millis - 1, millis).isEmpty();
    }

    private static Drive drive(StoredJourney journey) {
        return new Drive(journey.start(), journey.end());
    }
}
