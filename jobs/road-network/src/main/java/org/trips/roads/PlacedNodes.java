package org.trips.roads;

import java.util.Arrays;

/** Where the nodes of all ways lie: numbered by ascending id; coordinates in 1e-7 degrees. */
final class PlacedNodes {
    private static final int MISSING = Integer.MIN_VALUE;

    private final long[] ids;
    private final int[] latitudes;
    private final int[] longitudes;

    /** Takes the ids of all nodes that ways use: ascending, each once. */
    PlacedNodes(long[] ids) {
        this.ids = ids;
        latitudes = new int[ids.length];
        longitudes = new int[ids.length];
        Arrays.fill(latitudes, MISSING);
    }

    /** Says where a node lies. The first place counts; a node that no way uses is passed over. */
    void place(long id, int latitude, int longitude) {
        int node = number(id);
        if (node >= 0 && !isPlaced(node)) {
            latitudes[node] = latitude;
            longitudes[node] = longitude;
        }
    }

    int count() {
        return ids.length;
    }

    long[] ids() {
        return ids;
    }

    /** The number of the node with this id; negative where no way has it. */
    int number(long id) {
        return Arrays.binarySearch(ids, id);
    }

    boolean isPlaced(int node) {
        return latitudes[node] != MISSING;
    }

    int latitude(int node) {
        return latitudes[node];
    }

    int longitude(int node) {
        return longitudes[node];
    }
}
