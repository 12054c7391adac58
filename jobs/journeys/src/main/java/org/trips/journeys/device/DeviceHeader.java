package org.trips.journeys.device;

import org.trips.journeys.points.ByteColumn;
import org.trips.journeys.segmentation.FoldState;

/**
 * How far a device has got.
 *
 * @param times of its latest points
 * @param settledUntil points before this time are late; it only moves forward
 * @param oldestProof when the first break after the boundary was proven, the next that can be settled, or {@link #NO_BREAK}
 * @param boundary the state at the last settled break, from which all unsettled points are folded
 * @param openFrom the state at the break before the open leg
 * @param live the state from which the next point in order goes on
 * @param rules the {@linkplain JourneyRules#digest digest} of the rules by which all since the boundary was found
 */
record DeviceHeader(
        LatestTimes times,
        long settledUntil,
        long oldestProof,
        FoldState boundary,
        FoldState openFrom,
        FoldState live,
        long rules) {

    static final long NO_BREAK = Long.MAX_VALUE;
    /** Also of what {@link FoundLeg} stores: a device's header is read before its legs. */
    private static final byte VERSION = 3;

    /** Ended without the rules, and did not say when the leg began that {@code live} lies in. */
    private static final byte WITHOUT_RULES = 2;

    /** Of no rules, so that everything is found again. */
    private static final long UNKNOWN_RULES = 0;

    /** @param rules by which a new device is followed */
    static DeviceHeader of(DeviceStore store, long rules) {
        byte[] bytes = store.header();
        if (bytes == null) {
            return new DeviceHeader(
                    LatestTimes.NONE, Long.MIN_VALUE, NO_BREAK, FoldState.NEW, FoldState.NEW, FoldState.NEW, rules);
        }
        ByteColumn in = new ByteColumn(bytes);
        byte version = in.readByte();
        if (version != VERSION && version != WITHOUT_RULES) {
            throw new IllegalStateException("A device's header has layout " + version + ", this version reads layouts "
                    + WITHOUT_RULES + " and " + VERSION + ".");
        }
        return new DeviceHeader(
                LatestTimes.read(in),
                in.readSigned(),
                in.readSigned(),
                FoldState.read(in),
                FoldState.read(in),
                FoldState.read(in),
                version == WITHOUT_RULES ? UNKNOWN_RULES : in.readSigned());
    }

    void write(DeviceStore store) {
        ByteColumn out = new ByteColumn(200);
        out.writeByte(VERSION);
        times.write(out);
        out.writeSigned(settledUntil);
        out.writeSigned(oldestProof);
        boundary.write(out);
        openFrom.write(out);
        live.write(out);
        out.writeSigned(rules);
        store.header(out.toBytes());
    }

    boolean isNew() {
        return times.equals(LatestTimes.NONE);
    }

    /** No settled journey ends later, and none that is not settled starts earlier. */
    long settledJourneysMillis() {
        boolean allSettled = settledUntil > times.believed();
        return allSettled ? settledUntil : boundary.timeMillis();
    }

    DeviceHeader withTimes(LatestTimes latest) {
        return new DeviceHeader(latest, settledUntil, oldestProof, boundary, openFrom, live, rules);
    }

    DeviceHeader withLive(FoldState state) {
        return new DeviceHeader(times, settledUntil, oldestProof, boundary, openFrom, state, rules);
    }

    DeviceHeader withOpen(FoldState from, FoldState resumable) {
        return new DeviceHeader(times, settledUntil, oldestProof, boundary, from, resumable, rules);
    }

    DeviceHeader withOldestProof(long millis) {
        return new DeviceHeader(times, settledUntil, millis, boundary, openFrom, live, rules);
    }

    DeviceHeader settledAt(FoldState state, long until) {
        return new DeviceHeader(times, until, oldestProof, state, openFrom, live, rules);
    }

    DeviceHeader foundBy(long others) {
        return new DeviceHeader(times, settledUntil, oldestProof, boundary, openFrom, live, others);
    }
}
