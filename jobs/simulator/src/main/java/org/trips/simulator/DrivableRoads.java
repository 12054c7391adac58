package org.trips.simulator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;

/**
 * The part of a road network that simulated vehicles use: public roads from each of which every other near it can be
 * reached, so that nobody ever gets stuck. Where the roads are those of several regions, each is used. Thread-safe.
 */
final class DrivableRoads {
    private static final double KMH_PER_MPS = 3.6;
    private static final int FEWEST_ROADS_OF_A_CROSSING = 3;
    /** A region has at least so many junctions, as a share of the largest region's. */
    private static final double SMALLEST_REGION_SHARE = 0.05;

    private final RoadNetwork roads;
    private final BitSet drivable;
    private final int[] places;
    private final double[] metresUpTo;

    /** @throws IllegalArgumentException if there is no road on which a vehicle could drive round */
    DrivableRoads(RoadNetwork roads) {
        this.roads = roads;
        this.drivable = StrongParts.edges(roads, edge -> isPublicRoad(roads, edge), SMALLEST_REGION_SHARE);
        this.places = drivable.stream().filter(this::isPlace).toArray();
        this.metresUpTo = new double[places.length];
        double metres = 0;
        for (int i = 0; i < places.length; i++) {
            metres += roads.lengthMetres(places[i]);
            metresUpTo[i] = metres;
        }
        if (places.length == 0) {
            throw new IllegalArgumentException(
                    "Nobody can drive on these roads: there is no part of them in which every road leads to every other.");
        }
    }

    RoadNetwork network() {
        return roads;
    }

    boolean isDrivable(int edge) {
        return drivable.get(edge);
    }

    /** Whether somebody might want to go there; yards and car parks are only driven through. */
    boolean isPlace(int edge) {
        return drivable.get(edge) && roads.roadClass(edge) != RoadClass.SERVICE;
    }

    /** A road to begin on: every metre of road is as likely as every other. */
    int anyPlace(SplittableRandom random) {
        double metre = random.nextDouble(metresUpTo[metresUpTo.length - 1]);
        int found = Arrays.binarySearch(metresUpTo, metre);
        return places[found < 0 ? -found - 1 : found];
    }

    /** Whether somebody may come out of another road here, so that one may have to stop. */
    boolean isCrossing(int junction) {
        return roads.outgoingCount(junction) >= FEWEST_ROADS_OF_A_CROSSING;
    }

    /** Whether roads of this kind have lights, signs and people on them. */
    boolean hasStops(int edge) {
        return switch (roads.roadClass(edge)) {
            case MOTORWAY, MOTORWAY_LINK, TRUNK, TRUNK_LINK -> false;
            default -> !roads.roundabout(edge);
        };
    }

    /** What a law-abiding driver takes for the limit, in m/s: what the road says, or what its kind suggests. */
    double customarySpeedMps(int edge) {
        int limitKmh = roads.speedLimitKmh(edge);
        boolean posted = limitKmh > 0 && limitKmh != RoadNetwork.UNLIMITED;
        return (posted ? limitKmh : customaryKmh(roads.roadClass(edge))) / KMH_PER_MPS;
    }

    /** The posted limit in m/s, or NaN where none is known or there is none. */
    double postedLimitMps(int edge) {
        int limitKmh = roads.speedLimitKmh(edge);
        return limitKmh <= 0 || limitKmh == RoadNetwork.UNLIMITED ? Double.NaN : limitKmh / KMH_PER_MPS;
    }

    private static boolean isPublicRoad(RoadNetwork roads, int edge) {
        RoadClass roadClass = roads.roadClass(edge);
        return !roads.ferry(edge)
                && !roads.privateAccess(edge)
                && roadClass != RoadClass.FERRY
                && roadClass != RoadClass.TRACK
                && roadClass != RoadClass.OTHER;
    }

    private static int customaryKmh(RoadClass roadClass) {
        return switch (roadClass) {
            case MOTORWAY -> 110;
            case TRUNK -> 90;
            case PRIMARY, SECONDARY -> 60;
            case MOTORWAY_LINK, TRUNK_LINK, PRIMARY_LINK, SECONDARY_LINK, TERTIARY, TERTIARY_LINK, UNCLASSIFIED -> 50;
            case RESIDENTIAL -> 40;
            case LIVING_STREET, SERVICE, TRACK, FERRY, OTHER -> 20;
        };
    }
}
