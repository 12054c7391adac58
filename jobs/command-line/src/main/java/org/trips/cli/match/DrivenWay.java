package org.trips.cli.match;

import java.util.ArrayList;
import java.util.List;
import org.trips.matching.MatchedPath;
import org.trips.roads.RoadNetwork;

/**
 * The part of one OSM way that was driven in one go. Metres count along the way's own direction from its first node, so
 * they fall where it was driven backward. The confidence is the share of it that is likely right.
 */
record DrivenWay(long way, boolean forward, double fromMetres, double toMetres, double confidence) {
    /** Two edges of one way that meet closer than this are driven as one. */
    private static final double SAME_PLACE_METRES = 0.5;

    static List<DrivenWay> of(MatchedPath path, RoadNetwork roads) {
        List<DrivenWay> ways = new ArrayList<>();
        for (int k = 0; k < path.edgeCount(); k++) {
            int edge = path.edge(k);
            double sign = roads.forward(edge) ? 1 : -1;
            double offset = roads.wayOffsetMetres(edge);
            DrivenWay next = new DrivenWay(
                    roads.wayId(edge),
                    roads.forward(edge),
                    offset + sign * path.startMetres(k),
                    offset + sign * path.endMetres(k),
                    path.confidence(k));
            DrivenWay last = ways.isEmpty() ? null : ways.get(ways.size() - 1);
            if (last != null && last.goesOnAs(next)) {
                ways.set(ways.size() - 1, last.with(next));
            } else {
                ways.add(next);
            }
        }
        return ways;
    }

    private DrivenWay with(DrivenWay next) {
        double metres = Math.abs(toMetres - fromMetres);
        double nextMetres = Math.abs(next.toMetres - next.fromMetres);
        double mean = metres + nextMetres == 0
                ? confidence
                : (confidence * metres + next.confidence * nextMetres) / (metres + nextMetres);
        return new DrivenWay(way, forward, fromMetres, next.toMetres, mean);
    }

    private boolean goesOnAs(DrivenWay next) {
        return way == next.way && forward == next.forward && Math.abs(toMetres - next.fromMetres) < SAME_PLACE_METRES;
    }
}
