package org.trips.journeys.policies;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.PolicyTotals;
import org.trips.journeys.Sums;

/** How ledgers keep their entries: a version byte, then fixed-width numbers, big-endian. */
final class LedgerBytes {
    private static final byte VERSION = 1;
    private static final int SUMS_BYTES = 12 * Long.BYTES;
    private static final int TOTALS_BYTES = 1 + SUMS_BYTES + 7 * Long.BYTES;

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
        byte[] device = entry.device().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(2 + 2 * Long.BYTES + SUMS_BYTES + device.length);
        bytes.put(VERSION).put(code(entry.status()));
        bytes.putLong(entry.startMillis()).putLong(entry.endMillis());
        put(bytes, entry.sums());
        return bytes.put(device).array();
    }

    static Entry entry(byte[] kept) {
        ByteBuffer bytes = open(kept);
        JourneyStatus status = status(bytes.get());
        long start = bytes.getLong();
        long end = bytes.getLong();
        Sums sums = sums(bytes);
        String device = StandardCharsets.UTF_8.decode(bytes).toString();
        return new Entry(status, start, end, sums, device);
    }

    static byte[] of(Account account) {
        PolicyTotals totals = account.totals();
        ByteBuffer bytes = ByteBuffer.allocate(TOTALS_BYTES).put(VERSION);
        put(bytes, totals.sums());
        bytes.putLong(totals.provisional()).putLong(totals.complete()).putLong(totals.settled());
        bytes.putLong(totals.firstStartMillis()).putLong(totals.lastEndMillis());
        return bytes.putLong(totals.vehicles()).putLong(account.revision()).array();
    }

    static Account account(byte[] kept) {
        ByteBuffer bytes = open(kept);
        PolicyTotals totals = new PolicyTotals(
                sums(bytes),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong());
        return new Account(totals, bytes.getLong());
    }

    static byte[] of(int number) {
        return ByteBuffer.allocate(1 + Integer.BYTES)
                .put(VERSION)
                .putInt(number)
                .array();
    }

    static int number(byte[] kept) {
        return open(kept).getInt();
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

    private static ByteBuffer open(byte[] kept) {
        ByteBuffer bytes = ByteBuffer.wrap(kept);
        byte version = bytes.get();
        if (version != VERSION) {
            throw new IllegalStateException("Policy sums were kept in format " + version + "; this release reads "
                    + VERSION + ". Restore with the release that wrote them, or a newer one");
        }
        return bytes;
    }

    private static void put(ByteBuffer bytes, Sums sums) {
        bytes.putLong(sums.journeys())
                .putLong(sums.distanceMm())
                .putLong(sums.durationMillis())
                .putLong(sums.movingMillis())
                .putLong(sums.nightMillis())
                .putLong(sums.limitUnknownMillis())
                .putLong(sums.speedingMillis())
                .putLong(sums.speedingMm())
                .putLong(sums.speedingEpisodes())
                .putLong(sums.brakings())
                .putLong(sums.accelerations())
                .putLong(sums.cornerings());
    }

    private static Sums sums(ByteBuffer bytes) {
        return new Sums(
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong());
    }
}
