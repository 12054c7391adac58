package org.trips.journeys.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.trips.journeys.points.ByteColumn;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;

class FoldStateTest {
    private static final long YEAR_2100 = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    private static final long THIRTEEN_MONTHS = Duration.ofDays(400).toMillis();

    /** A kilometre, in millionths of a degree. */
    private static final int FURTHEST_PLACE_E6 = 9_000;

    /** All that a point can hold, of the largest numbers, as far from the state as the state lasts. */
    private static final FoldState LARGEST = state(
            new Point(YEAR_2100, 89_000_000, -179_000_000, 20_000, 3599, 10_000_000, Ignition.ON, 9_800, -9_800),
            THIRTEEN_MONTHS,
            THIRTEEN_MONTHS,
            FURTHEST_PLACE_E6);

    @Property
    void aStateAtABreakIsUnder70BytesAndComesBackFromThem(
            @ForAll @LongRange(min = 946_684_800_000L, max = 4_102_444_800_000L) long time,
            @ForAll @IntRange(min = -89_000_000, max = 89_000_000) int latitude,
            @ForAll @IntRange(min = -179_000_000, max = 179_000_000) int longitude,
            @ForAll @IntRange(min = -9_800, max = 9_800) int acceleration,
            @ForAll @IntRange(min = -FURTHEST_PLACE_E6, max = FURTHEST_PLACE_E6) int placeE6,
            @ForAll @LongRange(max = 34_560_000_000L) long unseen) {
        Point last = new Point(time, latitude, longitude, 5_000, 900, 40, Ignition.OFF, acceleration, acceleration);
        FoldState state = state(last, unseen, unseen, placeE6);
        assertThat(written(state)).hasSizeLessThan(70);
        assertThat(FoldState.read(new ByteColumn(written(state)))).isEqualTo(state);
    }

    @Test
    void theLargestStateAtABreakIsUnder70Bytes() {
        assertThat(written(LARGEST)).hasSizeLessThan(70).hasSizeGreaterThan(60);
    }

    @Test
    void aStateWithinALegTellsWhenItBeganInSomeBytesMore() {
        FoldState within = LARGEST.inLegSince(LARGEST.timeMillis() - THIRTEEN_MONTHS);
        assertThat(written(within).length - written(LARGEST).length).isBetween(1, 10);
        assertThat(FoldState.read(new ByteColumn(written(within)))).isEqualTo(within);
    }

    @Test
    void thatTheIgnitionWasSwitchedAtItsLastPointCostsNoByte() {
        FoldState switched = LARGEST.switchedAtLast(true);
        assertThat(written(switched)).hasSameSizeAs(written(LARGEST));
        assertThat(FoldState.read(new ByteColumn(written(switched)))).isEqualTo(switched);
    }

    @Test
    void theStateBeforeAnyPointIsSmallToo() {
        assertThat(written(FoldState.NEW)).hasSizeLessThan(70);
        assertThat(FoldState.read(new ByteColumn(written(FoldState.NEW)))).isEqualTo(FoldState.NEW);
    }

    private static FoldState state(Point last, long unseenMillis, long parkedMillis, int placeE6) {
        return FoldState.parked(
                        last,
                        last.timeMillis() - parkedMillis,
                        last.latitudeE6() + placeE6,
                        last.longitudeE6() - placeE6)
                .unseenUntil(last.timeMillis() + unseenMillis, last);
    }

    private static byte[] written(FoldState state) {
        ByteColumn out = new ByteColumn(16);
        state.write(out);
        return out.toBytes();
    }
}
