package org.trips.journeys.segmentation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.roads.Earth;

/**
 * Trip segmentation: folds the points of one device, in order of time, into {@link Leg}s. It looks back no further
 * than {@link #resumable()}, so a fold begun there and given the points after it goes on exactly as this one would. A leg
 * goes by the profile that holds when it begins, and what comes after its break is read again for the next leg.
 *
 * <p>A journey starts where the vehicle leaves the place it is parked at, walked back to the last point at rest or, where
 * the device tells, to where the ignition was switched on. It ends where the vehicle rests within the stop radius for
 * the stop time, where the ignition is switched off for long enough, or at a gap that no drive explains; walked back to
 * where it came to rest. Not thread-safe.
 */
public final class JourneyFold {
    /** Fixes this near each other are of a vehicle at rest: the noise of a receiver between houses. */
    public static final double REST_METRES = 30;

    /** So many stop radii does a vehicle drift that says it stands; a device that always says so is believed beyond. */
    public static final double DRIFT_RADII = 2.5;

    /** A vehicle that takes longer than this to leave its parking place has been standing in between. */
    private static final long LONGEST_DEPARTURE_MILLIS = 120_000;

    /** What tells no speed and stays so long where it is heard last has come to rest there. */
    private static final long COME_TO_REST_MILLIS = 60_000;

    /** So many stop times within the stop radius are a stop, though the vehicle is never seen at rest for one. */
    public static final int MOVING_ABOUT = 2;

    private static final long NEVER = Long.MIN_VALUE;

    private final Versions<Profile> profiles;
    private final List<Leg> ended = new ArrayList<>();

    /** The points after a break that are to be read again. */
    private final Deque<Point> unread = new ArrayDeque<>();

    /** All points read since the leg began, or since the fold was resumed within it. */
    private final List<Point> read = new ArrayList<>();

    private final List<Point> clean = new ArrayList<>();
    private final List<Dropped> dropped = new ArrayList<>();
    private Cleaning cleaning;
    private FoldState legFrom;
    private FoldState state;

    /** When the leg began; before all times until the first point of a device. */
    private long legMillis;

    /** Null until the first point of a device. */
    private Profile profile;

    /** Whether the point being read has ended a leg. */
    private boolean legEnded;

    /** How it was seen to be under way; null where it is not, and in a fold that was resumed when it was. */
    private Departure departure;

    private long nowMillis;
    private Circle stopCircle;

    /** While driving: when the ignition was switched off, if it has been off since and the vehicle is where it was. */
    private long offMillis;

    /** Index in {@code clean} of the first point that is not behind {@code state}. */
    private int pending;

    /** Begins after {@code from}. */
    public JourneyFold(Versions<Profile> profiles, FoldState from) {
        this.profiles = profiles;
        beginLeg(from);
    }

    /** Takes the next point, later than all before. */
    public void accept(Point point) {
        read(point);
        while (!unread.isEmpty()) {
            read(unread.remove());
        }
    }

    private void read(Point point) {
        nowMillis = point.timeMillis();
        if (profile == null) {
            legMillis = point.timeMillis();
            profile = profileAt(legMillis);
        }
        read.add(point);
        legEnded = false;
        cleaning.accept(profile, point, this::follow, this::drop);
        if (!legEnded) {
            passUnusable(cleaning.decidedMillis());
        }
    }

    /** The legs that have ended so far, in order of time. Only those begun at a break have all their points. */
    public List<Leg> ended() {
        return ended;
    }

    /** The same legs, each only once: the fold forgets them, and their points with them. */
    public List<Leg> takeEnded() {
        if (ended.isEmpty()) {
            return List.of();
        }
        List<Leg> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    /** The latest state that later points cannot change. */
    public FoldState resumable() {
        return state.inLegSince(legMillis);
    }

    /** The state at the break before the leg that is open. */
    public FoldState openFrom() {
        return legFrom;
    }

    /** Whether a journey is under way. */
    public boolean driving() {
        return state.driving();
    }

    /**
     * The open leg as if no point came any more, or empty where there is no point after its break. The fold takes no
     * points after this.
     */
    public Optional<Leg> finish() {
        cleaning.finish(profile, clean::add, this::drop);
        if (clean.isEmpty() && dropped.isEmpty()) {
            return Optional.empty();
        }
        Point last = lastClean();
        if (state.driving()) {
            long arrival = cleanOrCandidate(arrival(clean.size() - 1)).timeMillis();
            Break end = unexpected(Break.Cause.END_OF_POINTS, last, null);
            return Optional.of(leg(clean, dropped, FoldState.parkedAt(last), arrival, end));
        }
        boolean rests = last != null && last.timeMillis() > state.timeMillis();
        FoldState after = state;
        if (rests) {
            boolean away = metresFromPlace(last) > segmentation().stopRadiusMetres();
            after = away ? FoldState.parkedAt(last) : state.restingAt(last);
        }
        Break end = new Break(Break.Cause.END_OF_POINTS, last, null, false);
        return Optional.of(leg(clean, dropped, after, after.timeMillis(), end));
    }

    private void drop(Point point, DropReason reason) {
        if (legEnded) {
            return; // it is read again for the next leg
        }
        dropped.add(new Dropped(point, reason));
    }

    private void follow(Point point) {
        if (legEnded) {
            return; // it is read again for the next leg
        }
        clean.add(point);
        if (state.isNowhere()) {
            state = FoldState.parkedAt(point);
            pending = clean.size();
        } else if (state.driving()) {
            drive(point);
        } else {
            stand(point);
        }
    }

    private void drive(Point point) {
        Point previous = previous();
        Break.Cause gap = breakBetween(previous, point);
        if (gap != null) {
            endAt(arrival(clean.size() - 2), previous, unexpected(gap, previous, point));
        } else if (endsByIgnition(previous, point)) {
            int off = switchedOff();
            endSwitchedOff(off, cleanOrCandidate(off), point);
        } else if (point.timeMillis() - state.sinceMillis()
                >= segmentation().longest().toMillis()) {
            endLegBefore(
                    clean.size(),
                    FoldState.drivingSince(point.timeMillis(), point),
                    new Break(Break.Cause.LONGEST_JOURNEY, null, point, false));
        } else {
            // The others pending were found near the candidate as they came.
            if (!nearStopCandidate(point)) {
                moveStopCandidate();
            }
            endIfStopped(point);
        }
    }

    private boolean endsByIgnition(Point previous, Point point) {
        if (isSwitchedOff(previous, point)) {
            offMillis = point.timeMillis();
        }
        boolean longEnough = offMillis != NEVER
                && point.timeMillis() - offMillis
                        >= segmentation().ignitionOff().toMillis();
        if (point.ignition() == Ignition.ON && !longEnough) {
            offMillis = NEVER;
        }
        return longEnough;
    }

    /**
     * It has stopped if it came to rest the stop time ago and rests there still; not where it crept up to a level
     * crossing, which takes no less time within the stop radius. What only moves about there has stopped after twice as
     * long.
     */
    private void endIfStopped(Point point) {
        long stopMillis = segmentation().stop().toMillis();
        long nearMillis = point.timeMillis() - state.timeMillis();
        if (nearMillis < stopMillis) {
            return;
        }
        List<Point> standing = clean.subList(pending, clean.size()).stream()
                .filter(near -> near.timeMillis() >= point.timeMillis() - stopMillis / 2)
                .toList();
        // The place is the median of the later half of the stop.
        int latitude = median(standing.stream().mapToInt(Point::latitudeE6).toArray());
        int longitude = median(standing.stream().mapToInt(Point::longitudeE6).toArray());
        int arrival = earliestArrival();
        while (arrival < clean.size() - 1 && !restsAt(cleanOrCandidate(arrival), latitude, longitude)) {
            arrival++;
        }
        Point last = cleanOrCandidate(arrival);
        boolean rested = restsAt(point, latitude, longitude) && point.timeMillis() - last.timeMillis() >= stopMillis;
        if (rested || nearMillis >= MOVING_ABOUT * stopMillis) {
            Break end = rested
                    ? new Break(Break.Cause.AT_REST, last, point, false)
                    : new Break(Break.Cause.MOVED_ABOUT, state.last(), point, false);
            endLegBefore(arrival + 1, FoldState.parked(last, last.timeMillis(), latitude, longitude), end);
        }
    }

    private void stand(Point point) {
        Point previous = previous();
        boolean unseen = point.timeMillis() - previous.timeMillis()
                >= segmentation().stop().toMillis();
        boolean afterHole = unseen || !Cleaning.withinReach(profile.cleaning(), previous, point);
        boolean atPlace =
                metresFromPlace(point) <= segmentation().stopRadiusMetres() || (!afterHole && drifts(previous, point));
        if (!atPlace) {
            Point start = afterHole ? point : state.last();
            Departure.Cause cause = unseen
                    ? Departure.Cause.AFTER_HOLE
                    : afterHole
                            ? Departure.Cause.AFTER_JUMP
                            : state.switched() ? Departure.Cause.IGNITION_ON : Departure.Cause.LEFT_PLACE;
            departure = new Departure(cause, afterHole ? previous : start, point, metresFromPlace(point));
            state = FoldState.drivingSince(start.timeMillis(), start);
            if (afterHole) {
                pending = clean.size();
            } else if (endsByIgnition(previous, point)) {
                endSwitchedOff(switchedOff(), point, point);
            } else {
                moveStopCandidate();
                endIfStopped(point);
            }
            return;
        }
        boolean switchedOn = point.ignition() == Ignition.ON && (afterHole || previous.ignition() == Ignition.OFF);
        boolean mayBeLeaving = !afterHole
                && !switchedOn
                && !isSwitchedOff(previous, point)
                && point.timeMillis() - state.timeMillis() < longestDepartureMillis();
        if (restsAt(point, state.placeLatitudeE6(), state.placeLongitudeE6())) {
            if (!(state.switched() && mayBeLeaving)) {
                rest(state.restingAt(point).switchedAtLast(switchedOn));
            }
        } else if (!mayBeLeaving) {
            rest(FoldState.parked(point, state.sinceMillis(), point.latitudeE6(), point.longitudeE6())
                    .switchedAtLast(switchedOn));
        }
    }

    /** Whether all that was heard since it rested says that it stands, and it is not too far away for that. */
    private boolean drifts(Point previous, Point point) {
        return metresFromPlace(point) <= DRIFT_RADII * segmentation().stopRadiusMetres()
                && Cleaning.saysItStands(previous)
                && clean.subList(pending, clean.size()).stream().allMatch(Cleaning::saysItStands);
    }

    /** A driver may let the engine run before leaving, for less than would be a stop. */
    private long longestDepartureMillis() {
        long stopMillis = segmentation().stop().toMillis();
        return state.switched() ? stopMillis : Math.min(stopMillis, LONGEST_DEPARTURE_MILLIS);
    }

    private static boolean isSwitchedOff(Point previous, Point point) {
        return previous.ignition() == Ignition.ON && point.ignition() == Ignition.OFF;
    }

    private void rest(FoldState resting) {
        state = resting;
        pending = clean.size();
        cutLongStanding();
    }

    /**
     * Fixes that place nobody are a hole like any other. Once it is too long for a journey to bridge, whatever fix comes
     * next finds the vehicle parked, so nothing has to be read again to judge it.
     */
    private void passUnusable(long untilMillis) {
        Point seen = lastClean();
        boolean bridgeable = seen != null
                && untilMillis - seen.timeMillis() <= segmentation().splitGap().toMillis();
        if (bridgeable || untilMillis <= state.timeMillis()) {
            return;
        }
        if (state.driving()) {
            endAt(arrival(clean.size() - 1), seen, unexpected(Break.Cause.NOTHING_USABLE, seen, null));
            return;
        }
        state = state.unseenUntil(untilMillis, seen);
        pending = clean.size();
        cutLongStanding();
    }

    /** A vehicle that stands, or hides, for weeks must not keep its points in state for weeks. */
    private void cutLongStanding() {
        if (state.timeMillis() - state.sinceMillis() >= segmentation().longest().toMillis()) {
            endLegBefore(
                    clean.size(), state.countedAnew(), new Break(Break.Cause.LONG_STANDING, state.last(), null, false));
        }
    }

    /**
     * A hole in the points that ends a journey: too long, too far, or long enough to be a stop at one place. Null where it
     * ends none.
     */
    private Break.Cause breakBetween(Point previous, Point point) {
        long gap = point.timeMillis() - previous.timeMillis();
        if (!Cleaning.withinReach(profile.cleaning(), previous, point)) {
            return Break.Cause.GAP_TOO_FAR;
        }
        if (gap > segmentation().splitGap().toMillis()) {
            return Break.Cause.GAP_TOO_LONG;
        }
        if (gap < segmentation().stop().toMillis()) {
            return null;
        }
        double metres = previous.metresTo(point);
        if (metres <= segmentation().stopRadiusMetres()) {
            return Break.Cause.GAP_AT_ONE_PLACE;
        }
        return metres / (gap / 1000.0) < segmentation().slowestBridgeMps() ? Break.Cause.GAP_TOO_SLOW : null;
    }

    /** The stop candidate is the earliest point from which on all stay within the stop radius of it. */
    private void moveStopCandidate() {
        while (!allPendingNear()) {
            Point candidate = clean.get(pending);
            if (candidate.timeMillis() > offMillis) {
                offMillis = NEVER;
            }
            state = state.mayStopAt(candidate).switchedAtLast(candidate.timeMillis() == offMillis);
            pending++;
        }
    }

    private boolean allPendingNear() {
        for (int i = clean.size() - 1; i >= pending; i--) {
            if (!nearStopCandidate(clean.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean nearStopCandidate(Point point) {
        if (stopCircle == null || stopCircle.centre().timeMillis() != state.timeMillis()) {
            stopCircle = new Circle(state.last(), segmentation().stopRadiusMetres());
        }
        return stopCircle.contains(point);
    }

    /** A journey does not end where it starts, or a break could follow a break at the same time. */
    private int earliestArrival() {
        return state.timeMillis() > state.sinceMillis() ? pending - 1 : pending;
    }

    /**
     * Where a vehicle had arrived of which nothing is heard after a point: where its ignition was switched off, or where
     * it has stood since, if that is long enough to be seen; else there.
     */
    private int arrival(int last) {
        if (offMillis != NEVER) {
            return switchedOff();
        }
        Point end = cleanOrCandidate(last);
        if (Cleaning.isDriving(end)) {
            return last;
        }
        int arrival = last;
        while (arrival > earliestArrival()
                && restsAt(cleanOrCandidate(arrival - 1), end.latitudeE6(), end.longitudeE6())) {
            arrival--;
        }
        boolean saysItStands = !Double.isNaN(end.speedMps());
        long rested = end.timeMillis() - cleanOrCandidate(arrival).timeMillis();
        return saysItStands || rested >= COME_TO_REST_MILLIS ? arrival : last;
    }

    /** The point with which the ignition was switched off; it is pending, or the stop candidate. */
    private int switchedOff() {
        int off = pending - 1;
        while (cleanOrCandidate(off).timeMillis() < offMillis) {
            off++;
        }
        return off;
    }

    /** A break after which nobody knows what became of the vehicle, so that its end is walked back to its arrival. */
    private Break unexpected(Break.Cause cause, Point from, Point to) {
        return new Break(cause, from, to, offMillis != NEVER);
    }

    private void endSwitchedOff(int off, Point place, Point shown) {
        endAt(off, place, new Break(Break.Cause.IGNITION_OFF, cleanOrCandidate(off), shown, true));
    }

    /** Ends the leg with that point, parked where another is. */
    private void endAt(int arrival, Point place, Break end) {
        Point last = cleanOrCandidate(arrival);
        endLegBefore(
                arrival + 1, FoldState.parked(last, last.timeMillis(), place.latitudeE6(), place.longitudeE6()), end);
    }

    /** The stop candidate lies before the pending points, and in a resumed fold before all clean ones. */
    private Point cleanOrCandidate(int index) {
        return index < pending ? state.last() : clean.get(index);
    }

    /** Ends the leg with the first so many clean points; all that come after the break are read again from there. */
    private void endLegBefore(int count, FoldState after, Break end) {
        List<Dropped> before = dropped.stream()
                .filter(drop -> drop.point().timeMillis() <= after.timeMillis())
                .toList();
        ended.add(leg(clean.subList(0, count), before, after, after.timeMillis(), end));
        for (int i = read.size() - 1; i >= 0 && read.get(i).timeMillis() > after.timeMillis(); i--) {
            unread.addFirst(read.get(i));
        }
        beginLeg(after);
        legEnded = true;
    }

    private void beginLeg(FoldState from) {
        legFrom = from;
        state = from;
        legMillis = from.legMillis();
        profile = legMillis == Long.MIN_VALUE ? null : profileAt(legMillis);
        cleaning = new Cleaning(from);
        read.clear();
        clean.clear();
        dropped.clear();
        pending = 0;
        stopCircle = null;
        boolean goesOn = from.driving() && legMillis == from.timeMillis();
        departure = goesOn ? new Departure(Departure.Cause.GOES_ON, from.last(), from.last(), 0) : null;
        offMillis = from.driving() && from.switched() ? from.timeMillis() : NEVER;
    }

    /** @param endMillis when its journey ended, if one was under way */
    private Leg leg(List<Point> cleanPoints, List<Dropped> otherPoints, FoldState after, long endMillis, Break end) {
        LegReasons reasons = new LegReasons(profile, departure, end, otherPoints);
        return LegVerdict.of(legFrom, state, after, endMillis, nowMillis, cleanPoints, reasons);
    }

    /** The latest clean point, or null where there is none yet. */
    private Point lastClean() {
        return cleanOrCandidate(clean.size() - 1);
    }

    /** The clean point before the one being followed. */
    private Point previous() {
        return cleanOrCandidate(clean.size() - 2);
    }

    private static boolean restsAt(Point point, int latitudeE6, int longitudeE6) {
        return metresBetween(point, latitudeE6, longitudeE6) <= REST_METRES && !Cleaning.isDriving(point);
    }

    private double metresFromPlace(Point point) {
        return metresBetween(point, state.placeLatitudeE6(), state.placeLongitudeE6());
    }

    private static double metresBetween(Point point, int latitudeE6, int longitudeE6) {
        return Earth.metres(point.latitude(), point.longitude(), latitudeE6 / 1e6, longitudeE6 / 1e6);
    }

    private static int median(int[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private Profile profileAt(long millis) {
        return profiles.at(Instant.ofEpochMilli(millis))
                .orElseThrow(
                        () -> new IllegalStateException("No profile holds at " + Instant.ofEpochMilli(millis) + "."));
    }

    private Profile.Segmentation segmentation() {
        return profile.segmentation();
    }
}
