package org.trips.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.trips.roads.Earth;
import org.trips.roads.RoadNetwork;

/**
 * Where a vehicle drives from one parking place to the next: the middle of the road, in steps of about a metre. A place
 * on the path is the number of its step. Immutable.
 */
final class DrivenPath {
    /** How far the vehicle stays from the ends of its first and last road, so that it never parks on a junction. */
    private static final double PARKING_SHARE = 0.5;

    private static final double STEP_METRES = 1;
    /** Digits below a millimetre say nothing. */
    private static final double TRUTH_PRECISION = 1000;

    private final RoadNetwork roads;
    private final int[] route;
    private final double[] metresAtStart;
    private final double length;
    private final double stepMetres;
    private final double[] latitude;
    private final double[] longitude;
    private final double[] east;
    private final double[] north;
    private final int[] leg;

    /** @param edges driven one after another: the first from its middle on, the last up to its middle */
    DrivenPath(RoadNetwork roads, List<Integer> edges) {
        this.roads = roads;
        this.route = edges.stream().mapToInt(Integer::intValue).toArray();
        this.metresAtStart = new double[route.length];
        double metres = 0;
        for (int i = 0; i < route.length; i++) {
            metresAtStart[i] = metres;
            metres += exit(i) - entry(i);
        }
        this.length = metres;
        int steps = Math.max(2, (int) Math.round(length / STEP_METRES));
        this.stepMetres = length / steps;
        this.latitude = new double[steps + 1];
        this.longitude = new double[steps + 1];
        this.east = new double[steps + 1];
        this.north = new double[steps + 1];
        this.leg = new int[steps + 1];
        layOut(new Corners());
    }

    /** The number of the last step; the first is 0. */
    int last() {
        return latitude.length - 1;
    }

    double stepMetres() {
        return stepMetres;
    }

    double lengthMetres() {
        return length;
    }

    double latitude(double place) {
        return between(latitude, place);
    }

    double longitude(double place) {
        return between(longitude, place);
    }

    /** The road driven at that step. */
    int edge(int step) {
        return route[leg[step]];
    }

    /** The road on which the vehicle is left. */
    int lastEdge() {
        return route[route.length - 1];
    }

    /** The steps at which one road ends and the next begins, in order. */
    int[] junctionSteps() {
        return Arrays.stream(metresAtStart, 1, route.length)
                .mapToInt(metres -> (int) (metres / stepMetres))
                .toArray();
    }

    /** The direction of the road at a step, as an east and a north part that are 1 long together. */
    double east(int step) {
        return east[step];
    }

    double north(int step) {
        return north[step];
    }

    /** The ways driven; what is driven of one way in one go is one stretch. */
    List<DrivenStretch> stretches() {
        List<DrivenStretch> stretches = new ArrayList<>();
        for (int i = 0; i < route.length; i++) {
            DrivenStretch next = stretch(i);
            int lastIndex = stretches.size() - 1;
            DrivenStretch last = lastIndex < 0 ? null : stretches.get(lastIndex);
            if (last != null
                    && last.way() == next.way()
                    && last.forward() == next.forward()
                    && Math.abs(last.toMetres() - next.fromMetres()) < 2 / TRUTH_PRECISION) {
                stretches.set(
                        lastIndex, new DrivenStretch(next.way(), next.forward(), last.fromMetres(), next.toMetres()));
            } else {
                stretches.add(next);
            }
        }
        return stretches;
    }

    private DrivenStretch stretch(int index) {
        int edge = route[index];
        boolean forward = roads.forward(edge);
        double offset = roads.wayOffsetMetres(edge);
        int direction = forward ? 1 : -1;
        return new DrivenStretch(
                roads.wayId(edge),
                forward,
                rounded(offset + direction * entry(index)),
                rounded(offset + direction * exit(index)));
    }

    private static double rounded(double metres) {
        return Math.round(metres * TRUTH_PRECISION) / TRUTH_PRECISION;
    }

    private double entry(int index) {
        return index == 0 ? roads.lengthMetres(route[0]) * PARKING_SHARE : 0;
    }

    private double exit(int index) {
        double all = roads.lengthMetres(route[index]);
        return index == route.length - 1 ? all * PARKING_SHARE : all;
    }

    private void layOut(Corners corners) {
        int corner = 0;
        for (int step = 0; step < latitude.length; step++) {
            double metres = step * stepMetres;
            while (corner + 2 < corners.count && corners.metres[corner + 1] <= metres) {
                corner++;
            }
            double from = corners.metres[corner];
            double to = corners.metres[corner + 1];
            double share = Math.min(1, (metres - from) / (to - from));
            double lat1 = corners.latitude[corner];
            double lon1 = corners.longitude[corner];
            double lat2 = corners.latitude[corner + 1];
            double lon2 = corners.longitude[corner + 1];
            latitude[step] = lat1 + share * (lat2 - lat1);
            longitude[step] = lon1 + share * (lon2 - lon1);
            double eastward = (lon2 - lon1) * StrictMath.cos(StrictMath.toRadians(lat1));
            double northward = lat2 - lat1;
            double size = StrictMath.hypot(eastward, northward);
            east[step] = eastward / size;
            north[step] = northward / size;
            leg[step] = corners.leg[corner];
        }
    }

    /** The corners of all roads of the route with their distance from the path's start, no two at one place. */
    private final class Corners {
        private final double[] metres;
        private final double[] latitude;
        private final double[] longitude;
        private final int[] leg;
        private int count;

        Corners() {
            int most = Arrays.stream(route).map(roads::pointCount).sum();
            metres = new double[most];
            latitude = new double[most];
            longitude = new double[most];
            leg = new int[most];
            for (int i = 0; i < route.length; i++) {
                double along = metresAtStart[i] - entry(i);
                for (int p = 0; p < roads.pointCount(route[i]); p++) {
                    if (p > 0) {
                        along += segmentMetres(route[i], p - 1);
                    }
                    add(along, roads.latitude(route[i], p), roads.longitude(route[i], p), i);
                }
            }
        }

        private void add(double along, double lat, double lon, int index) {
            boolean repeated = count > 0 && latitude[count - 1] == lat && longitude[count - 1] == lon;
            int at = repeated ? count - 1 : count++;
            metres[at] = along;
            latitude[at] = lat;
            longitude[at] = lon;
            leg[at] = index;
        }
    }

    private double segmentMetres(int edge, int p) {
        return Earth.metres(
                roads.latitude(edge, p),
                roads.longitude(edge, p),
                roads.latitude(edge, p + 1),
                roads.longitude(edge, p + 1));
    }

    private static double between(double[] values, double place) {
        int step = Math.min((int) place, values.length - 2);
        double share = place - step;
        return values[step] + share * (values[step + 1] - values[step]);
    }
}
