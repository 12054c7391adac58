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
 */
record DeviceHeader(
        LatestTimes times,
        long settledUntil,
        long oldestProof,
        FoldState boundary,
        FoldState openFrom,
        FoldState live) {

    static final long NO_BREAK = Long.MAX_VALUE;
    /** Also of what {@link FoundLeg} stores: a device's header is read before its legs. */
    private static final byte VERSION = 3;

    /** Did not say when the leg began that {@code live} lies in. */
    private static final byte LIVE_WITHOUT_LEG = 2;

    private static final DeviceHeader NEW =
            new DeviceHeader(LatestTimes.NONE, Long.MIN_VALUE, NO_BREAK, FoldState.NEW, FoldState.NEW, FoldState.NEW);

    static DeviceHeader of(DeviceStore store) {
        byte[] bytes = store.header();
        if (bytes == null) {
            return NEW;
        }
        ByteColumn in = new ByteColumn(bytes);
        byte version = in.readByte();
        if (version != VERSION && version != LIVE_WITHOUT_LEG) {
            throw new IllegalStateException("A device's header has layout " + version + ", this version reads layouts "
                    + LIVE_WITHOUT_LEG + " and " + VERSION + ".");
        }
        DeviceHeader header = new DeviceHeader(
                LatestTimes.read(in),
                in.readSigned(),
                in.readSigned(),
                FoldState.read(in),
                FoldState.read(in),
                FoldState.read(in));
        return version == LIVE_WITHOUT_LEG ? header.withLive(header.openFrom()) : header;
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
        store.header(out.toBytes());
    }

    boolean isNew() {
        return times.equals(LatestTimes.NONE);
    }

    DeviceHeader withTimes(LatestTimes latest) {
        return new DeviceHeader(latest, settledUntil, oldestProof, boundary, openFrom, live);
    }

    DeviceHeader withLive(FoldState state) {
        return new DeviceHeader(times, settledUntil, oldestProof, boundary, openFrom, state);
    }

    DeviceHeader withOpen(FoldState from, FoldState resumable) {
        return new DeviceHeader(times, settledUntil, oldestProof, boundary, from, resumable);
    }

    DeviceHeader withOldestProof(long millis) {
        return new DeviceHeader(times, settledUntil, millis, boundary, openFrom, live);
    }

    DeviceHeader settledAt(FoldState state, long until) {
        return new DeviceHeader(times, until, oldestProof, state, openFrom, live);
    }
}
