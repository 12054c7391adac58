package org.trips.journeys.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/**
 * Holds back points that cannot be where the vehicle was: too inaccurate by the device's own word, or a jump no
 * vehicle makes. A jump is judged with bounded look-ahead: it is dropped when a later point is within reach of the
 * points before it, and believed when {@value #BELIEVED_AFTER} points in a row agree with each other.
 */
public final class Cleaning {
    /** So many points in a row, each within reach of the one before, are not an error of the receiver. */
    public static final int BELIEVED_AFTER = 3;

    /** What two good fixes may be apart though the vehicle stands: the noise of both. */
    private static final double NOISE_METRES = 50;

    private final List<Point> suspects = new ArrayList<>(BELIEVED_AFTER);
    private Point lastGood;
    private long lastMillis;
    private long decidedMillis;

    /** Goes on after a state's points. */
    Cleaning(FoldState from) {
        lastGood = from.last();
        lastMillis = from.timeMillis();
        decidedMillis = from.timeMillis();
    }

    void accept(Profile profile, Point point, Consumer<Point> clean, BiConsumer<Point, DropReason> dropped) {
        Profile.Cleaning limits = profile.cleaning();
        if (point.accuracyMetres() > limits.worstAccuracyMetres()) {
            dropped.accept(point, DropReason.INACCURATE);
            dropSuspectsBefore(
                    point.timeMillis() - profile.segmentation().splitGap().toMillis(), dropped);
        } else if (lastGood == null || withinReach(limits, lastGood, point)) {
            dropSuspects(dropped);
            lastGood = point;
            clean.accept(point);
        } else {
            suspect(limits, point, clean, dropped);
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

    /** No more points come: what is suspected still is dropped. */
    void finish(BiConsumer<Point, DropReason> dropped) {
        dropSuspects(dropped);
    }

    /** Whether a vehicle gets from one fix to the later other. */
    static boolean withinReach(Profile.Cleaning limits, Point from, Point to) {
        double seconds = (to.timeMillis() - from.timeMillis()) / 1000.0;
        return from.metresTo(to) - NOISE_METRES <= limits.fastestMps() * seconds;
    }

    private void suspect(
            Profile.Cleaning limits, Point point, Consumer<Point> clean, BiConsumer<Point, DropReason> dropped) {
        if (!suspects.isEmpty() && !withinReach(limits, suspects.get(suspects.size() - 1), point)) {
            dropSuspects(dropped);
            decidedMillis = lastMillis;
        }
        suspects.add(point);
        if (suspects.size() == BELIEVED_AFTER) {
            List<Point> believed = List.copyOf(suspects);
            suspects.clear();
            lastGood = point;
            believed.forEach(clean);
        }
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
    }
}
