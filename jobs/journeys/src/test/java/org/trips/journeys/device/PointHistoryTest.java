package org.trips.journeys.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;
import org.trips.journeys.points.Point;
import org.trips.journeys.points.PointCodec;

class PointHistoryTest {
    private static final long START = 1_772_000_000_000L;

    private PointHistory history = new PointHistory(new MemoryDeviceStore());

    /** A property's cases share one instance of this class. */
    @BeforeTry
    void forgetTheCaseBefore() {
        history = new PointHistory(new MemoryDeviceStore());
    }

    @Property(tries = 300)
    void ofAllPointsEverSentEachSlotKeepsTheMostAccurateAndOfThoseTheEarliestInWhateverOrderTheyCome(
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Point> points = flood(200, 3_000, random);
        List<Point> expected = points.stream()
                .collect(Collectors.groupingBy(point -> Math.floorDiv(point.timeMillis(), Point.SLOT_MILLIS)))
                .values()
                .stream()
                .map(slot -> slot.stream()
                        .min(Comparator.comparingDouble(PointHistoryTest::doubt)
                                .thenComparing(Comparator.naturalOrder()))
                        .orElseThrow())
                .sorted()
                .toList();

        Collections.shuffle(points, random);
        long distinct = 0;
        for (int at = 0; at < points.size(); ) {
            int to = Math.min(points.size(), at + 1 + random.nextInt(30));
            distinct += history.merge(points.subList(at, to)).distinct();
            at = to;
        }
        assertThat(all()).isEqualTo(expected);
        assertThat(distinct).isEqualTo(expected.size());
        assertThat(history.merge(points).changed()).isFalse();
    }

    @Test
    void aPointThatTakesAnothersPlaceChangesTheHistoryFromTheEarlierOfTheTwoOn() {
        history.merge(List.of(fix(START + 10, 5)));
        assertThat(history.merge(List.of(fix(START + 30, 4)))).isEqualTo(new PointHistory.Merged(0, START + 10));
        assertThat(history.merge(List.of(fix(START + 20, 3)))).isEqualTo(new PointHistory.Merged(0, START + 20));
        assertThat(history.merge(List.of(fix(START + 10, 9)))).isEqualTo(new PointHistory.Merged(0, Long.MAX_VALUE));
    }

    @Test
    void aThousandFixesASecondAreKeptAsTwenty() {
        List<Point> points = new ArrayList<>();
        for (int millis = 0; millis < 60_000; millis++) {
            points.add(fix(START + millis, 5));
        }
        history.merge(points);
        assertThat(all()).hasSize(60 * 20);
    }

    /** A step of its clock is 100 ms, give or take 24, and begins anywhere in a slot. */
    @Property(tries = 100)
    void ofTenFixesASecondNoneIsLostThoughTheClockWaversByAlmostAQuarterOfAStep(@ForAll long seed) {
        Random random = new Random(seed);
        long from = START + random.nextInt(100);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            points.add(fix(from + i * 100L + random.nextInt(49) - 24, random.nextInt(20)));
        }
        history.merge(points);
        assertThat(all()).isEqualTo(points);
    }

    @Test
    void whatAnEarlierVersionKeptOfEveryTimeIsThinnedOutToTheSame() {
        List<Point> points = flood(500, 20_000, new Random(1));
        Map<Long, Point> byTime = new TreeMap<>();
        points.forEach(point ->
                byTime.merge(point.timeMillis(), point, (held, next) -> next.isKeptBefore(held) ? next : held));
        List<Point> ofEveryTime = List.copyOf(byTime.values());
        MemoryDeviceStore earlier = new MemoryDeviceStore();
        earlier.points(START / 600_000, PointCodec.encode(ofEveryTime));
        PointHistory thinned = new PointHistory(earlier);
        long gone = thinned.keepOnePerSlot();

        history.merge(points);
        List<Point> left = new ArrayList<>();
        thinned.forEachAfter(0, Long.MAX_VALUE, left::add);
        assertThat(left).isEqualTo(all()).hasSize((int) (ofEveryTime.size() - gone));
        assertThat(gone).isPositive();
        assertThat(thinned.keepOnePerSlot()).isZero();
    }

    /** All within one bucket of ten minutes. */
    private static List<Point> flood(int number, int millis, Random random) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            points.add(fix(START + random.nextInt(millis), random.nextInt(4)));
        }
        return points;
    }

    /** An accuracy of 0 stands for none. */
    private static Point fix(long millis, int accuracy) {
        Point.Builder fix = Point.at(millis, 60, 24);
        return (accuracy == 0 ? fix : fix.accuracyMetres(accuracy)).build();
    }

    private static double doubt(Point point) {
        return Double.isNaN(point.accuracyMetres()) ? Double.MAX_VALUE : point.accuracyMetres();
    }

    private List<Point> all() {
        List<Point> points = new ArrayList<>();
        history.forEachAfter(0, Long.MAX_VALUE, points::add);
        return points;
    }
}
