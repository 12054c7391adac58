package org.trips.matching;

import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.SegmentSearch;

/**
 * Emission: which directed edges a fix may lie on, and how likely each is. Gaussian in the distance (Newson and Krumm
 * 2009), with a soft and bounded say for the heading. Not thread-safe.
 */
final class Candidates {
    /** Below this speed a receiver's heading is noise. */
    private static final double HEADING_SPEED = 3;
    /** A heading that differs more than this from the way the fixes went is not believed. */
    private static final double WRONG_HEADING_DEGREES = 60;
    /** And where those are no further apart in time: a car may turn between others. */
    private static final double HEADING_SECONDS = 20;
    /** The way the fixes went says something when they lie this many standard deviations apart. */
    private static final double CLEAR_STEP_SIGMAS = 4;
    /** Maps and drivers are off by a lane or two however good the fix. */
    private static final double SMALLEST_RADIUS = 30;

    /** Where even the nearest road lies further away, the fix or the map is off by more than the device says. */
    private static final double FAR_SIGMAS = 3;

    private static final double RADIUS_GROWTH = 2;
    /** One scale of longitudes does for junctions no further from the fix than this. */
    private static final double NEAR_DEGREES = 0.1;

    private final RoadNetwork roads;
    private final MatchingParameters parameters;
    private final SegmentSearch search;

    Candidates(RoadNetwork roads, MatchingParameters parameters) {
        this.roads = roads;
        this.parameters = parameters;
        search = new SegmentSearch(roads);
    }

    /**
     * Adds the fix as a layer of the lattice.
     *
     * @return false where no road is near
     */
    boolean addLayer(Fixes fixes, int f, Lattice lattice) {
        double sigma = fixes.sigma(f);
        double radius = Math.max(SMALLEST_RADIUS, parameters.searchSigmas() * sigma);
        int found = search.within(fixes.latitude(f), fixes.longitude(f), radius);
        while (found == 0 && radius < parameters.largestRadius()) {
            radius = Math.min(parameters.largestRadius(), radius * RADIUS_GROWTH);
            found = search.within(fixes.latitude(f), fixes.longitude(f), radius);
        }
        if (found == 0) {
            return false;
        }
        double heading = believableHeading(fixes, f);
        int used = Math.min(found, parameters.mostCandidates());
        double latitude = fixes.latitude(f);
        double longitude = fixes.longitude(f);
        double believed = Math.max(sigma, search.metresAway(0) / FAR_SIGMAS);
        for (int i = 0; i < used; i++) {
            double sigmas = search.metresAway(i) / believed;
            double cost = sigmas * sigmas / 2;
            if (!Double.isNaN(heading)) {
                double off = Math.toRadians(heading - search.bearingDegrees(i));
                cost += parameters.headingCost() * (1 - Math.cos(off)) / 2;
            }
            int edge = search.edge(i);
            lattice.addState(edge, roads.startJunction(edge), search.metresAlong(i), cost, isSideRoad(edge));
            lattice.setJunctions(
                    nearOrNaN(search.startLatitude(i), latitude),
                    nearOrNaN(search.startLongitude(i), longitude),
                    nearOrNaN(search.endLatitude(i), latitude),
                    nearOrNaN(search.endLongitude(i), longitude));
        }
        lattice.endLayer(f);
        return true;
    }

    private static double nearOrNaN(double degrees, double ofFix) {
        return Math.abs(degrees - ofFix) <= NEAR_DEGREES ? degrees : Double.NaN;
    }

    private boolean isSideRoad(int edge) {
        RoadClass roadClass = roads.roadClass(edge);
        return roadClass == RoadClass.SERVICE || roadClass == RoadClass.TRACK || roads.privateAccess(edge);
    }

    private static double believableHeading(Fixes fixes, int f) {
        double heading = fixes.headingDegrees(f);
        if (Double.isNaN(heading) || fixes.speedMps(f) < HEADING_SPEED) {
            return Double.NaN;
        }
        int before = Math.max(0, f - 1);
        int after = Math.min(fixes.size() - 1, f + 1);
        if (fixes.seconds(before, after) <= HEADING_SECONDS
                && fixes.metres(before, after) > CLEAR_STEP_SIGMAS * fixes.sigma(f)) {
            double off = Math.toRadians(heading - fixes.bearingDegrees(before, after));
            if (Math.cos(off) < Math.cos(Math.toRadians(WRONG_HEADING_DEGREES))) {
                return Double.NaN;
            }
        }
        return heading;
    }
}
