package org.trips.journeys.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trips.journeys.points.Point;
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

    /** Times in order, so that a long history is cut into pieces without reading it again at each break. */
    private final long[] pointMillis;

    private final long[] breakMillis;

    /** By when each break and all before it were proven. */
    private final long[] provenMillis;

    private final long[] settledMillis;
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
        this.settled = settled.stream()
                .sorted(Comparator.comparing(StoredJourney::start))
                .toList();
        pointMillis = history.after(FoldState.NEW.timeMillis(), Long.MAX_VALUE).stream()
                .mapToLong(Point::timeMillis)
                .toArray();
        breakMillis = legs.stream().mapToLong(leg -> leg.after().timeMillis()).toArray();
        provenMillis = legs.stream().mapToLong(Leg::provenMillis).toArray();
        Arrays.parallelPrefix(provenMillis, Math::max);
        settledMillis = this.settled.stream()
                .mapToLong(journey -> journey.start().toEpochMilli())
                .toArray();
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
        List<Instant> edges = edges();
        List<ReprocessedSpan> pieces = new ArrayList<>();
        Instant begin = from;
        for (int i = 0; i < edges.size(); i++) {
            boolean last = i == edges.size() - 1;
            if (last || pointCount(begin, edges.get(i + 1)) * LONGEST_POINT_BYTES > maximumBytes) {
                ReprocessedSpan piece = piece(begin, edges.get(i));
                if (hasJourneys(piece)) {
                    pieces.add(piece);
                }
                begin = edges.get(i);
            }
        }
        return pieces;
    }

    /** A journey that is stored nowhere, and proven only after the piece, does not count: the piece may have no points at all. */
    private boolean hasJourneys(ReprocessedSpan piece) {
        return !piece.stored().isEmpty()
                || (!piece.points().isEmpty()
                        && found.stream()
                                .anyMatch(drive -> !drive.start().isBefore(piece.from())
                                        && drive.start().isBefore(piece.to())));
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
        return drives().filter(drive -> drive.runsOver(time)).map(Drive::start).findFirst();
    }

    /** Where the span may be cut: at breaks over which no journey runs; at last its own end. */
    private List<Instant> edges() {
        Iterator<Drive> drives =
                drives().sorted(Comparator.comparing(Drive::start)).iterator();
        Drive next = drives.hasNext() ? drives.next() : null;
        Instant underWayUntil = Instant.MIN;
        List<Instant> edges = new ArrayList<>();
        for (Leg leg : legs) {
            Instant after = Instant.ofEpochMilli(leg.after().timeMillis());
            while (next != null && next.start().isBefore(after)) {
                underWayUntil = next.end().isAfter(underWayUntil) ? next.end() : underWayUntil;
                next = drives.hasNext() ? drives.next() : null;
            }
            if (after.isAfter(from) && after.isBefore(to) && !underWayUntil.isAfter(after)) {
                edges.add(after);
            }
        }
        edges.add(to);
        return edges;
    }

    private Stream<Drive> drives() {
        return Stream.concat(found.stream(), settled.stream().map(ReprocessingPlan::drive));
    }

    private ReprocessedSpan piece(Instant begin, Instant end) {
        FoldState since = stateAt(begin);
        boolean toTheEnd = !legs.isEmpty() && legs.get(legs.size() - 1).after().timeMillis() <= end.toEpochMilli();
        return new ReprocessedSpan(
                device,
                begin,
                end,
                since,
                history.after(since.timeMillis(), lastPointMillis(begin, end)),
                toTheEnd,
                storedWithin(begin, end));
    }

    /** How many points the piece has; they are not looked up for it, since it is asked at every edge. */
    private int pointCount(Instant begin, Instant end) {
        return indexAfter(pointMillis, lastPointMillis(begin, end))
                - indexAfter(pointMillis, stateAt(begin).timeMillis());
    }

    /** At the last break until then. */
    private FoldState stateAt(Instant time) {
        int ended = indexAfter(breakMillis, time.toEpochMilli());
        return ended == 0 ? FoldState.NEW : legs.get(ended - 1).after();
    }

    /** The point that proves the last break in the piece, or ends its last journey in the store. */
    private long lastPointMillis(Instant begin, Instant end) {
        int ended = indexAfter(breakMillis, end.toEpochMilli());
        long last = ended == 0 ? Long.MIN_VALUE : provenMillis[ended - 1];
        for (StoredJourney journey : storedWithin(begin, end)) {
            last = Math.max(last, journey.end().toEpochMilli());
        }
        return last;
    }

    /** How many of these times, in order, are not after a time. */
    private static int indexAfter(long[] millis, long time) {
        int low = 0;
        int high = millis.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (millis[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private List<StoredJourney> storedWithin(Instant begin, Instant end) {
        int first = indexAfter(settledMillis, begin.toEpochMilli() - 1);
        return settled.subList(first, Math.max(first, indexAfter(settledMillis, end.toEpochMilli() - 1)));
    }

    /** A better point of its slot, which came too late, stands for the one that the store tells of. */
    private boolean holds(Instant time) {
        long end = Point.slotEnd(time.toEpochMilli());
        return !history.after(end - Point.SLOT_MILLIS - 1, end - 1).isEmpty();
    }

    private static Drive drive(StoredJourney journey) {
        return new Drive(journey.start(), journey.end());
    }
}
