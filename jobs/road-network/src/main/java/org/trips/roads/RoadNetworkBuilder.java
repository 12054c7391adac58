package org.trips.roads;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongArrayList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects nodes and ways and writes the road file they make. Ways are cut into stretches where they end and at every
 * node that is used twice, by one way or by several. Where a way's node was never added, as at the border of an extract,
 * the way is cut too. What was added under one id before is not added again. The same nodes and ways give the same bytes,
 * whatever their order.
 *
 * <p>Not thread-safe. Holds all it was given in memory: about 16 bytes a node, 8 bytes a node's use in a way, 100 bytes a
 * way. Ways first, then {@link #nodesOfWays}, then nodes is the order in which nodes that no way uses cost nothing.
 */
public final class RoadNetworkBuilder {
    private final LongArrayList nodeIds = new LongArrayList();
    private final IntArrayList nodeLatitudes = new IntArrayList();
    private final IntArrayList nodeLongitudes = new IntArrayList();
    /** Takes the nodes in place of the lists once the ways are known; null before. */
    private PlacedNodes placed;

    private final List<WayNodes> ways = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final SortedMap<Long, TurnRestriction> restrictions = new TreeMap<>();
    private final SortedMap<Long, Barrier> barriers = new TreeMap<>();

    /** A way with its nodes' ids. */
    private static final class WayNodes {
        private final Way way;
        private final long[] nodes;

        WayNodes(Way way, long[] nodes) {
            this.way = way;
            this.nodes = nodes;
        }

        private long id() {
            return way.id();
        }
    }

    /** Adds a node; degrees are kept to seven decimals. */
    public RoadNetworkBuilder addNode(long id, double latitude, double longitude) {
        if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException("node " + id + " lies at " + latitude + ", " + longitude);
        }
        addNode(id, (int) Math.round(latitude * RoadNetwork.UNITS_PER_DEGREE), (int)
                Math.round(longitude * RoadNetwork.UNITS_PER_DEGREE));
        return this;
    }

    private void addNode(long id, int latitude, int longitude) {
        if (placed != null) {
            placed.place(id, latitude, longitude);
            return;
        }
        nodeIds.add(id);
        nodeLatitudes.add(latitude);
        nodeLongitudes.add(longitude);
    }

    /** Adds a way along the nodes of these ids; before {@link #nodesOfWays} and {@link #write}. */
    public RoadNetworkBuilder addWay(Way way, long... nodes) {
        if (placed != null) {
            throw new IllegalStateException("way " + way.id() + " comes after the nodes of all ways were asked for");
        }
        ways.add(new WayNodes(way.named(shared(way.name()), shared(way.ref())), nodes.clone()));
        return this;
    }

    /** Adds a turn restriction; where the roads do not have the turn, it costs memory, and nothing else. */
    public RoadNetworkBuilder addRestriction(TurnRestriction restriction) {
        restrictions.putIfAbsent(restriction.id(), restriction);
        return this;
    }

    /**
     * Adds a barrier at a node. It counts where two stretches of road meet: at a larger junction nobody can tell which of
     * the roads it stands on.
     */
    public RoadNetworkBuilder addBarrier(long node, Barrier barrier) {
        barriers.putIfAbsent(node, barrier);
        return this;
    }

    /** The ids of all nodes that the ways use, which must all have been added: ascending, each once. Not to be changed. */
    public long[] nodesOfWays() {
        if (placed == null) {
            placed = new PlacedNodes(distinctNodes());
            for (int i = 0; i < nodeIds.size(); i++) {
                placed.place(nodeIds.get(i), nodeLatitudes.get(i), nodeLongitudes.get(i));
            }
            nodeIds.release();
            nodeLatitudes.release();
            nodeLongitudes.release();
        }
        return placed.ids();
    }

    private long[] distinctNodes() {
        int count = 0;
        for (WayNodes way : ways) {
            count = Math.addExact(count, way.nodes.length);
        }
        long[] ids = new long[count];
        int at = 0;
        for (WayNodes way : ways) {
            System.arraycopy(way.nodes, 0, ids, at, way.nodes.length);
            at += way.nodes.length;
        }
        Arrays.sort(ids);
        return distinct(ids);
    }

    /**
     * Writes the road file; a file that is there is replaced, and stays as it was if this fails.
     *
     * @return what became of restrictions and barriers
     * @throws RoadFileException if no way has two nodes, or the file cannot be written
     */
    public WrittenTurns write(Path file) throws RoadFileException {
        nodesOfWays();
        CutWays cut = new CutWays(placed);
        ways.sort(Comparator.comparingLong(WayNodes::id));
        List<Way> distinctWays = new ArrayList<>(ways.size());
        for (int i = 0; i < ways.size(); i++) {
            if (i == 0 || ways.get(i - 1).id() != ways.get(i).id()) {
                cut.add(distinctWays.size(), ways.get(i).nodes);
                distinctWays.add(ways.get(i).way);
            }
        }
        barriers.keySet().forEach(cut::cutAt);
        cut.cut();
        if (cut.stretchCount() == 0) {
            throw new RoadFileException(file + ": no way has two nodes that are there, so there is no road to write");
        }
        RoadFileLayout layout = new RoadFileLayout(cut, distinctWays);
        RoadFile.write(file, layout.sections(restrictions.values(), barriers));
        return layout.writtenTurns();
    }

    /** One string for all roads of a name. */
    private String shared(String name) {
        return names.computeIfAbsent(name, first -> first);
    }

    private static long[] distinct(long[] sorted) {
        int count = 0;
        for (long id : sorted) {
            if (count == 0 || sorted[count - 1] != id) {
                sorted[count++] = id;
            }
        }
        return Arrays.copyOf(sorted, count);
    }
}
