package org.trips.journeys.points;

import java.util.ArrayList;
import java.util.List;

/**
 * Points as bytes: for state, where a day of driving lies for each device, and for the network between operators.
 *
 * <p>Every column is written as the difference from what the two points before foretell (time, latitude, longitude: a
 * second difference) or from the point before (the rest), as a variable-length integer: at 1 Hz a fix with speed,
 * heading and accuracy takes 6 to 8 bytes. A column that did not change costs one bit in the point's leading byte.
 * The first byte is the version of this layout. Any order of points is kept; increasing times are cheapest.
 */
public final class PointCodec {
    private static final byte VERSION = 1;
    private static final int FULL_CIRCLE_TENTHS = 3600;

    private static final int TIME_AS_FORETOLD = 1;
    private static final int SPEED_SAME = 1 << 1;
    private static final int HEADING_SAME = 1 << 2;
    private static final int ACCURACY_SAME = 1 << 3;
    private static final int IGNITION_SAME = 1 << 4;
    private static final int ACCELERATIONS_SAME = 1 << 5;

    private PointCodec() {}

    /** The points as bytes, in their order; an empty list is two bytes. */
    public static byte[] encode(List<Point> points) {
        ByteColumn out = new ByteColumn(16 + points.size() * 10);
        out.writeByte(VERSION);
        out.writeVarint(points.size());
        Foretelling foretelling = new Foretelling();
        for (Point point : points) {
            write(point, foretelling, out);
            foretelling.follow(point);
        }
        return out.toBytes();
    }

    /**
     * The points of {@link #encode}.
     *
     * @throws IllegalArgumentException if the bytes are not what {@link #encode} wrote
     */
    public static List<Point> decode(byte[] bytes) {
        ByteColumn in = new ByteColumn(bytes);
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "Stored points have layout " + version + ", this version reads layout " + VERSION + ".");
        }
        // The count comes from the bytes: never believe it beyond what they can hold.
        long count = in.readVarint();
        if (count < 0 || count > bytes.length) {
            throw new IllegalArgumentException(
                    "Stored points claim to be " + count + ", more than " + bytes.length + " bytes hold.");
        }
        List<Point> points = new ArrayList<>((int) count);
        Foretelling foretelling = new Foretelling();
        for (int i = 0; i < count; i++) {
            Point point = read(foretelling, in);
            foretelling.follow(point);
            points.add(point);
        }
        return points;
    }

    private static void write(Point point, Foretelling foretelling, ByteColumn out) {
        Point before = foretelling.last;
        long timeError = point.timeMillis() - foretelling.time();
        boolean speedSame = point.speedCmps() == before.speedCmps();
        boolean headingSame = point.headingTenths() == before.headingTenths();
        boolean accuracySame = point.accuracyTenths() == before.accuracyTenths();
        boolean ignitionSame = point.ignition() == before.ignition();
        boolean accelerationsSame =
                point.accelLongCmps2() == before.accelLongCmps2() && point.accelLatCmps2() == before.accelLatCmps2();
        out.writeByte((byte) ((timeError == 0 ? TIME_AS_FORETOLD : 0)
                | (speedSame ? SPEED_SAME : 0)
                | (headingSame ? HEADING_SAME : 0)
                | (accuracySame ? ACCURACY_SAME : 0)
                | (ignitionSame ? IGNITION_SAME : 0)
                | (accelerationsSame ? ACCELERATIONS_SAME : 0)));
        if (timeError != 0) {
            out.writeSigned(timeError);
        }
        out.writeSigned(point.latitudeE6() - foretelling.latitude());
        out.writeSigned(point.longitudeE6() - foretelling.longitude());
        if (!speedSame) {
            out.writeSigned((long) point.speedCmps() - before.speedCmps());
        }
        if (!headingSame) {
            out.writeSigned(turn(before.headingTenths(), point.headingTenths()));
        }
        if (!accuracySame) {
            out.writeSigned((long) point.accuracyTenths() - before.accuracyTenths());
        }
        if (!ignitionSame) {
            out.writeByte(point.ignition().code());
        }
        if (!accelerationsSame) {
            out.writeSigned((long) point.accelLongCmps2() - before.accelLongCmps2());
            out.writeSigned((long) point.accelLatCmps2() - before.accelLatCmps2());
        }
    }

    private static Point read(Foretelling foretelling, ByteColumn in) {
        Point before = foretelling.last;
        int same = in.readByte();
        long time = foretelling.time() + ((same & TIME_AS_FORETOLD) != 0 ? 0 : in.readSigned());
        int latitude = (int) (foretelling.latitude() + in.readSigned());
        int longitude = (int) (foretelling.longitude() + in.readSigned());
        int speed = before.speedCmps() + ((same & SPEED_SAME) != 0 ? 0 : (int) in.readSigned());
        int heading = (same & HEADING_SAME) != 0 ? before.headingTenths() : turned(before, in.readSigned());
        int accuracy = before.accuracyTenths() + ((same & ACCURACY_SAME) != 0 ? 0 : (int) in.readSigned());
        Ignition ignition = (same & IGNITION_SAME) != 0 ? before.ignition() : Ignition.ofCode(in.readByte());
        boolean accelerationsSame = (same & ACCELERATIONS_SAME) != 0;
        int accelLong = before.accelLongCmps2() + (accelerationsSame ? 0 : (int) in.readSigned());
        int accelLat = before.accelLatCmps2() + (accelerationsSame ? 0 : (int) in.readSigned());
        return new Point(time, latitude, longitude, speed, heading, accuracy, ignition, accelLong, accelLat);
    }

    /** The shorter way round from one known heading to another, so that 3599 → 1 costs one byte. */
    private static long turn(int from, int to) {
        if (!isOnCircle(from) || !isOnCircle(to)) {
            return (long) to - from;
        }
        long half = FULL_CIRCLE_TENTHS / 2;
        return Math.floorMod(to - from + half, FULL_CIRCLE_TENTHS) - half;
    }

    private static int turned(Point before, long turn) {
        int from = before.headingTenths();
        int straight = (int) (from + turn);
        boolean roundTheCircle = isOnCircle(from) && Math.abs(turn) <= FULL_CIRCLE_TENTHS / 2;
        return roundTheCircle ? Math.floorMod(straight, FULL_CIRCLE_TENTHS) : straight;
    }

    private static boolean isOnCircle(int headingTenths) {
        return headingTenths >= 0 && headingTenths < FULL_CIRCLE_TENTHS;
    }

    /** What the points so far foretell of the next: it goes on as from the last but one to the last. */
    private static final class Foretelling {
        private static final Point NOTHING = new Point(
                0, 0, 0, Point.UNKNOWN, Point.UNKNOWN, Point.UNKNOWN, Ignition.UNKNOWN, Point.UNKNOWN, Point.UNKNOWN);

        private Point last = NOTHING;
        private boolean first = true;
        private long timeStep;
        private long latitudeStep;
        private long longitudeStep;

        long time() {
            return last.timeMillis() + timeStep;
        }

        long latitude() {
            return last.latitudeE6() + latitudeStep;
        }

        long longitude() {
            return last.longitudeE6() + longitudeStep;
        }

        void follow(Point point) {
            timeStep = first ? 0 : point.timeMillis() - last.timeMillis();
            latitudeStep = first ? 0 : (long) point.latitudeE6() - last.latitudeE6();
            longitudeStep = first ? 0 : (long) point.longitudeE6() - last.longitudeE6();
            last = point;
            first = false;
        }
    }
}
