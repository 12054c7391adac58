package org.trips.roads;

import java.util.BitSet;

/**
 * Ways cut into stretches, from junction to junction. A junction is a node where a way ends, or that is used twice.
 * Nodes have the numbers and coordinates of {@link PlacedNodes}, ways those of {@link CollectedWays}.
 */
final class CutWays {
    private final PlacedNodes placed;
    private final BitSet used;
    private final BitSet junctions;

    /** Nodes of unbroken runs of all ways, one run after the other. */
    private final IntColumn nodes;

    private final IntColumn runEnds;
    private final IntColumn runWays;

    private final IntColumn stretchWays;
    private final IntColumn stretchStarts;
    private final IntColumn stretchEnds;
    /** Metres as floats. */
    private final IntColumn stretchOffsets;

    CutWays(PlacedNodes placed, Scratch scratch) {
        this.placed = placed;
        used = new BitSet(placed.count());
        junctions = new BitSet(placed.count());
        nodes = new IntColumn(scratch);
        runEnds = new IntColumn(scratch);
        runWays = new IntColumn(scratch);
        stretchWays = new IntColumn(scratch);
        stretchStarts = new IntColumn(scratch);
        stretchEnds = new IntColumn(scratch);
        stretchOffsets = new IntColumn(scratch);
    }

    /** Adds a way; a new run begins after each missing node. */
    void add(int way, CollectedWays ways) {
        int runStart = nodes.size();
        for (int i = ways.firstNode(way); i < ways.endOfNodes(way); i++) {
            int node = placed.number(ways.nodes().get(i));
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
            nodes.cutTo(runStart);
            return;
        }
        for (int i = runStart; i < nodes.size(); i++) {
            int node = nodes.get(i);
            if (used.get(node)) {
                junctions.set(node);
            }
            used.set(node);
        }
        junctions.set(nodes.get(runStart));
        junctions.set(nodes.get(nodes.size() - 1));
        runEnds.add(nodes.size());
        runWays.add(way);
    }

    /** Has the ways cut at a node too, if any uses it; after all ways have been added. */
    void cutAt(long id) {
        int node = node(id);
        if (node >= 0 && used(node)) {
            junctions.set(node);
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
                if (junctions.get(nodes.get(i))) {
                    stretchWays.add(way);
                    stretchStarts.add(start);
                    stretchEnds.add(i);
                    stretchOffsets.add(Float.floatToIntBits((float) startOffset));
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
        return used.get(node);
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
        return Float.intBitsToFloat(stretchOffsets.get(stretch));
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
