package org.trips.roads;

/** Where the nodes of all ways lie: numbered by ascending id; coordinates in 1e-7 degrees. Not thread-safe. */
final class PlacedNodes {
    private static final int MISSING = Integer.MIN_VALUE;

    private final AscendingIds ids;
    private final IntColumn latitudes;
    private final IntColumn longitudes;
    /** The number that was found last: the next one asked for is often the next one. */
    private int found = -1;

    PlacedNodes(AscendingIds ids, Scratch scratch) {
        this.ids = ids;
        latitudes = new IntColumn(scratch, ids.size());
        longitudes = new IntColumn(scratch, ids.size());
        for (int node = 0; node < ids.size(); node++) {
            latitudes.set(node, MISSING);
        }
    }

    /** Says where a node lies. The first place counts; a node that no way uses is passed over. */
    void place(long id, int latitude, int longitude) {
        int node = number(id);
        if (node >= 0 && !isPlaced(node)) {
            latitudes.set(node, latitude);
            longitudes.set(node, longitude);
        }
    }

    int count() {
        return ids.size();
    }

    AscendingIds ids() {
        return ids;
    }

    /** The number of the node with this id; negative where no way has it. */
    int number(long id) {
        int next = found + 1;
        int number = next < ids.size() && ids.get(next) == id ? next : ids.number(id);
        found = number < 0 ? found : number;
        return number;
    }

    boolean isPlaced(int node) {
        return latitudes.get(node) != MISSING;
    }

    int latitude(int node) {
        return latitudes.get(node);
    }

    int longitude(int node) {
        return longitudes.get(node);
    }
}
