package org.trips.journeys.measure;

import java.util.List;
import org.trips.journeys.EventType;
import org.trips.journeys.points.Point;
import org.trips.matching.MatchedTrace;
import org.trips.matching.PathLine;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;

/**
 * A journey point by point, as it was measured: where it was, on the road where it is matched, how fast, under which
 * limit, and the line it drew. For drawing; the journey's figures come from the same places and speeds. Immutable.
 */
public final class JourneyTrack {
    private final List<Point> points;
    private final MatchedTrace match;
    private final Speeds speeds;
    private final HarshEvents harsh;
    private final RoadNetwork roads;
    private final LimitLookup limits;
    private final List<PathLine> lines;

    /** @param match where the journey lies on roads, or null */
    JourneyTrack(
            List<Point> points,
            MatchedTrace match,
            Speeds speeds,
            HarshEvents harsh,
            RoadNetwork roads,
            LimitLookup limits) {
        this.points = points;
        this.match = match;
        this.speeds = speeds;
        this.harsh = harsh;
        this.roads = roads;
        this.limits = limits;
        lines = match == null
                ? List.of()
                : match.paths().stream().map(path -> PathLine.of(path, roads)).toList();
    }

    /** How many points; at least two. */
    public int size() {
        return points.size();
    }

    public long timeMillis(int i) {
        return points.get(i).timeMillis();
    }

    public double latitude(int i) {
        return onRoad(i) ? match.latitude(i) : points.get(i).latitude();
    }

    public double longitude(int i) {
        return onRoad(i) ? match.longitude(i) : points.get(i).longitude();
    }

    /** NaN where it is not known. */
    public double speedMps(int i) {
        return speeds.mps(i);
    }

    /** Whether the speed is the device's own word. */
    public boolean reported(int i) {
        return speeds.reported(i);
    }

    /** Whether harsh events of this kind were looked for in what the accelerometer says; else in GPS. */
    public boolean isByAccelerometer(EventType type) {
        return harsh.isByAccelerometer(type);
    }

    /** 0 where it is not known, {@link RoadNetwork#UNLIMITED} where there is none. */
    public int limitKmh(int i) {
        return onRoad(i) ? limits.at(match.edge(i), timeMillis(i)).kmh() : RoadNetwork.UNKNOWN_LIMIT;
    }

    /** Null on no known road. */
    public RoadClass roadClass(int i) {
        return onRoad(i) ? roads.roadClass(match.edge(i)) : null;
    }

    /** The line from a point to a later one: along the path that joins them, or straight. */
    public PathLine line(int from, int to) {
        if (onRoad(from) && onRoad(to) && match.pathOf(from) == match.pathOf(to)) {
            return lines.get(match.pathOf(from)).between(match.metresAlongPath(from), match.metresAlongPath(to));
        }
        return PathLine.through(
                new double[] {latitude(from), latitude(to)}, new double[] {longitude(from), longitude(to)});
    }

    private boolean onRoad(int i) {
        return match != null && match.edge(i) >= 0;
    }
}
