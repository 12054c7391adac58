package org.trips.roads;

import com.carrotsearch.hppc.FloatArrayList;
import com.carrotsearch.hppc.IntArrayList;

/**
 * Ways cut into stretches, from junction to junction. A junction is a node where a way ends, or that is used twice.
 * Nodes have the numbers and coordinates of {@link PlacedNodes}.
 */
final class CutWays {
    private static final byte MANY = 2;

    private final PlacedNodes placed;
    private final byte[] uses;

    /** Nodes of unbroken runs of all ways, one run after the other. */
    private final IntArrayList nodes = new IntArrayList();

    private final IntArrayList runEnds = new IntArrayList();
    private final IntArrayList runWays = new IntArrayList();

    private final IntArrayList stretchWays = new IntArrayList();
    private final IntArrayList stretchStarts = new IntArrayList();
    private final IntArrayList stretchEnds = new IntArrayList();
    private final FloatArrayList stretchOffsets = new FloatArrayList();

    CutWays(PlacedNodes placed) {
        this.placed = placed;
        uses = new byte[placed.count()];
    }

    /** Adds a way; a new run begins after each missing node. */
    void add(int way, long[] ids) {
        int runStart = nodes.size();
        for (long id : ids) {
            int node = placed.number(id);
            if (!placed.isPlaced(node)) {
                endRun(way, runStart);
                runStart = nodes.size();
            } else if (nodes.size() == runStart || nodes.get(nodes.size() - 1) != node) {
                nodes.add(node);
            }
        }
        endRun(way, runStart);
    }

    private void endRun(int way, int runStart) {
        int count = nodes.size() - runStart;
        if (count < 2) {
            nodes.resize(runStart);
            return;
        }
        for (int i = runStart; i < nodes.size(); i++) {
            int node = nodes.get(i);
            uses[node] = (byte) Math.min(MANY, uses[node] + 1);
        }
        uses[nodes.get(runStart)] = MANY;
        uses[nodes.get(nodes.size() - 1)] = MANY;
        runEnds.add(nodes.size());
        runWays.add(way);
    }

    /** Has the ways cut at a node too, if any uses it; after all ways have been added. */
    void cutAt(long id) {
        int node = node(id);
        if (node >= 0 && used(node)) {
            uses[node] = MANY;
        }
    }

    /** Cuts all that was added. */
    void cut() {
        int from = 0;
        double offset = 0;
        for (int run = 0; run < runEnds.size(); run++) {
            int way = runWays.get(run);
            if (run > 0 && runWays.get(run - 1) != way) {
                offset = 0;
            }
            int end = runEnds.get(run);
            int start = from;
            double startOffset = offset;
            for (int i = from + 1; i < end; i++) {
                offset += metres(nodes.get(i - 1), nodes.get(i));
                if (uses[nodes.get(i)] >= MANY) {
                    stretchWays.add(way);
                    stretchStarts.add(start);
                    stretchEnds.add(i);
                    stretchOffsets.add((float) startOffset);
                    start = i;
                    startOffset = offset;
                }
            }
            from = end;
        }
    }

    /** The number of the node with this id; negative where no way has it. */
    int node(long id) {
        return placed.number(id);
    }

    int nodeCount() {
        return placed.count();
    }

    /** Whether a way uses the node and it has a place. */
    boolean used(int node) {
        return uses[node] > 0;
    }

    int latitude(int node) {
        return placed.latitude(node);
    }

    int longitude(int node) {
        return placed.longitude(node);
    }

    /** Great-circle distance between two nodes. */
    double metres(int node1, int node2) {
        return Earth.metres(
                latitude(node1) / RoadNetwork.UNITS_PER_DEGREE,
                longitude(node1) / RoadNetwork.UNITS_PER_DEGREE,
                latitude(node2) / RoadNetwork.UNITS_PER_DEGREE,
                longitude(node2) / RoadNetwork.UNITS_PER_DEGREE);
    }

    int stretchCount() {
        return stretchWays.size();
    }

    /** The number under which the stretch's way was added. */
    int way(int stretch) {
        return stretchWays.get(stretch);
    }

    /** Metres from the way's start to the stretch's start. */
    float wayOffset(int stretch) {
        return stretchOffsets.get(stretch);
    }

    /** How many nodes the stretch has, both ends counted. */
    int pointCount(int stretch) {
        return stretchEnds.get(stretch) - stretchStarts.get(stretch) + 1;
    }

    /** Node i of the stretch. */
    int node(int stretch, int i) {
        return nodes.get(stretchStarts.get(stretch) + i);
    }

    int startNode(int stretch) {
        return node(stretch, 0);
    }

    int endNode(int stretch) {
        return nodes.get(stretchEnds.get(stretch));
    }
}
