package org.trips.roads.osm;

import java.util.List;
import java.util.stream.IntStream;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RouteSearch;

/** Which turns of a network routes avoid, told by the ways they lead from and to. */
final class Turns {
    /** Metres from the end of an edge that a route comes from, and so the bound it may use. */
    private static final double RUN_UP = 1;

    private final RoadNetwork roads;
    private final RouteSearch search;

    Turns(RoadNetwork roads) {
        this.roads = roads;
        search = new RouteSearch(roads);
    }

    /** All turns from way to way that cost more than their length, whatever was driven before: "10>12", sorted. */
    List<String> avoided() {
        return IntStream.range(0, roads.edgeCount())
                .boxed()
                .flatMap(from -> IntStream.range(0, roads.outgoingCount(roads.endJunction(from)))
                        .map(i -> roads.outgoing(roads.endJunction(from), i))
                        .filter(to -> penalty(from, RUN_UP, to) > usual(from, to))
                        .mapToObj(to -> roads.wayId(from) + ">" + roads.wayId(to)))
                .sorted()
                .toList();
    }

    /** Whether the turn from the second way onto the third costs more to those who come from the first. */
    boolean isAvoided(long first, long second, long third) {
        int from = edge(first, second);
        int over = next(from, second);
        int to = next(over, third);
        return penalty(from, roads.lengthMetres(over) + RUN_UP, to) > 0;
    }

    /** From how many edges some turn is forbidden or leads past a barrier. */
    long restrictedEdges() {
        return IntStream.range(0, roads.edgeCount())
                .filter(roads::turnsRestricted)
                .count();
    }

    /** What a turn costs the shortest route beside its length, which a tight bound makes the only one. */
    private double penalty(int from, double boundMetres, int to) {
        search.begin();
        search.addTarget(to, 0);
        search.search(from, roads.lengthMetres(from) - RUN_UP / 2, boundMetres + usual(from, to));
        return search.penaltyMetres(0);
    }

    private double usual(int from, int to) {
        boolean back = to == roads.opposite(from) && roads.outgoingCount(roads.endJunction(from)) > 1;
        return back ? RouteSearch.TURN_BACK_METRES : 0;
    }

    /** The edge of a way from whose end another way goes on. */
    private int edge(long way, long next) {
        return IntStream.range(0, roads.edgeCount())
                .filter(edge -> roads.wayId(edge) == way && next(edge, next) >= 0)
                .findFirst()
                .orElseThrow();
    }

    private int next(int edge, long way) {
        int junction = roads.endJunction(edge);
        return IntStream.range(0, roads.outgoingCount(junction))
                .map(i -> roads.outgoing(junction, i))
                .filter(next -> roads.wayId(next) == way)
                .findFirst()
                .orElse(-1);
    }
}
