package org.trips.matching.evaluation;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.trips.matching.Trace;
import org.trips.matching.evaluation.TrueEdges.Stretch;
import org.trips.roads.RoadNetwork;
import org.trips.roads.SegmentSearch;

/** Finds the edges of ways, so that a truth told in ways becomes one in edges. Thread-safe once made. */
public final class WayEdges {
    /** A drive's first and last fix lie within this of the ways it began and ended on. */
    private static final double END_RADIUS_METRES = 200;

    private final RoadNetwork roads;
    private final LongObjectHashMap<IntArrayList> edges = new LongObjectHashMap<>();

    /**
     * Goes over the network once.
     *
     * @param ways those that will be asked for
     */
    public WayEdges(RoadNetwork roads, Set<Long> ways) {
        this.roads = roads;
        for (long way : ways) {
            edges.put(way, new IntArrayList());
        }
        for (int edge = 0; edge < roads.edgeCount(); edge++) {
            IntArrayList ofWay = edges.get(roads.wayId(edge));
            if (ofWay != null) {
                ofWay.add(edge);
            }
        }
    }

    /**
     * The edges of a route told in ways. A whole way at the route's beginning or end counts from or to the place on it
     * that is nearest to the drive's first or last fix; a whole way that follows itself is one.
     *
     * @throws UnknownWayException if the network lacks a way in the direction driven
     */
    public TrueEdges route(List<TrueWay> ways, Trace trace) {
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            TrueWay way = ways.get(i);
            if (i > 0 && Double.isNaN(way.fromMetres()) && way.equals(ways.get(i - 1))) {
                continue;
            }
            boolean cutHere = i == 0 && Double.isNaN(way.fromMetres());
            double from = cutHere ? nearest(way, trace, 0) : way.fromMetres();
            cutHere = i == ways.size() - 1 && Double.isNaN(way.toMetres());
            double to = cutHere ? nearest(way, trace, trace.size() - 1) : way.toMetres();
            addStretches(new TrueWay(way.way(), way.forward(), from, to), stretches);
        }
        return new TrueEdges(stretches);
    }

    private void addStretches(TrueWay way, List<Stretch> stretches) {
        double sign = way.forward() ? 1 : -1;
        double from = Double.isNaN(way.fromMetres()) ? Double.NEGATIVE_INFINITY : sign * way.fromMetres();
        double to = Double.isNaN(way.toMetres()) ? Double.POSITIVE_INFINITY : sign * way.toMetres();
        for (int edge : inDrivingOrder(way)) {
            double begin = sign * roads.wayOffsetMetres(edge);
            double first = Math.max(0, from - begin);
            double last = Math.min(roads.lengthMetres(edge), to - begin);
            if (first < last) {
                stretches.add(new Stretch(edge, first, last));
            }
        }
    }

    private List<Integer> inDrivingOrder(TrueWay way) {
        List<Integer> found = new ArrayList<>();
        IntArrayList ofWay = edges.get(way.way());
        for (int i = 0; ofWay != null && i < ofWay.size(); i++) {
            if (roads.forward(ofWay.get(i)) == way.forward()) {
                found.add(ofWay.get(i));
            }
        }
        if (found.isEmpty()) {
            throw new UnknownWayException(way);
        }
        double sign = way.forward() ? 1 : -1;
        found.sort(
                (one, other) -> Double.compare(sign * roads.wayOffsetMetres(one), sign * roads.wayOffsetMetres(other)));
        return found;
    }

    /** Metres along the way of its place nearest to a point, or NaN where the point lies elsewhere. */
    private double nearest(TrueWay way, Trace trace, int point) {
        SegmentSearch search = new SegmentSearch(roads);
        int found = search.within(trace.latitude(point), trace.longitude(point), END_RADIUS_METRES);
        for (int i = 0; i < found; i++) {
            int edge = search.edge(i);
            if (roads.wayId(edge) == way.way() && roads.forward(edge) == way.forward()) {
                return roads.wayOffsetMetres(edge) + (way.forward() ? 1 : -1) * search.metresAlong(i);
            }
        }
        return Double.NaN;
    }
}
