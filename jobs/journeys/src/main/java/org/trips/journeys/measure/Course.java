package org.trips.journeys.measure;

import java.util.Arrays;
import java.util.List;
import org.trips.journeys.points.Point;
import org.trips.matching.MatchedPath;
import org.trips.matching.MatchedTrace;
import org.trips.roads.Earth;
import org.trips.roads.RoadNetwork;

/**
 * How a vehicle came along in time: stretches, each between two moments, on one road or on none, in one interval
 * between two points. Distances are whole millimetres from the start, from one function of time that never decreases,
 * so that whatever is cut out of a course and put together again sums to the whole. Between two known places the
 * vehicle is taken to have gone evenly. On a ferry it stands, as on any deck: the way it is carried makes no distance.
 * Where its start was lost, the course begins with the way to the first point, for which there is no time.
 */
final class Course {
    /** The edge of a stretch on no known road. */
    static final int NO_EDGE = -1;

    private static final double MM_PER_METRE = 1000;

    private final int stretches;
    private final long[] millis;
    private final long[] mm;
    private final int[] edge;
    private final int[] interval;
    private final long[] mmAtPoint;
    private final long[] carriedMmAtPoint;

    private Course(Builder builder) {
        stretches = builder.size;
        millis = builder.millis;
        mm = builder.mm;
        edge = builder.edge;
        interval = builder.interval;
        mmAtPoint = builder.mmAtPoint;
        carriedMmAtPoint = builder.carriedMmAtPoint;
    }

    /** A course of straight lines; gpsMetres as from {@link GpsLine}; lostStart may be null. */
    static Course betweenFixes(List<Point> points, double[] gpsMetres, LostStart lostStart) {
        Builder builder = new Builder(points, null);
        builder.begin(lostStart);
        for (int i = 1; i < points.size(); i++) {
            builder.straight(i, gpsMetres[i] - gpsMetres[i - 1]);
        }
        return new Course(builder);
    }

    /** A course along the matched paths, bridging between the points of a path, and straight where there is none. */
    static Course alongRoads(
            List<Point> points, double[] gpsMetres, LostStart lostStart, MatchedTrace match, RoadNetwork roads) {
        Builder builder = new Builder(points, roads);
        builder.begin(lostStart);
        int from = 0;
        while (from < points.size() - 1) {
            int to = nextOfPath(match, from);
            if (to < 0) {
                to = from + 1;
                builder.straight(to, offRoads(points, gpsMetres, match, from, to));
            } else {
                builder.along(match.paths().get(match.pathOf(from)), from, to, match);
            }
            from = to;
        }
        return new Course(builder);
    }

    /**
     * What lies between two points that no path joins: their GPS distance, but from where a path ends and to where one
     * begins, for a road that ends before the driving does holds its last points back.
     */
    private static double offRoads(List<Point> points, double[] gpsMetres, MatchedTrace match, int from, int to) {
        double step = gpsMetres[to] - gpsMetres[from];
        boolean meetsRoad = match.pathOf(from) >= 0 || match.pathOf(to) >= 0;
        return step > 0 && meetsRoad
                ? Earth.metres(
                        latitude(points, match, from),
                        longitude(points, match, from),
                        latitude(points, match, to),
                        longitude(points, match, to))
                : step;
    }

    private static double latitude(List<Point> points, MatchedTrace match, int i) {
        return match.pathOf(i) < 0 ? points.get(i).latitude() : match.latitude(i);
    }

    private static double longitude(List<Point> points, MatchedTrace match, int i) {
        return match.pathOf(i) < 0 ? points.get(i).longitude() : match.longitude(i);
    }

    private static int nextOfPath(MatchedTrace match, int from) {
        int path = match.pathOf(from);
        if (path < 0) {
            return -1;
        }
        int last = match.paths().get(path).lastPoint();
        for (int i = from + 1; i <= last; i++) {
            if (match.pathOf(i) == path) {
                return i;
            }
        }
        return -1;
    }

    /** The whole millimetres in which distances are stated. */
    static long mm(double metres) {
        return Math.round(metres * MM_PER_METRE);
    }

    int stretches() {
        return stretches;
    }

    long startMillis(int stretch) {
        return millis[stretch];
    }

    long endMillis(int stretch) {
        return millis[stretch + 1];
    }

    long startMm(int stretch) {
        return mm[stretch];
    }

    long endMm(int stretch) {
        return mm[stretch + 1];
    }

    /** The directed edge driven, or {@link #NO_EDGE}. */
    int edge(int stretch) {
        return edge[stretch];
    }

    /** The index of the point with which the stretch's interval begins. */
    int interval(int stretch) {
        return interval[stretch];
    }

    long mmAtPoint(int i) {
        return mmAtPoint[i];
    }

    /** Millimetres from the start to a point that were not driven but carried, on a ferry. */
    long carriedMmAtPoint(int i) {
        return carriedMmAtPoint[i];
    }

    long lengthMm() {
        return mm[stretches];
    }

    /** Millimetres driven up to that time; 0 up to the start, the whole length from the end on. */
    long mmAt(long time) {
        if (time <= millis[0]) {
            return 0;
        }
        if (time >= millis[stretches]) {
            return lengthMm();
        }
        int k = stretchAt(time);
        double share = (double) (time - millis[k]) / (millis[k + 1] - millis[k]);
        return mm[k] + Math.round(share * (mm[k + 1] - mm[k]));
    }

    /** The last stretch that begins at or before that time, and does not end there. */
    int stretchAt(long time) {
        int low = 0;
        int high = stretches - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (millis[middle] <= time) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static final class Builder {
        /**
         * Roads part the intervals between points into more stretches than there are points; rarely more than twice.
         */
        private static final int STRETCHES_PER_POINT = 2;

        private final List<Point> points;
        private final RoadNetwork roads;
        private final long[] mmAtPoint;
        private final long[] carriedMmAtPoint;
        private int size;
        private long[] millis;
        private long[] mm;
        private int[] edge;
        private int[] interval;
        private double metres;
        private double carried;
        private int pathOfCursor = -1;
        private int cursor;

        Builder(List<Point> points, RoadNetwork roads) {
            this.points = points;
            this.roads = roads;
            mmAtPoint = new long[points.size()];
            carriedMmAtPoint = new long[points.size()];
            int capacity = STRETCHES_PER_POINT * points.size();
            millis = new long[capacity + 1];
            mm = new long[capacity + 1];
            edge = new int[capacity];
            interval = new int[capacity];
            millis[0] = points.get(0).timeMillis();
        }

        /** Goes from where the vehicle was parked to the first point, in no time. */
        void begin(LostStart lostStart) {
            if (lostStart == null) {
                return;
            }
            for (int k = 0; k < lostStart.edges(); k++) {
                drive(lostStart.edgeMetres(k), millis[0], lostStart.edge(k), 0);
            }
            arrive(0);
        }

        /** Goes straight to the next point. */
        void straight(int to, double step) {
            drive(step, points.get(to).timeMillis(), NO_EDGE, to - 1);
            arrive(to);
        }

        /** Goes along a path from one of its points to another; points between them lie on no path. */
        void along(MatchedPath path, int from, int to, MatchedTrace match) {
            double pathStart = match.metresAlongPath(from);
            double pathEnd = match.metresAlongPath(to);
            long start = points.get(from).timeMillis();
            long end = points.get(to).timeMillis();
            double driven = pathEnd - pathStart;
            double at = pathStart;
            int k = edgeAt(path, match.pathOf(from), pathStart);
            for (int i = from; i < to; i++) {
                long time = points.get(i + 1).timeMillis();
                double until = i + 1 == to ? pathEnd : pathStart + driven * (time - start) / (end - start);
                while (k + 1 < path.edgeCount() && path.pathMetresAtStart(k + 1) < until) {
                    double crossing = Math.max(path.pathMetresAtStart(k + 1), pathStart);
                    long crossed = start + Math.round((end - start) * ((crossing - pathStart) / driven));
                    drive(crossing - at, crossed, path.edge(k), i);
                    at = crossing;
                    k++;
                }
                drive(until - at, time, path.edge(k), i);
                at = until;
                arrive(i + 1);
            }
            cursor = k;
        }

        private void arrive(int point) {
            mmAtPoint[point] = mm[size];
            carriedMmAtPoint[point] = Course.mm(carried);
        }

        private void drive(double step, long endMillis, int onEdge, int inInterval) {
            if (onEdge != NO_EDGE && roads.ferry(onEdge)) {
                carried += step;
            } else {
                metres += step;
            }
            stretch(endMillis, onEdge, inInterval);
        }

        /** The path's edge at a distance; looked for onwards, since a path is only ever followed onwards. */
        private int edgeAt(MatchedPath path, int index, double pathMetres) {
            if (pathOfCursor != index) {
                pathOfCursor = index;
                cursor = 0;
            }
            while (cursor + 1 < path.edgeCount() && path.pathMetresAtStart(cursor + 1) <= pathMetres) {
                cursor++;
            }
            return cursor;
        }

        private void stretch(long endMillis, int onEdge, int inInterval) {
            if (size == edge.length) {
                grow(size * 2);
            }
            edge[size] = onEdge;
            interval[size] = inInterval;
            size++;
            millis[size] = Math.max(millis[size - 1], endMillis);
            mm[size] = Math.max(mm[size - 1], Course.mm(metres));
        }

        private void grow(int capacity) {
            millis = Arrays.copyOf(millis, capacity + 1);
            mm = Arrays.copyOf(mm, capacity + 1);
            edge = Arrays.copyOf(edge, capacity);
            interval = Arrays.copyOf(interval, capacity);
        }
    }
}
