package org.trips.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.trips.roads.RoadNetwork;

/** Holds for whatever a device may send. */
class MapMatcherPropertiesTest {
    private static final double MILLIMETRES = 1e-3;

    private final RoadNetwork roads = Town.grid(6);
    private final MapMatcher matcher = new MapMatcher(roads, MatchingParameters.defaults());

    @Property(tries = 300)
    void everyPointIsMatchedOrHasAReason(@ForAll Random random) {
        Trace trace = anyTrace(random);
        MatchedTrace matched = matcher.match(trace);

        assertThat(matched.size()).isEqualTo(trace.size());
        for (int i = 0; i < matched.size(); i++) {
            boolean placed = matched.edge(i) >= 0;
            assertThat(matched.unmatched(i).isPresent()).isEqualTo(!placed);
            assertThat(matched.pathOf(i) >= 0).isEqualTo(placed);
            assertThat(Double.isNaN(matched.metresAlongPath(i))).isEqualTo(!placed);
            assertThat(Double.isNaN(matched.latitude(i))).isEqualTo(!placed);
        }
    }

    @Property(tries = 300)
    void theCarNeverGoesBackOnItsPathAndThePathEndsWithItsPoints(@ForAll Random random) {
        MatchedTrace matched = matcher.match(anyTrace(random));

        double[] reached = new double[matched.paths().size()];
        int path = 0;
        for (int i = 0; i < matched.size(); i++) {
            if (matched.pathOf(i) >= 0) {
                assertThat(matched.pathOf(i)).isGreaterThanOrEqualTo(path);
                path = matched.pathOf(i);
                assertThat(matched.metresAlongPath(i)).isGreaterThanOrEqualTo(reached[path]);
                reached[path] = matched.metresAlongPath(i);
                assertThat(matched.metresAlongEdge(i))
                        .isBetween(0.0, roads.lengthMetres(matched.edge(i)) + MILLIMETRES);
            }
        }
        for (int p = 0; p < reached.length; p++) {
            MatchedPath driven = matched.paths().get(p);
            assertThat(matched.metresAlongPath(driven.firstPoint())).isZero();
            assertThat(driven.lengthMetres()).isCloseTo(reached[p], within(MILLIMETRES));
            assertThat(matched.pathOf(driven.lastPoint())).isEqualTo(p);
        }
    }

    @Property(tries = 300)
    void everyPathIsContiguousOnTheNetwork(@ForAll Random random) {
        MatchedTrace matched = matcher.match(anyTrace(random));

        Matches.assertContiguous(roads, matched);
        for (MatchedPath path : matched.paths()) {
            double metres = 0;
            for (int k = 0; k < path.edgeCount(); k++) {
                assertThat(path.pathMetresAtStart(k)).isCloseTo(metres, within(MILLIMETRES));
                assertThat(path.startMetres(k)).isBetween(0.0, path.endMetres(k));
                metres += path.endMetres(k) - path.startMetres(k);
            }
            assertThat(path.lengthMetres()).isCloseTo(metres, within(MILLIMETRES));
        }
    }

    @Property(tries = 300)
    void confidenceIsAShareAndTheWholeIsTheMeanOfItsEdges(@ForAll Random random) {
        MatchedTrace matched = matcher.match(anyTrace(random));

        double least = 1;
        double most = 0;
        for (MatchedPath path : matched.paths()) {
            for (int k = 0; k < path.edgeCount(); k++) {
                assertThat(path.confidence(k)).isBetween(0.0, 1.0);
                least = Math.min(least, path.confidence(k));
                most = Math.max(most, path.confidence(k));
            }
        }
        if (matched.paths().isEmpty()) {
            assertThat(matched.confidence()).isNaN();
        } else {
            assertThat(matched.confidence()).isBetween(least - MILLIMETRES, most + MILLIMETRES);
        }
    }

    @Property(tries = 50)
    void whatWasMatchedBeforeMakesNoDifference(@ForAll Random random) {
        Trace trace = anyTrace(random);
        matcher.match(anyTrace(random));

        MatchedTrace again = matcher.match(trace);
        MatchedTrace fresh = new MapMatcher(roads, MatchingParameters.defaults()).match(trace);

        assertThat(Double.compare(again.confidence(), fresh.confidence())).isZero();
        for (int i = 0; i < trace.size(); i++) {
            assertThat(again.edge(i)).isEqualTo(fresh.edge(i));
            assertThat(Double.compare(again.metresAlongPath(i), fresh.metresAlongPath(i)))
                    .isZero();
        }
    }

    @Property(tries = 300)
    void whatCannotWinNeedsNoSearch(@ForAll Random random) {
        Trace trace = anyTrace(random);

        MatchedTrace matched = matcher.match(trace);
        MatchedTrace exhaustive = new MapMatcher(roads, MatchingParameters.defaults(), true).match(trace);

        assertThat(matched.paths()).hasSameSizeAs(exhaustive.paths());
        for (int p = 0; p < matched.paths().size(); p++) {
            assertThat(edges(matched.paths().get(p)))
                    .isEqualTo(edges(exhaustive.paths().get(p)));
        }
        for (int i = 0; i < trace.size(); i++) {
            assertThat(matched.edge(i)).isEqualTo(exhaustive.edge(i));
            assertThat(Double.compare(matched.metresAlongPath(i), exhaustive.metresAlongPath(i)))
                    .isZero();
        }
    }

    private static int[] edges(MatchedPath path) {
        return IntStream.range(0, path.edgeCount()).map(path::edge).toArray();
    }

    /** Wanders about town with noise, jumps, holes, repeated and disordered times, and columns that may be missing. */
    private static Trace anyTrace(Random random) {
        int points = random.nextInt(120);
        double noise = random.nextInt(30);
        double stepSeconds = 1 + random.nextInt(random.nextBoolean() ? 1 : 40);
        Trace.Builder trace = Trace.builder(points);
        double east = 500 * random.nextDouble();
        double north = 500 * random.nextDouble();
        double direction = 0;
        long time = 0;
        for (int i = 0; i < points; i++) {
            direction += random.nextInt(6) == 0 ? Math.PI / 2 * (random.nextInt(4) - 1) : 0;
            double step = Math.min(80, stepSeconds * 15 * random.nextDouble());
            east = Math.abs((east + step * Math.sin(direction)) % 600);
            north = Math.abs((north + step * Math.cos(direction)) % 600);
            time += random.nextInt(20) == 0 ? -5_000 : Math.round(1000 * stepSeconds * random.nextInt(3));
            boolean jump = random.nextInt(30) == 0;
            double sigma = jump ? 400 : noise;
            trace.add(
                    time,
                    Town.latitude(north + sigma * random.nextGaussian()),
                    Town.longitude(east + sigma * random.nextGaussian()),
                    random.nextBoolean() ? Double.NaN : step / stepSeconds,
                    random.nextBoolean() ? Double.NaN : Math.floorMod((int) Math.toDegrees(direction), 360),
                    random.nextBoolean() ? Double.NaN : random.nextInt(60));
        }
        return trace.build();
    }
}
