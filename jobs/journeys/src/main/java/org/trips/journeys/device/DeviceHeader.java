package org.trips.journeys.device;

import org.trips.journeys.points.ByteColumn;
import org.trips.journeys.points.Point;
import org.trips.journeys.segmentation.FoldState;

/**
 * How far a device has got.
 *
 * @param times of its latest points
 * @param settledUntil points before this time, the end of a slot, are late; it only moves forward
 * @param oldestProof when the first break after the boundary was proven, the next that can be settled, or {@link #NO_BREAK}
 * @param boundary the state at the last settled break, from which all unsettled points are folded
 * @param openFrom the state at the break before the open leg
 * @param live the state from which the next point in order goes on
 * @param unfoldedFrom the earliest change that no fold has followed yet, or {@link #ALL_FOLDED}
 * @param foldDebt how many points were folded again that the device's own have not yet paid for, see {@link FoldAllowance}
 * @param rules the {@linkplain JourneyRules#digest digest} of the rules by which all since the boundary was found
 */
record DeviceHeader(
        LatestTimes times,
        long settledUntil,
        long oldestProof,
        FoldState boundary,
        FoldState openFrom,
        FoldState live,
        long unfoldedFrom,
        long foldDebt,
        long rules) {

    static final long NO_BREAK = Long.MAX_VALUE;
    static final long ALL_FOLDED = Long.MAX_VALUE;
    /** Also of what {@link FoundLeg} stores: a device's header is read before its legs. */
    private static final byte VERSION = 4;

    /** Of points of which one was kept for each time, not for each slot, and all of them folded. */
    private static final byte BEFORE_SLOTS = 3;

    /** Ended without the rules, and did not say when the leg began that {@code live} lies in. */
    private static final byte WITHOUT_RULES = 2;

    /** Of no rules, so that everything is found again. */
    static final long UNKNOWN_RULES = 0;

    /** @param rules by which a new device is followed */
    static DeviceHeader of(DeviceStore store, long rules) {
        return of(store.header(), rules);
    }

    /** The same of a header that was read, or null where there is none. */
    static DeviceHeader of(byte[] bytes, long rules) {
        if (bytes == null) {
            return new DeviceHeader(
                    LatestTimes.NONE,
                    Long.MIN_VALUE,
                    NO_BREAK,
                    FoldState.NEW,
                    FoldState.NEW,
                    FoldState.NEW,
                    ALL_FOLDED,
                    0,
                    rules);
        }
        ByteColumn in = new ByteColumn(bytes);
        byte version = in.readByte();
        if (version < WITHOUT_RULES || version > VERSION) {
            throw new IllegalStateException("A device's header has layout " + version + ", this version reads layouts "
                    + WITHOUT_RULES + " to " + VERSION + ".");
        }
        return new DeviceHeader(
                LatestTimes.read(in),
                wholeSlots(in.readSigned()),
                in.readSigned(),
                FoldState.read(in),
                FoldState.read(in),
                FoldState.read(in),
                version <= BEFORE_SLOTS ? ALL_FOLDED : in.readSigned(),
                version <= BEFORE_SLOTS ? 0 : in.readSigned(),
                version == WITHOUT_RULES ? UNKNOWN_RULES : in.readSigned());
    }

    /** Whether the store of such a header may hold several points in one slot: an earlier version wrote it. */
    static boolean isOfEveryTime(byte[] bytes) {
        return bytes != null && bytes[0] <= BEFORE_SLOTS;
    }

    /** The end of the slot in which the last late time lies. */
    private static long wholeSlots(long settledUntil) {
        return settledUntil == Long.MIN_VALUE ? settledUntil : Point.slotEnd(settledUntil - 1);
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
        out.writeSigned(unfoldedFrom);
        out.writeSigned(foldDebt);
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
        return new DeviceHeader(
                latest, settledUntil, oldestProof, boundary, openFrom, live, unfoldedFrom, foldDebt, rules);
    }

    DeviceHeader withLive(FoldState state) {
        return new DeviceHeader(
                times, settledUntil, oldestProof, boundary, openFrom, state, unfoldedFrom, foldDebt, rules);
    }

    DeviceHeader withOpen(FoldState from, FoldState resumable) {
        return new DeviceHeader(
                times, settledUntil, oldestProof, boundary, from, resumable, unfoldedFrom, foldDebt, rules);
    }

    DeviceHeader withOldestProof(long millis) {
        return new DeviceHeader(times, settledUntil, millis, boundary, openFrom, live, unfoldedFrom, foldDebt, rules);
    }

    /** Settled up to a point, and whatever else lies in its slot: it might be kept instead of what is settled. */
    DeviceHeader settledAt(FoldState state, long lastMillis) {
        return new DeviceHeader(
                times, Point.slotEnd(lastMillis), oldestProof, state, openFrom, live, unfoldedFrom, foldDebt, rules);
    }

    DeviceHeader withUnfolded(long fromMillis) {
        return new DeviceHeader(
                times, settledUntil, oldestProof, boundary, openFrom, live, fromMillis, foldDebt, rules);
    }

    DeviceHeader withFoldDebt(long points) {
        return new DeviceHeader(
                times, settledUntil, oldestProof, boundary, openFrom, live, unfoldedFrom, points, rules);
    }

    DeviceHeader foundBy(long others) {
        return new DeviceHeader(
                times, settledUntil, oldestProof, boundary, openFrom, live, unfoldedFrom, foldDebt, others);
    }
}
