package org.trips.roads;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongArrayList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects nodes and ways and writes the road file they make. Ways are cut into stretches where they end and at every
 * node that is used twice, by one way or by several. Where a way's node was never added, as at the border of an extract,
 * the way is cut too. What was added under one id before is not added again. The same nodes and ways give the same bytes,
 * whatever their order.
 *
 * <p>Not thread-safe. Ways first, then {@link #nodesOfWays}, then nodes is the order in which memory is bounded: of ways
 * and nodes, what is beyond the first few hundred thousand then lies in temporary files that are mapped, as the road file
 * itself is while it is written. On the heap lie different names, restrictions and barriers, and two bits a node.
 * Nodes that come before the ways are kept on the heap.
 */
public final class RoadNetworkBuilder {
    /** How many steps {@link #write(Path, Runnable)} has. */
    public static final int STEPS = 6;

    private final LongArrayList nodeIds = new LongArrayList();
    private final IntArrayList nodeLatitudes = new IntArrayList();
    private final IntArrayList nodeLongitudes = new IntArrayList();
    /** Takes the nodes in place of the lists once the ways are known; null before. */
    private PlacedNodes placed;

    private final Scratch scratch;
    private final CollectedWays ways;
    private final SortedMap<Long, TurnRestriction> restrictions = new TreeMap<>();
    private final SortedMap<Long, Barrier> barriers = new TreeMap<>();

    /** A builder whose temporary files lie in the system's folder for them. */
    public RoadNetworkBuilder() {
        this(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** A builder whose temporary files lie in a folder that has room for them: about twice the road file. */
    public RoadNetworkBuilder(Path temporaryFiles) {
        scratch = new Scratch(temporaryFiles);
        ways = new CollectedWays(scratch);
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
        ways.add(way, nodes);
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

    /** The ids of all nodes that the ways use, which must all have been added. */
    public AscendingIds nodesOfWays() {
        if (placed == null) {
            placed = new PlacedNodes(AscendingIds.of(ways.nodes(), scratch), scratch);
            for (int i = 0; i < nodeIds.size(); i++) {
                placed.place(nodeIds.get(i), nodeLatitudes.get(i), nodeLongitudes.get(i));
            }
            nodeIds.release();
            nodeLatitudes.release();
            nodeLongitudes.release();
        }
        return placed.ids();
    }

    /**
     * Writes the road file; a file that is there is replaced, and stays as it was if this fails.
     *
     * @return what became of restrictions and barriers
     * @throws RoadFileException if no way has two nodes, or the file cannot be written
     * @throws java.io.UncheckedIOException if its temporary files cannot be; so do {@link #addWay} and {@link #addNode}
     */
    public WrittenTurns write(Path file) throws RoadFileException {
        return write(file, () -> {});
    }

    /**
     * The same for those who want to show how far it has come.
     *
     * @param step is called {@value #STEPS} times, at parts of the work that take about as long as each other
     */
    public WrittenTurns write(Path file, Runnable step) throws RoadFileException {
        nodesOfWays();
        ways.arrange();
        CutWays cut = new CutWays(placed, scratch);
        for (int way = 0; way < ways.count(); way++) {
            cut.add(way, ways);
        }
        barriers.keySet().forEach(cut::cutAt);
        cut.cut();
        step.run();
        if (cut.stretchCount() == 0) {
            throw new RoadFileException(file + ": no way has two nodes that are there, so there is no road to write");
        }
        RoadFileLayout layout = new RoadFileLayout(cut, ways, scratch);
        step.run();
        try (RoadFileWriter writer = new RoadFileWriter(file)) {
            layout.write(writer, restrictions.values(), barriers, step);
            writer.finish();
            step.run();
        } catch (RoadFileException e) {
            throw e;
        } catch (IOException e) {
            throw new RoadFileException(file + ": the road file cannot be written: " + RoadFile.reason(e), e);
        }
        return layout.writtenTurns();
    }
}
