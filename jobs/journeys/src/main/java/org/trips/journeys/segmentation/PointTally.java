package org.trips.journeys.segmentation;

import java.util.EnumMap;
import java.util.Map;
import org.trips.journeys.points.ByteColumn;

/**
 * What became of points, as counts; as a change of a tally the counts may be negative. For all points of a device ever
 * sent, at any time: sent = used + dropped + open + duplicates + late. Immutable.
 *
 * @param used in a journey
 * @param dropped by reason, without zeros
 * @param open in no finished journey yet: what becomes of them later points will tell
 * @param duplicates in a slot of time that is taken by another point, equal or better
 * @param late before what is settled
 */
public record PointTally(long used, Map<DropReason, Long> dropped, long open, long duplicates, long late) {
    public static final PointTally NONE = new PointTally(0, Map.of(), 0, 0, 0);

    public PointTally {
        dropped = Map.copyOf(dropped);
    }

    /** Points that the end of a leg has decided on. */
    static PointTally decided(long used, Map<DropReason, Long> dropped) {
        return new PointTally(used, dropped, 0, 0, 0);
    }

    /** Points that came in: so many distinct ones, so many not worth keeping beside them, so many late. */
    public static PointTally received(long distinct, long duplicates, long late) {
        return new PointTally(0, Map.of(), distinct, duplicates, late);
    }

    /** So many more of the open points (or fewer, if negative) are not taken in until others bear them out. */
    public static PointTally waiting(long change) {
        return decided(0, change == 0 ? Map.of() : Map.of(DropReason.UNCONFIRMED, change))
                .takenFromOpen();
    }

    /** All points counted here. */
    public long total() {
        return decided() + open + duplicates + late;
    }

    public PointTally plus(PointTally other) {
        return combine(other, 1);
    }

    public PointTally minus(PointTally other) {
        return combine(other, -1);
    }

    /** The same verdicts, with the points they decide on taken from the open ones. */
    public PointTally takenFromOpen() {
        return new PointTally(used, dropped, open - decided(), duplicates, late);
    }

    public void write(ByteColumn out) {
        out.writeVarint(used);
        for (DropReason reason : DropReason.values()) {
            out.writeVarint(dropped.getOrDefault(reason, 0L));
        }
    }

    /** Reads the verdicts that {@link #write} wrote. */
    public static PointTally read(ByteColumn in) {
        long used = in.readVarint();
        Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            long count = in.readVarint();
            if (count != 0) {
                dropped.put(reason, count);
            }
        }
        return decided(used, dropped);
    }

    private long decided() {
        return used + dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    private PointTally combine(PointTally other, int sign) {
        Map<DropReason, Long> sum = new EnumMap<>(DropReason.class);
        sum.putAll(dropped);
        other.dropped.forEach((reason, count) -> sum.merge(reason, sign * count, Long::sum));
        sum.values().removeIf(count -> count == 0);
        return new PointTally(
                used + sign * other.used,
                sum,
                open + sign * other.open,
                duplicates + sign * other.duplicates,
                late + sign * other.late);
    }
}
