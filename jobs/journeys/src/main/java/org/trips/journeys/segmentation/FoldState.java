package org.trips.journeys.segmentation;

import java.util.List;
import org.trips.journeys.points.ByteColumn;
import org.trips.journeys.points.Point;
import org.trips.journeys.points.PointCodec;

/**
 * All that {@link JourneyFold} knows of the points up to and including {@code timeMillis}: folding goes on from it as if
 * it had read them all. At a break between journeys it is the boundary record that stays when the points are gone.
 *
 * @param driving whether a journey is under way
 * @param timeMillis time of the latest point behind this state, usable or not; before all times where there is none
 * @param sinceMillis driving: when the journey started; parked: when this stretch of standing began to be counted
 * @param last the last clean point behind this state, or null before the first; driving: where a stop may have begun;
 *     parked: the last point at rest, from which the next journey starts
 * @param placeLatitudeE6 parked: where the vehicle stands, millionths of a degree
 * @param placeLongitudeE6 parked: where the vehicle stands, millionths of a degree
 * @param legMillis when the leg began that goes on from here: time of the break before it, or of a device's first
 *     point; at a break it is {@code timeMillis}
 * @param switched whether the ignition was switched at {@code last}; driving: off; parked: on, so that a journey that
 *     begins soon began there
 */
public record FoldState(
        boolean driving,
        long timeMillis,
        long sinceMillis,
        Point last,
        int placeLatitudeE6,
        int placeLongitudeE6,
        long legMillis,
        boolean switched) {

    /** Before the first point of a device. */
    public static final FoldState NEW = new FoldState(false, Long.MIN_VALUE, Long.MIN_VALUE, null, 0, 0);

    private static final int DRIVING = 1;
    private static final int WITHIN_LEG = 2;
    private static final int SWITCHED = 4;

    /** A break. */
    private FoldState(
            boolean driving, long timeMillis, long sinceMillis, Point last, int placeLatitudeE6, int placeLongitudeE6) {
        this(driving, timeMillis, sinceMillis, last, placeLatitudeE6, placeLongitudeE6, timeMillis, false);
    }

    static FoldState parked(Point last, long sinceMillis, int placeLatitudeE6, int placeLongitudeE6) {
        return new FoldState(false, last.timeMillis(), sinceMillis, last, placeLatitudeE6, placeLongitudeE6);
    }

    /** Parked where the point is. */
    static FoldState parkedAt(Point last) {
        return parked(last, last.timeMillis(), last.latitudeE6(), last.longitudeE6());
    }

    static FoldState drivingSince(long startMillis, Point last) {
        return new FoldState(true, last.timeMillis(), startMillis, last, 0, 0);
    }

    FoldState restingAt(Point point) {
        return parked(point, sinceMillis, placeLatitudeE6, placeLongitudeE6);
    }

    FoldState mayStopAt(Point point) {
        return drivingSince(sinceMillis, point);
    }

    /** Parked, and up to that time nothing came after {@code seen} (null where there is none) that places the vehicle. */
    FoldState unseenUntil(long millis, Point seen) {
        long since = timeMillis == Long.MIN_VALUE ? millis : sinceMillis;
        return new FoldState(false, millis, since, seen, placeLatitudeE6, placeLongitudeE6);
    }

    /** Parked as before, counted anew. */
    FoldState countedAnew() {
        return new FoldState(false, timeMillis, timeMillis, last, placeLatitudeE6, placeLongitudeE6);
    }

    /** The same within a leg that began at that time. */
    FoldState inLegSince(long millis) {
        return new FoldState(
                driving, timeMillis, sinceMillis, last, placeLatitudeE6, placeLongitudeE6, millis, switched);
    }

    /** The same, the ignition having been switched at its last point, or not. */
    FoldState switchedAtLast(boolean there) {
        return new FoldState(
                driving, timeMillis, sinceMillis, last, placeLatitudeE6, placeLongitudeE6, legMillis, there);
    }

    /** Whether no clean point lies behind it. */
    public boolean isNowhere() {
        return last == null;
    }

    /** Appends this state: at a break under 70 bytes, within a leg up to ten more, for it says when the leg began. */
    public void write(ByteColumn out) {
        boolean withinLeg = legMillis != timeMillis;
        out.writeByte((byte) ((driving ? DRIVING : 0) | (withinLeg ? WITHIN_LEG : 0) | (switched ? SWITCHED : 0)));
        out.writeBytes(PointCodec.encode(isNowhere() ? List.of() : List.of(last)));
        long base = isNowhere() ? 0 : last.timeMillis();
        out.writeSigned(timeMillis - base);
        out.writeSigned(sinceMillis - base);
        if (!isNowhere()) {
            out.writeSigned((long) placeLatitudeE6 - last.latitudeE6());
            out.writeSigned((long) placeLongitudeE6 - last.longitudeE6());
        }
        if (withinLeg) {
            out.writeSigned(timeMillis - legMillis);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static FoldState read(ByteColumn in) {
        int flags = in.readByte();
        FoldState read = readPlace((flags & DRIVING) != 0, in).switchedAtLast((flags & SWITCHED) != 0);
        return (flags & WITHIN_LEG) == 0 ? read : read.inLegSince(read.timeMillis() - in.readSigned());
    }

    private static FoldState readPlace(boolean driving, ByteColumn in) {
        List<Point> points = PointCodec.decode(in.readBytes());
        if (points.isEmpty()) {
            return new FoldState(driving, in.readSigned(), in.readSigned(), null, 0, 0);
        }
        Point last = points.get(0);
        long time = last.timeMillis() + in.readSigned();
        long since = last.timeMillis() + in.readSigned();
        int latitude = (int) (last.latitudeE6() + in.readSigned());
        int longitude = (int) (last.longitudeE6() + in.readSigned());
        return new FoldState(driving, time, since, last, latitude, longitude);
    }
}
