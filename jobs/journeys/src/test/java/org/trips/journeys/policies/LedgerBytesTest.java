package org.trips.journeys.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.trips.journeys.Breakdown;
import org.trips.journeys.Driven;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.PolicyTotals;
import org.trips.journeys.SeverityCounts;
import org.trips.journeys.SpeedBand;
import org.trips.journeys.Sums;
import org.trips.roads.RoadClass;

/** What ledgers keep comes back as it was, also what the first version kept. */
class LedgerBytesTest {
    private static final String DEVICE = "k1-0123456789abcdef01234567";
    private static final long[] FIRST_SUMS = {1, 30_000_000, 3_600_000, 3_000_000, 5, 6, 7, 8, 9, 3, 2, 1};
    private static final Sums SUMS = new Sums(
            1,
            30_000_000,
            3_600_000,
            3_000_000,
            5,
            6,
            7,
            8,
            9,
            3,
            2,
            1,
            new Breakdown(
                    10,
                    new Driven(11, 12),
                    Map.of(RoadClass.MOTORWAY, new Driven(13, 14), RoadClass.OTHER, new Driven(15, 16)),
                    new Driven(17, 18),
                    Map.of(new SpeedBand(0, 30), new Driven(19, 20), SpeedBand.valueOf("130-"), new Driven(21, 22)),
                    new Driven(23, 24),
                    new SeverityCounts(1, 1, 1),
                    new SeverityCounts(2, 0, 0),
                    new SeverityCounts(0, 0, 1),
                    25,
                    26));

    @Test
    void aJourneyAndAnAccountComeBackAsTheyWere() {
        var entry = new LedgerBytes.Entry(JourneyStatus.SETTLED, 1_772_000_000_000L, 1_772_003_600_000L, SUMS, DEVICE);
        assertThat(LedgerBytes.entry(LedgerBytes.of(entry))).isEqualTo(entry);
        var account = new LedgerBytes.Account(new PolicyTotals(SUMS, 1, 2, 3, 4, 5, 6), 7);
        assertThat(LedgerBytes.account(LedgerBytes.of(account))).isEqualTo(account);
        assertThat(LedgerBytes.account(LedgerBytes.of(LedgerBytes.Account.NONE)))
                .isEqualTo(LedgerBytes.Account.NONE);
        assertThat(LedgerBytes.number(LedgerBytes.of(1 << 31))).isEqualTo(1 << 31);
    }

    @Test
    void whatTheFirstVersionKeptCanStillBeRead() {
        var entry = LedgerBytes.entry(firstEntry());
        assertThat(entry.device()).isEqualTo(DEVICE);
        assertThat(entry.status()).isEqualTo(JourneyStatus.SETTLED);
        assertThat(entry.endMillis()).isEqualTo(1_772_003_600_000L);
        assertThat(entry.sums().cornerings()).isEqualTo(1);
        assertThat(entry.sums().breakdown()).isEqualTo(Breakdown.notKept(30_000_000));

        var account = LedgerBytes.account(firstAccount());
        assertThat(account.totals().settled()).isEqualTo(1);
        assertThat(account.totals().vehicles()).isEqualTo(1);
        assertThat(account.revision()).isEqualTo(4);
        assertThat(LedgerBytes.number(new byte[] {1, 0, 0, 0, 7})).isEqualTo(7);
    }

    @Test
    void aDayOfTheFirstVersionGoesOnAndSaysWhatItsJourneysDidNotKeep() {
        LedgerStore store = new MemoryLedgerStore();
        store.put("journey/old", firstEntry());
        store.put("vehicle/" + DEVICE, new byte[] {1, 0, 0, 0, 1});
        store.put("totals", firstAccount());
        PolicyContribution more = new PolicyContribution(
                "P-1", LocalDate.of(2026, 3, 1), "new", DEVICE, JourneyStatus.SETTLED, 1, 2, SUMS, false);

        DayChange change = new DayLedger(store).apply(more).orElseThrow();

        Breakdown breakdown = change.totals().totals().sums().breakdown();
        assertThat(breakdown.harshExposureMm()).isEqualTo(30_000_000 + 25);
        assertThat(change.totals().totals().vehicles()).isEqualTo(1);
        String json = new String(change.document().json(), StandardCharsets.UTF_8);
        // All of the old journey, and what of the other was made up for this test.
        assertThat(json).contains("\"notKept\":{\"metres\":59999.955,\"seconds\":7199.952}");
        assertThat(new DayLedger(store)
                        .apply(PolicyContribution.withdrawal("P-1", LocalDate.of(2026, 3, 1), "old", DEVICE))
                        .orElseThrow()
                        .totals()
                        .totals()
                        .sums())
                .isEqualTo(SUMS);
    }

    private static byte[] firstEntry() {
        ByteBuffer bytes = ByteBuffer.allocate(256).put((byte) 1).put((byte) 3);
        bytes.putLong(1_772_000_000_000L).putLong(1_772_003_600_000L);
        return ended(firstSums(bytes).put(DEVICE.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] firstAccount() {
        ByteBuffer bytes = firstSums(ByteBuffer.allocate(256).put((byte) 1));
        bytes.putLong(0).putLong(0).putLong(1).putLong(1_772_000_000_000L).putLong(1_772_003_600_000L);
        return ended(bytes.putLong(1).putLong(4));
    }

    private static ByteBuffer firstSums(ByteBuffer bytes) {
        for (long sum : FIRST_SUMS) {
            bytes.putLong(sum);
        }
        return bytes;
    }

    private static byte[] ended(ByteBuffer bytes) {
        byte[] kept = new byte[bytes.position()];
        bytes.flip().get(kept);
        return kept;
    }
}
