package org.trips.roads;

import com.carrotsearch.hppc.IntArrayList;
import java.nio.IntBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.trips.roads.RoadFile.Edges;
import org.trips.roads.RoadFile.Section;
import org.trips.roads.RoadFile.Stretches;

/** The edges of a road file that is being made, found by the OpenStreetMap ids of what they come from. */
final class LaidEdges {
    private final CutWays cut;
    private final CollectedWays ways;
    private final IntColumn junctionOfNode;
    private final IntColumn stretchOrder;
    private final IntColumn numberOfStretch;
    private final IntBuffer junctions;
    private final IntBuffer edges;
    private final IntBuffer stretches;
    private final IntColumn firstInto;
    private final IntColumn into;

    /**
     * @param junctionOfNode a negative number for nodes that are no junction
     * @param stretchOrder the stretches, as they were cut, in the order of their numbers in the file
     */
    LaidEdges(
            CutWays cut,
            CollectedWays ways,
            IntColumn junctionOfNode,
            IntColumn stretchOrder,
            IntBuffer junctions,
            IntBuffer edges,
            IntBuffer stretches,
            Scratch scratch) {
        this.cut = cut;
        this.ways = ways;
        this.junctionOfNode = junctionOfNode;
        this.stretchOrder = stretchOrder;
        this.junctions = junctions;
        this.edges = edges;
        this.stretches = stretches;
        numberOfStretch = new IntColumn(scratch, stretchOrder.size());
        for (int number = 0; number < stretchOrder.size(); number++) {
            numberOfStretch.set(stretchOrder.get(number), number);
        }
        firstInto = new IntColumn(scratch, junctions.capacity());
        into = new IntColumn(scratch, edges.capacity() / Section.EDGES.stride);
        sortByEnd();
    }

    /** Edges by the junction they end at: each is laid before those laid already, so the last one comes first. */
    private void sortByEnd() {
        for (int edge = 0; edge < into.size(); edge++) {
            firstInto.set(end(edge), firstInto.get(end(edge)) + 1);
        }
        for (int junction = 1; junction < firstInto.size(); junction++) {
            firstInto.set(junction, firstInto.get(junction) + firstInto.get(junction - 1));
        }
        for (int edge = into.size() - 1; edge >= 0; edge--) {
            int place = firstInto.get(end(edge)) - 1;
            firstInto.set(end(edge), place);
            into.set(place, edge);
        }
    }

    /** The junction at a node; negative where there is none. */
    int junction(long nodeId) {
        int node = cut.node(nodeId);
        return node < 0 ? node : junctionOfNode.get(node);
    }

    /** Whether a road's shape goes through the node, junction or not. */
    boolean hasNode(long nodeId) {
        int node = cut.node(nodeId);
        return node >= 0 && cut.used(node);
    }

    boolean hasWay(long wayId) {
        return firstStretch(wayId) >= 0;
    }

    int end(int edge) {
        return edges.get(edge * Section.EDGES.stride + Edges.END_JUNCTION);
    }

    /** The same stretch in the other direction; negative where that may not be driven. */
    int opposite(int edge) {
        int stretchAndDirection = stretchAndDirection(edge);
        int other = (stretchAndDirection & 1) == 0 ? Stretches.BACKWARD_EDGE : Stretches.FORWARD_EDGE;
        return stretches.get((stretchAndDirection >>> 1) * Section.STRETCHES.stride + other);
    }

    int[] into(int junction) {
        return IntStream.range(firstInto.get(junction), firstInto.get(junction + 1))
                .map(into::get)
                .toArray();
    }

    int[] outOf(int junction) {
        return IntStream.range(junctions.get(junction), junctions.get(junction + 1))
                .toArray();
    }

    /** How many ends of stretches meet at a junction. */
    int arms(int junction) {
        int arms = into(junction).length;
        for (int edge : outOf(junction)) {
            arms += opposite(edge) < 0 ? 1 : 0;
        }
        return arms;
    }

    int[] ofWayInto(long wayId, int junction) {
        return ofWay(wayId, into(junction));
    }

    int[] ofWayOutOf(long wayId, int junction) {
        return ofWay(wayId, outOf(junction));
    }

    /** Whether a stretch of the way begins or ends at the junction. */
    boolean touches(long wayId, int junction) {
        return ofWayInto(wayId, junction).length + ofWayOutOf(wayId, junction).length > 0;
    }

    /**
     * Drives along the whole of several ways that are there, one after the other.
     *
     * @param driven gets the edges
     * @return the junction where the drive ends; negative where the ways cannot be driven so
     */
    int along(List<Long> wayIds, int fromJunction, IntArrayList driven) {
        int at = fromJunction;
        for (long wayId : wayIds) {
            int first = firstStretch(wayId);
            int last = lastStretch(first);
            if (!isUnbroken(first, last)) {
                return -1;
            }
            int start = junctionOfNode.get(cut.startNode(first));
            int end = junctionOfNode.get(cut.endNode(last));
            if (start == end || (at != start && at != end)) {
                return -1;
            }
            boolean forward = at == start;
            for (int i = 0; i <= last - first; i++) {
                int stretch = forward ? first + i : last - i;
                int edge = edge(stretch, forward);
                if (edge < 0) {
                    return -1;
                }
                driven.add(edge);
            }
            at = forward ? end : start;
        }
        return at;
    }

    /** The junctions at both ends of a way that is there. */
    int[] ends(long wayId) {
        int first = firstStretch(wayId);
        return new int[] {junctionOfNode.get(cut.startNode(first)), junctionOfNode.get(cut.endNode(lastStretch(first)))
        };
    }

    private int[] ofWay(long wayId, int[] candidates) {
        return IntStream.of(candidates)
                .filter(edge -> ways.id(cut.way(stretchOrder.get(stretchAndDirection(edge) >>> 1))) == wayId)
                .toArray();
    }

    private int edge(int stretch, boolean forward) {
        int edge = forward ? Stretches.FORWARD_EDGE : Stretches.BACKWARD_EDGE;
        return stretches.get(numberOfStretch.get(stretch) * Section.STRETCHES.stride + edge);
    }

    private int stretchAndDirection(int edge) {
        return edges.get(edge * Section.EDGES.stride + Edges.STRETCH_AND_DIRECTION);
    }

    /** The first of a way's stretches as they were cut, which follow each other; negative where it has none. */
    private int firstStretch(long wayId) {
        int low = 0;
        int high = cut.stretchCount();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ways.id(cut.way(middle)) < wayId) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < cut.stretchCount() && ways.id(cut.way(low)) == wayId ? low : -1;
    }

    private int lastStretch(int first) {
        int last = first;
        while (last + 1 < cut.stretchCount() && cut.way(last + 1) == cut.way(first)) {
            last++;
        }
        return last;
    }

    private boolean isUnbroken(int first, int last) {
        return IntStream.range(first, last).allMatch(stretch -> cut.endNode(stretch) == cut.startNode(stretch + 1));
    }
}
