package org.trips.journeys.device;

import java.util.stream.LongStream;
import org.trips.journeys.points.ByteColumn;
import org.trips.journeys.points.Point;

/**
 * The times of a device's three latest points, each in a {@linkplain Point#SLOT_MILLIS slot} of its own: of those in one
 * slot the latest counts, whichever of them is kept. A receiver that dates one fix years ahead must neither settle what came
 * before nor make all that follows out of order, so a device's time is what three points have reached: as many as prove
 * that a jump is none. Two times further ahead than a leap wait until others bear them out. All of it depends on the set
 * of times alone, not on their order.
 *
 * @param latest {@link #NEVER} where there is none, as the others
 */
record LatestTimes(long latest, long second, long third) {
    static final long NEVER = Long.MIN_VALUE;
    static final LatestTimes NONE = new LatestTimes(NEVER, NEVER, NEVER);

    /** Two days: longer than a device in use is silent, or else it matters little that its first two fixes wait. */
    private static final long LONGEST_LEAP_MILLIS = 2 * 86_400_000L;

    static LatestTimes read(ByteColumn in) {
        return new LatestTimes(in.readSigned(), in.readSigned(), in.readSigned());
    }

    void write(ByteColumn out) {
        out.writeSigned(latest);
        out.writeSigned(second);
        out.writeSigned(third);
    }

    /** With another point's time; the same time again changes nothing. */
    LatestTimes with(long time) {
        long slot = Point.slot(time);
        if (slot == Point.slot(latest)) {
            return new LatestTimes(Math.max(latest, time), second, third);
        }
        if (time > latest) {
            return new LatestTimes(time, latest, second);
        }
        if (slot == Point.slot(second)) {
            return new LatestTimes(latest, Math.max(second, time), third);
        }
        if (time > second) {
            return new LatestTimes(latest, time, second);
        }
        return time > third ? new LatestTimes(latest, second, time) : this;
    }

    /** The latest time that three points have reached, or {@link #NEVER}. */
    long corroborated() {
        return third;
    }

    /** The time up to which points are believed, or {@link #NEVER}. It never goes back as times are added. */
    long believed() {
        if (third == NEVER) {
            return NEVER;
        }
        return LongStream.of(latest, second, third)
                .filter(time -> time - third <= LONGEST_LEAP_MILLIS)
                .findFirst()
                .orElseThrow();
    }

    /** How many points wait to be borne out. */
    int waiting() {
        long believed = believed();
        return (int) LongStream.of(latest, second, third)
                .filter(time -> time > believed)
                .count();
    }
}
