package org.trips.journeys.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/**
 * Holds back points that cannot be where the vehicle was: too inaccurate by the device's own word, a jump no vehicle
 * makes, or a reflection. A jump is judged with bounded look-ahead: it is dropped when a later point is within reach of
 * the points before it, and believed when {@value #BELIEVED_AFTER} points in a row agree with each other. A reflection puts
 * a vehicle that says it stands further away than a stop is wide, for less than a stop, and then back: it is believed if
 * the vehicle does not come back, or says before it does that it drives.
 */
public final class Cleaning {
    /** So many points in a row, each within reach of the one before, are not an error of the receiver. */
    public static final int BELIEVED_AFTER = 3;

    /** A vehicle that says it is so fast is not at rest, wherever it is; drift under a roof seldom looks as fast. */
    private static final double DRIVING_MPS = 2.5;

    /** What two good fixes may be apart though the vehicle stands: the noise of both. */
    private static final double NOISE_METRES = 50;

    /** A vehicle is back where it was if it has come back by so much of the way. */
    private static final double WAY_BACK = 0.5;

    private final List<Point> suspects = new ArrayList<>(BELIEVED_AFTER);
    private Point lastGood;
    private long lastMillis;
    private long decidedMillis;

    /** Whether the suspects may be a reflection: a vehicle would get there, but says that it stands. */
    private boolean reflection;

    /** Goes on after a state's points. */
    Cleaning(FoldState from) {
        lastGood = from.last();
        lastMillis = from.timeMillis();
        decidedMillis = from.timeMillis();
    }

    void accept(Profile profile, Point point, Consumer<Point> clean, BiConsumer<Point, DropReason> dropped) {
        if (point.accuracyMetres() > profile.cleaning().worstAccuracyMetres()) {
            dropped.accept(point, DropReason.INACCURATE);
            if (reflection && isLongAfter(profile, point)) {
                believeSuspects(profile, clean, dropped);
            }
            dropSuspectsBefore(
                    point.timeMillis() - profile.segmentation().splitGap().toMillis(), dropped);
        } else {
            judge(profile, point, clean, dropped);
        }
        if (suspects.isEmpty()) {
            decidedMillis = point.timeMillis();
        }
        lastMillis = point.timeMillis();
    }

    /** Time of the latest point that was, like all before it, found clean or dropped for good. */
    long decidedMillis() {
        return decidedMillis;
    }

    /** No more points come: what no vehicle reaches is dropped, and what did not come back was where it says. */
    void finish(Profile profile, Consumer<Point> clean, BiConsumer<Point, DropReason> dropped) {
        while (reflection) {
            believeSuspects(profile, clean, dropped);
        }
        dropSuspects(dropped);
    }

    /** Whether a vehicle gets from one fix to the later other. */
    static boolean withinReach(Profile.Cleaning limits, Point from, Point to) {
        double seconds = (to.timeMillis() - from.timeMillis()) / 1000.0;
        return from.metresTo(to) - NOISE_METRES <= limits.fastestMps() * seconds;
    }

    /** Whether the vehicle is under way by the device's own word; an unknown speed says nothing. */
    static boolean isDriving(Point point) {
        return point.speedMps() >= DRIVING_MPS;
    }

    /** Whether it stands by the device's own word; an unknown speed says nothing. */
    static boolean saysItStands(Point point) {
        return point.speedMps() < DRIVING_MPS;
    }

    private void judge(Profile profile, Point point, Consumer<Point> clean, BiConsumer<Point, DropReason> dropped) {
        if (reflection) {
            judgeReflection(profile, point, clean, dropped);
        } else if (lastGood != null && !withinReach(profile.cleaning(), lastGood, point)) {
            suspectJump(profile, point, clean, dropped);
        } else {
            dropSuspects(dropped);
            if (lastGood != null && standsElsewhere(profile, lastGood, point)) {
                reflection = true;
                suspect(point);
            } else {
                lastGood = point;
                clean.accept(point);
            }
        }
    }

    private void judgeReflection(
            Profile profile, Point point, Consumer<Point> clean, BiConsumer<Point, DropReason> dropped) {
        Point last = suspects.get(suspects.size() - 1);
        boolean longAfter = isLongAfter(profile, point);
        double metresAway = lastGood.metresTo(suspects.get(0));
        if (!longAfter && lastGood.metresTo(point) <= WAY_BACK * metresAway) {
            dropSuspects(dropped);
            judge(profile, point, clean, dropped);
        } else if (longAfter || isDriving(point) || !follows(profile, last, point)) {
            believeSuspects(profile, clean, dropped);
            judge(profile, point, clean, dropped);
        } else {
            suspect(point);
        }
    }

    private boolean isLongAfter(Profile profile, Point point) {
        return point.timeMillis() - lastGood.timeMillis()
                >= profile.segmentation().stop().toMillis();
    }

    private static boolean follows(Profile profile, Point from, Point to) {
        return withinReach(profile.cleaning(), from, to) && !standsElsewhere(profile, from, to);
    }

    /** Whether it says that it stands, and that it stood elsewhere less than a stop ago. */
    private static boolean standsElsewhere(Profile profile, Point from, Point to) {
        return saysItStands(from)
                && saysItStands(to)
                && to.timeMillis() - from.timeMillis()
                        < profile.segmentation().stop().toMillis()
                && from.metresTo(to) > profile.segmentation().stopRadiusMetres();
    }

    private void suspectJump(
            Profile profile, Point point, Consumer<Point> clean, BiConsumer<Point, DropReason> dropped) {
        if (!suspects.isEmpty() && !withinReach(profile.cleaning(), suspects.get(suspects.size() - 1), point)) {
            dropSuspects(dropped);
        }
        suspect(point);
        if (suspects.size() == BELIEVED_AFTER) {
            believeSuspects(profile, clean, dropped);
        }
    }

    private void suspect(Point point) {
        if (suspects.isEmpty()) {
            decidedMillis = lastMillis;
        }
        suspects.add(point);
    }

    /** Nothing has borne them out for so long, only fixes that say nothing: they must not keep those undecided. */
    private void dropSuspectsBefore(long millis, BiConsumer<Point, DropReason> dropped) {
        if (!suspects.isEmpty() && suspects.get(suspects.size() - 1).timeMillis() < millis) {
            dropSuspects(dropped);
        }
    }

    private void dropSuspects(BiConsumer<Point, DropReason> dropped) {
        for (Point suspect : suspects) {
            dropped.accept(suspect, DropReason.JUMP);
        }
        suspects.clear();
        reflection = false;
    }

    /** Believes the first, and judges the others from there, as whoever goes on from it would. */
    private void believeSuspects(Profile profile, Consumer<Point> clean, BiConsumer<Point, DropReason> dropped) {
        List<Point> held = List.copyOf(suspects);
        suspects.clear();
        reflection = false;
        lastGood = held.get(0);
        clean.accept(lastGood);
        for (int i = 1; i < held.size(); i++) {
            lastMillis = held.get(i - 1).timeMillis();
            judge(profile, held.get(i), clean, dropped);
        }
        lastMillis = held.get(held.size() - 1).timeMillis();
    }
}
