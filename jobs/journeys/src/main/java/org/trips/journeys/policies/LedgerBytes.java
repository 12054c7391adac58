package org.trips.journeys.policies;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.trips.journeys.Breakdown;
import org.trips.journeys.Driven;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.PolicyTotals;
import org.trips.journeys.SeverityCounts;
import org.trips.journeys.SpeedBand;
import org.trips.journeys.Sums;
import org.trips.journeys.points.ByteColumn;
import org.trips.roads.RoadClass;

/**
 * How ledgers keep their entries: a version byte, then numbers of as many bytes as they need. The first version had numbers
 * of eight bytes, and sums without a {@link Breakdown}; it is still read.
 */
final class LedgerBytes {
    private static final byte FIRST_VERSION = 1;
    private static final byte VERSION = 2;
    private static final int USUAL_BYTES = 256;

    private LedgerBytes() {}

    /** One journey's entry in a day. */
    record Entry(JourneyStatus status, long startMillis, long endMillis, Sums sums, String device) {
        static Entry of(PolicyContribution contribution) {
            return new Entry(
                    contribution.status(),
                    contribution.startMillis(),
                    contribution.endMillis(),
                    contribution.sums(),
                    contribution.device());
        }
    }

    /** What a day or month came to, and how often its document was written (0 where a month keeps a day). */
    record Account(PolicyTotals totals, long revision) {
        static final Account NONE = new Account(PolicyTotals.NONE, 0);
    }

    static byte[] of(Entry entry) {
        ByteColumn out = begun();
        out.writeByte(code(entry.status()));
        out.writeSigned(entry.startMillis());
        out.writeSigned(entry.endMillis());
        write(out, entry.sums());
        out.writeText(entry.device());
        return out.toBytes();
    }

    static Entry entry(byte[] kept) {
        if (kept[0] == FIRST_VERSION) {
            ByteBuffer bytes = afterVersion(kept);
            return new Entry(
                    status(bytes.get()),
                    bytes.getLong(),
                    bytes.getLong(),
                    firstSums(bytes),
                    StandardCharsets.UTF_8.decode(bytes).toString());
        }
        ByteColumn in = open(kept);
        return new Entry(status(in.readByte()), in.readSigned(), in.readSigned(), sums(in), in.readText());
    }

    static byte[] of(Account account) {
        PolicyTotals totals = account.totals();
        ByteColumn out = begun();
        write(out, totals.sums());
        for (long value : new long[] {
            totals.provisional(),
            totals.complete(),
            totals.settled(),
            totals.firstStartMillis(),
            totals.lastEndMillis(),
            totals.vehicles(),
            account.revision()
        }) {
            out.writeSigned(value);
        }
        return out.toBytes();
    }

    static Account account(byte[] kept) {
        if (kept[0] == FIRST_VERSION) {
            ByteBuffer bytes = afterVersion(kept);
            return account(firstSums(bytes), bytes::getLong);
        }
        ByteColumn in = open(kept);
        return account(sums(in), in::readSigned);
    }

    private static Account account(Sums sums, LongSupplier next) {
        PolicyTotals totals = new PolicyTotals(
                sums,
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong());
        return new Account(totals, next.getAsLong());
    }

    static byte[] of(int number) {
        ByteColumn out = begun();
        out.writeSigned(number);
        return out.toBytes();
    }

    static int number(byte[] kept) {
        return kept[0] == FIRST_VERSION
                ? afterVersion(kept).getInt()
                : Math.toIntExact(open(kept).readSigned());
    }

    private static byte code(JourneyStatus status) {
        return switch (status) {
            case PROVISIONAL -> 1;
            case COMPLETE -> 2;
            case SETTLED -> 3;
        };
    }

    private static JourneyStatus status(byte code) {
        return switch (code) {
            case 1 -> JourneyStatus.PROVISIONAL;
            case 2 -> JourneyStatus.COMPLETE;
            case 3 -> JourneyStatus.SETTLED;
            default -> throw new IllegalStateException("Policy sums hold a journey of unknown status " + code);
        };
    }

    private static ByteColumn begun() {
        ByteColumn out = new ByteColumn(USUAL_BYTES);
        out.writeByte(VERSION);
        return out;
    }

    private static ByteColumn open(byte[] kept) {
        ByteColumn in = new ByteColumn(kept);
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IllegalStateException("Policy sums were kept in format " + version + "; this release reads up to "
                    + VERSION + ". Restore with the release that wrote them, or a newer one");
        }
        return in;
    }

    private static ByteBuffer afterVersion(byte[] kept) {
        return ByteBuffer.wrap(kept, 1, kept.length - 1);
    }

    private static void write(ByteColumn out, Sums sums) {
        for (long value : new long[] {
            sums.journeys(),
            sums.distanceMm(),
            sums.durationMillis(),
            sums.movingMillis(),
            sums.nightMillis(),
            sums.limitUnknownMillis(),
            sums.speedingMillis(),
            sums.speedingMm(),
            sums.speedingEpisodes(),
            sums.brakings(),
            sums.accelerations(),
            sums.cornerings()
        }) {
            out.writeSigned(value);
        }
        write(out, sums.breakdown());
    }

    private static Sums sums(ByteColumn in) {
        return sums(in::readSigned, distanceMm -> breakdown(in));
    }

    private static Sums firstSums(ByteBuffer bytes) {
        return sums(bytes::getLong, Breakdown::notKept);
    }

    private static Sums sums(LongSupplier next, LongFunction<Breakdown> breakdownOf) {
        long journeys = next.getAsLong();
        long distanceMm = next.getAsLong();
        return new Sums(
                journeys,
                distanceMm,
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong(),
                next.getAsLong(),
                breakdownOf.apply(distanceMm));
    }

    private static void write(ByteColumn out, Breakdown breakdown) {
        out.writeSigned(breakdown.nightMm());
        write(out, breakdown.rushHour());
        write(out, breakdown.roadClasses(), RoadClass::name);
        write(out, breakdown.unmatched());
        write(out, breakdown.speedBands(), SpeedBand::label);
        write(out, breakdown.speedUnknown());
        write(out, breakdown.brakings());
        write(out, breakdown.accelerations());
        write(out, breakdown.cornerings());
        out.writeSigned(breakdown.harshExposureMm());
        out.writeSigned(breakdown.speedingExposureMm());
    }

    private static Breakdown breakdown(ByteColumn in) {
        return new Breakdown(
                in.readSigned(),
                driven(in),
                driven(in, RoadClass::valueOf),
                driven(in),
                driven(in, SpeedBand::valueOf),
                driven(in),
                severities(in),
                severities(in),
                severities(in),
                in.readSigned(),
                in.readSigned());
    }

    private static <K> void write(ByteColumn out, Map<K, Driven> driven, Function<K, String> name) {
        out.writeVarint(driven.size());
        driven.forEach((key, value) -> {
            out.writeText(name.apply(key));
            write(out, value);
        });
    }

    private static <K> Map<K, Driven> driven(ByteColumn in, Function<String, K> named) {
        Map<K, Driven> driven = new HashMap<>();
        for (long left = in.readVarint(); left > 0; left--) {
            driven.put(named.apply(in.readText()), driven(in));
        }
        return driven;
    }

    private static void write(ByteColumn out, Driven driven) {
        out.writeSigned(driven.distanceMm());
        out.writeSigned(driven.millis());
    }

    private static Driven driven(ByteColumn in) {
        return new Driven(in.readSigned(), in.readSigned());
    }

    private static void write(ByteColumn out, SeverityCounts counts) {
        out.writeSigned(counts.low());
        out.writeSigned(counts.medium());
        out.writeSigned(counts.high());
    }

    private static SeverityCounts severities(ByteColumn in) {
        return new SeverityCounts(in.readSigned(), in.readSigned(), in.readSigned());
    }
}
