package org.trips.journeys.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.trips.journeys.points.ByteColumn;
import org.trips.journeys.points.Point;

class LatestTimesTest {
    private static final long DAY = 86_400_000L;

    @Property
    void theyAreTheThreeLatestOfTheSetInWhateverOrder(
            @ForAll @Size(max = 12) List<@LongRange(min = 0, max = 9) Long> days) {
        List<Long> latest = days.stream().distinct().sorted().toList();
        latest = latest.subList(Math.max(0, latest.size() - 3), latest.size());
        LatestTimes times = of(days);
        assertThat(List.of(times.third(), times.second(), times.latest()).stream()
                        .filter(time -> time != LatestTimes.NEVER)
                        .map(time -> time / DAY))
                .isEqualTo(latest);
    }

    @Property
    void whatIsBelievedNeverGoesBackAndAtMostTwoPointsWait(
            @ForAll @Size(max = 12) List<@LongRange(min = 0, max = 99) Long> days,
            @ForAll @LongRange(min = 0, max = 99) long more) {
        LatestTimes times = of(days);
        LatestTimes then = times.with(more * DAY);
        assertThat(then.believed()).isGreaterThanOrEqualTo(times.believed());
        assertThat(then.corroborated()).isGreaterThanOrEqualTo(times.corroborated());
        assertThat(then.believed()).isGreaterThanOrEqualTo(then.corroborated());
        assertThat(then.waiting()).isBetween(0, 2);
    }

    @Property
    void ofThoseInOneSlotTheLatestCountsAsOneInWhateverOrder(
            @ForAll @Size(max = 12) List<@LongRange(min = 0, max = 300) Long> millis) {
        List<Long> latest = millis.stream()
                .collect(Collectors.groupingBy(Point::slot, TreeMap::new, Collectors.reducing(0L, Math::max)))
                .values()
                .stream()
                .toList();
        latest = latest.subList(Math.max(0, latest.size() - 3), latest.size());
        LatestTimes times = LatestTimes.NONE;
        for (long time : millis) {
            times = times.with(time);
        }
        assertThat(List.of(times.third(), times.second(), times.latest()).stream()
                        .filter(time -> time != LatestTimes.NEVER))
                .isEqualTo(latest);
    }

    @Property
    void theyAreStoredAsTheyAre(@ForAll @Size(max = 4) List<@LongRange(min = -9, max = 9) Long> days) {
        ByteColumn out = new ByteColumn(8);
        of(days).write(out);
        assertThat(LatestTimes.read(new ByteColumn(out.toBytes()))).isEqualTo(of(days));
    }

    private static LatestTimes of(List<Long> days) {
        LatestTimes times = LatestTimes.NONE;
        for (long day : days) {
            times = times.with(day * DAY);
        }
        return times;
    }
}
