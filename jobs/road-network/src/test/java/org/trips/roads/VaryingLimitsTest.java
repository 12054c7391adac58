package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits for some vehicles or hours, as they come out of the road file. */
class VaryingLimitsTest {
    private static final LocalDateTime NOON = LocalDateTime.parse("2026-03-02T12:00:00");
    private static final LocalDateTime NIGHT = LocalDateTime.parse("2026-03-02T23:00:00");
    private static final WeekHours BY_NIGHT = new WeekHours(WeekHours.ALL_DAYS, WeekHours.ALL_MONTHS, 22 * 60, 30 * 60);
    private static final LimitRule LORRIES = new LimitRule(60, TransportMode.HGV.bit(), WeekHours.ALWAYS, false);
    private static final LimitRule NIGHTS = new LimitRule(80, TransportMode.ALL, BY_NIGHT, false);
    private static final LimitRule RAIN = new LimitRule(70, TransportMode.ALL, WeekHours.ALWAYS, true);

    @TempDir
    Path folder;

    private RoadNetwork road(PostedLimits there, PostedLimits back) throws IOException {
        Path file = folder.resolve("one.roads");
        new RoadNetworkBuilder()
                .addNode(1, 60, 24)
                .addNode(2, 60.01, 24)
                .addNode(3, 60.02, 24)
                .addWay(Way.of(10, RoadClass.PRIMARY).limits(there, back), 1, 2)
                .addWay(Way.of(11, RoadClass.PRIMARY).limitKmh(50), 2, 3)
                .write(file);
        return RoadNetwork.open(file);
    }

    private static int edge(RoadNetwork roads, long way, boolean forward) {
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            if (roads.wayId(edge) == way && roads.forward(edge) == forward) {
                return edge;
            }
        }
        throw new AssertionError("no such edge");
    }

    @Test
    void eachDirectionHasItsOwnRulesAndOtherWaysHaveNone() throws IOException {
        RoadNetwork roads =
                road(new PostedLimits(100, List.of(LORRIES, NIGHTS), false), new PostedLimits(90, List.of(), true));

        assertThat(roads.limitRules(edge(roads, 10, true))).containsExactly(LORRIES, NIGHTS);
        assertThat(roads.limitRules(edge(roads, 10, false))).isEmpty();
        assertThat(roads.limitUnreadable(edge(roads, 10, false))).isTrue();
        assertThat(roads.limitUnreadable(edge(roads, 10, true))).isFalse();
        assertThat(roads.limitsVary(edge(roads, 11, true))).isFalse();
        assertThat(roads.speedLimit(edge(roads, 11, true), TransportMode.HGV, null))
                .isEqualTo(new SpeedLimit(50, false, false));
    }

    @Test
    void theFirstRuleThatHoldsForTheVehicleCounts() throws IOException {
        RoadNetwork roads = road(new PostedLimits(100, List.of(LORRIES, NIGHTS), false), PostedLimits.UNKNOWN);
        int edge = edge(roads, 10, true);

        assertThat(roads.speedLimit(edge, TransportMode.MOTORCAR, NOON)).isEqualTo(new SpeedLimit(100, false, false));
        assertThat(roads.speedLimit(edge, TransportMode.MOTORCAR, NIGHT)).isEqualTo(new SpeedLimit(80, true, false));
        assertThat(roads.speedLimit(edge, TransportMode.HGV, NIGHT)).isEqualTo(new SpeedLimit(60, false, false));
        assertThat(roads.speedLimitKmh(edge)).isEqualTo(100);
    }

    @Test
    void aConditionThatNobodyCanDecideLeavesTheOtherLimitAndADoubt() throws IOException {
        RoadNetwork roads = road(new PostedLimits(100, List.of(RAIN, NIGHTS), false), PostedLimits.UNKNOWN);
        int edge = edge(roads, 10, true);

        assertThat(roads.speedLimit(edge, TransportMode.GOODS, NOON)).isEqualTo(new SpeedLimit(100, false, true));
        assertThat(roads.speedLimit(edge, TransportMode.GOODS, NIGHT)).isEqualTo(new SpeedLimit(80, true, true));
    }

    @Test
    void whereNobodyKnowsWhatTimeItWasALimitByTheHourIsADoubt() throws IOException {
        RoadNetwork roads = road(new PostedLimits(100, List.of(NIGHTS), false), PostedLimits.UNKNOWN);

        assertThat(roads.speedLimit(edge(roads, 10, true), TransportMode.GOODS, null))
                .isEqualTo(new SpeedLimit(100, false, true));
    }

    @Test
    void everyRuleComesBackAsItWasWritten() throws IOException {
        Random random = new Random(3);
        for (int tries = 0; tries < 200; tries++) {
            int from = random.nextInt(WeekHours.DAY_MINUTES);
            LimitRule rule = new LimitRule(
                    random.nextInt(RoadNetwork.UNLIMITED + 1),
                    1 + random.nextInt(TransportMode.ALL),
                    new WeekHours(
                            1 + random.nextInt(WeekHours.ALL_DAYS),
                            1 + random.nextInt(WeekHours.ALL_MONTHS),
                            from,
                            from + 1 + random.nextInt(2 * WeekHours.DAY_MINUTES - 1 - from)),
                    random.nextBoolean());

            assertThat(LimitRule.of(rule.attributes(), rule.minutes())).isEqualTo(rule);
        }
    }

    @Test
    void theOrderOfWaysDoesNotChangeTheFile() throws IOException {
        List<Integer> ways = new ArrayList<>();
        for (int way = 0; way < 60; way++) {
            ways.add(way);
        }
        byte[] once = written(ways);
        Collections.shuffle(ways, new Random(5));

        assertThat(written(ways)).isEqualTo(once);
    }

    private byte[] written(List<Integer> ways) throws IOException {
        List<List<LimitRule>> kinds = List.of(List.of(), List.of(LORRIES), List.of(NIGHTS, RAIN), List.of(RAIN));
        RoadNetworkBuilder builder = new RoadNetworkBuilder();
        for (int way : ways) {
            PostedLimits there = new PostedLimits(50, kinds.get(way % kinds.size()), way % 7 == 0);
            PostedLimits back = new PostedLimits(50, kinds.get(way / 4 % kinds.size()), false);
            builder.addNode(way, 60 + way / 1e3, 24).addNode(way + 1, 60 + (way + 1) / 1e3, 24);
            builder.addWay(Way.of(1000 + way, RoadClass.PRIMARY).limits(there, back), way, way + 1);
        }
        Path file = folder.resolve("shuffled.roads");
        builder.write(file);
        return Files.readAllBytes(file);
    }
}
