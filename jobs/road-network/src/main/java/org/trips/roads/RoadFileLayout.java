package org.trips.roads;

import com.carrotsearch.hppc.IntArrayList;
import java.io.IOException;
import java.nio.IntBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.trips.roads.RoadFile.Edges;
import org.trips.roads.RoadFile.Points;
import org.trips.roads.RoadFile.Section;
import org.trips.roads.RoadFile.Stretches;
import org.trips.roads.RoadFile.Ways;

/**
 * Lays cut ways out as the sections of a road file. Junctions are numbered along a Hilbert curve and edges by the
 * junction they start at, stretches by the middle of their box: a vehicle's surroundings lie on few pages of memory.
 */
final class RoadFileLayout {
    private static final int FORWARD = 0;
    private static final int BACKWARD = 1;
    private static final int NO_JUNCTION = -1;

    private final CutWays cut;
    private final CollectedWays ways;
    private final Scratch scratch;
    private final HilbertCurve curve;
    private final IntColumn junctionOfNode;
    private final IntColumn stretchOrder;
    private int junctionCount;
    private int wayCount;
    private WrittenTurns writtenTurns = new WrittenTurns(0, Map.of(), 0, 0, 0);

    RoadFileLayout(CutWays cut, CollectedWays ways, Scratch scratch) {
        this.cut = cut;
        this.ways = ways;
        this.scratch = scratch;
        curve = curve();
        junctionOfNode = junctionOfNode();
        stretchOrder = stretchOrder();
    }

    /** Fills all sections, with those restrictions and barriers that say something of these roads. */
    void write(
            RoadFileWriter file, Collection<TurnRestriction> restrictions, Map<Long, Barrier> barriers, Runnable step)
            throws IOException {
        IntBuffer junctions = file.section(Section.JUNCTIONS, junctionCount + 1);
        countEdges(junctions);
        IntBuffer edges = file.section(Section.EDGES, junctions.get(junctionCount));
        IntBuffer stretches = file.section(Section.STRETCHES, cut.stretchCount() + 1);
        int pointCount = pointCount();
        IntBuffer points = file.section(Section.POINTS, pointCount);
        layPoints(points);
        step.run();
        layEdges(junctions, edges, stretches, points);
        step.run();
        IntColumn numberOfWay = numberOfWay();
        layWays(numberOfWay, file.section(Section.WAYS, wayCount), stretches);
        file.section(Section.NAMES, ways.nameTable().toInts());
        BoxTree tree = new BoxTree(pointCount);
        tree.pack(points, stretches, file.section(Section.INDEX, tree.length()));
        step.run();
        LaidEdges laid = new LaidEdges(cut, ways, junctionOfNode, stretchOrder, junctions, edges, stretches, scratch);
        RestrictedTurns turns = new RestrictedTurns(laid);
        writtenTurns = addAll(restrictions, barriers, turns);
        turns.markEdges(edges);
        file.section(Section.TURNS, turns.turnSection());
        file.section(Section.VIA_EDGES, turns.viaSection());
        file.section(Section.LIMIT_EDGES, limitEdges(edges));
        file.section(Section.LIMIT_RULES, ways.limitTable().toInts());
    }

    /** What became of restrictions and barriers when the sections were made. */
    WrittenTurns writtenTurns() {
        return writtenTurns;
    }

    private static WrittenTurns addAll(
            Collection<TurnRestriction> restrictions, Map<Long, Barrier> barriers, RestrictedTurns turns) {
        int added = 0;
        Map<DroppedRestriction, Integer> dropped = new EnumMap<>(DroppedRestriction.class);
        for (TurnRestriction restriction : restrictions) {
            Optional<DroppedRestriction> reason = turns.add(restriction);
            added += reason.isEmpty() ? 1 : 0;
            reason.ifPresent(why -> dropped.merge(why, 1, Integer::sum));
        }
        Map<Barrier, Integer> standing = new EnumMap<>(Barrier.class);
        barriers.forEach((node, barrier) -> standing.merge(barrier, turns.add(node, barrier) ? 1 : 0, Integer::sum));
        int closed = standing.getOrDefault(Barrier.CLOSED, 0);
        int gates = standing.getOrDefault(Barrier.GATE, 0);
        return new WrittenTurns(added, dropped, closed, gates, barriers.size() - closed - gates);
    }

    private HilbertCurve curve() {
        int south = Integer.MAX_VALUE;
        int west = Integer.MAX_VALUE;
        int north = Integer.MIN_VALUE;
        int east = Integer.MIN_VALUE;
        for (int node = 0; node < cut.nodeCount(); node++) {
            if (cut.used(node)) {
                south = Math.min(south, cut.latitude(node));
                north = Math.max(north, cut.latitude(node));
                west = Math.min(west, cut.longitude(node));
                east = Math.max(east, cut.longitude(node));
            }
        }
        return new HilbertCurve(south, west, north, east);
    }

    private IntColumn junctionOfNode() {
        IntColumn junction = new IntColumn(scratch, cut.nodeCount());
        for (int node = 0; node < junction.size(); node++) {
            junction.set(node, NO_JUNCTION);
        }
        LongSorter alongCurve = new LongSorter(scratch);
        for (int stretch = 0; stretch < cut.stretchCount(); stretch++) {
            mark(cut.startNode(stretch), junction, alongCurve);
            mark(cut.endNode(stretch), junction, alongCurve);
        }
        alongCurve.drainTo(place -> junction.set((int) place, junctionCount++));
        return junction;
    }

    /** Counts a node the first time. */
    private void mark(int node, IntColumn junction, LongSorter alongCurve) {
        if (junction.get(node) == NO_JUNCTION) {
            junction.set(node, 0);
            alongCurve.add(placeOnCurve(curve.position(cut.latitude(node), cut.longitude(node)), node));
        }
    }

    private IntColumn stretchOrder() {
        LongSorter alongCurve = new LongSorter(scratch);
        for (int stretch = 0; stretch < cut.stretchCount(); stretch++) {
            alongCurve.add(placeOnCurve(middle(stretch), stretch));
        }
        IntColumn order = new IntColumn(scratch);
        alongCurve.drainTo(place -> order.add((int) place));
        return order;
    }

    private long middle(int stretch) {
        int south = Integer.MAX_VALUE;
        int west = Integer.MAX_VALUE;
        int north = Integer.MIN_VALUE;
        int east = Integer.MIN_VALUE;
        for (int i = 0; i < cut.pointCount(stretch); i++) {
            int node = cut.node(stretch, i);
            south = Math.min(south, cut.latitude(node));
            north = Math.max(north, cut.latitude(node));
            west = Math.min(west, cut.longitude(node));
            east = Math.max(east, cut.longitude(node));
        }
        // Halved before they are added: two longitudes can be more than an int together.
        return curve.position(south / 2 + north / 2, west / 2 + east / 2);
    }

    /** Sorts by the position on the curve, then by the number. */
    private static long placeOnCurve(long position, int number) {
        return (position << Integer.SIZE) | number;
    }

    /** Says where each junction's outgoing edges begin. */
    private void countEdges(IntBuffer first) {
        for (int stretch = 0; stretch < cut.stretchCount(); stretch++) {
            int way = cut.way(stretch);
            if (ways.forward(way)) {
                increment(first, junctionOfNode.get(cut.startNode(stretch)) + 1);
            }
            if (ways.backward(way)) {
                increment(first, junctionOfNode.get(cut.endNode(stretch)) + 1);
            }
        }
        for (int junction = 1; junction <= junctionCount; junction++) {
            first.put(junction, Math.addExact(first.get(junction), first.get(junction - 1)));
        }
    }

    private static void increment(IntBuffer ints, int at) {
        ints.put(at, ints.get(at) + 1);
    }

    private int pointCount() {
        long count = 0;
        for (int stretch = 0; stretch < cut.stretchCount(); stretch++) {
            count += cut.pointCount(stretch);
        }
        return Math.toIntExact(count);
    }

    private void layPoints(IntBuffer points) {
        int at = 0;
        for (int number = 0; number < stretchOrder.size(); number++) {
            int stretch = stretchOrder.get(number);
            double metres = 0;
            int before = -1;
            for (int i = 0; i < cut.pointCount(stretch); i++) {
                int node = cut.node(stretch, i);
                metres += before < 0 ? 0 : cut.metres(before, node);
                before = node;
                points.put(at + Points.LATITUDE, cut.latitude(node));
                points.put(at + Points.LONGITUDE, cut.longitude(node));
                points.put(at + Points.METRES, Float.floatToIntBits((float) metres));
                at += Section.POINTS.stride;
            }
        }
    }

    private void layEdges(IntBuffer junctions, IntBuffer edges, IntBuffer stretches, IntBuffer points) {
        IntColumn nextEdge = new IntColumn(scratch, junctionCount);
        for (int junction = 0; junction < junctionCount; junction++) {
            nextEdge.set(junction, junctions.get(junction));
        }
        int firstPoint = 0;
        for (int number = 0; number < stretchOrder.size(); number++) {
            int stretch = stretchOrder.get(number);
            int way = cut.way(stretch);
            int start = junctionOfNode.get(cut.startNode(stretch));
            int end = junctionOfNode.get(cut.endNode(stretch));
            int at = number * Section.STRETCHES.stride;
            stretches.put(at + Stretches.FIRST_POINT, firstPoint);
            firstPoint += cut.pointCount(stretch);
            int length = points.get((firstPoint - 1) * Section.POINTS.stride + Points.METRES);
            stretches.put(at + Stretches.WAY_OFFSET, Float.floatToIntBits(cut.wayOffset(stretch)));
            stretches.put(at + Stretches.FORWARD_EDGE, ~end);
            stretches.put(at + Stretches.BACKWARD_EDGE, ~start);
            if (ways.forward(way)) {
                int edge = takeNext(nextEdge, start);
                stretches.put(at + Stretches.FORWARD_EDGE, edge);
                layEdge(edges, edge, end, length, ways.forwardAttributes(way), 2 * number + FORWARD);
            }
            if (ways.backward(way)) {
                int edge = takeNext(nextEdge, end);
                stretches.put(at + Stretches.BACKWARD_EDGE, edge);
                layEdge(edges, edge, start, length, ways.backwardAttributes(way), 2 * number + BACKWARD);
            }
        }
        stretches.put(stretchOrder.size() * Section.STRETCHES.stride + Stretches.FIRST_POINT, firstPoint);
    }

    private static int takeNext(IntColumn nextEdge, int junction) {
        int edge = nextEdge.get(junction);
        nextEdge.set(junction, edge + 1);
        return edge;
    }

    private static void layEdge(
            IntBuffer edges, int edge, int endJunction, int length, int attributes, int stretchAndDirection) {
        int at = edge * Section.EDGES.stride;
        edges.put(at + Edges.END_JUNCTION, endJunction);
        edges.put(at + Edges.LENGTH, length);
        edges.put(at + Edges.ATTRIBUTES, attributes);
        edges.put(at + Edges.STRETCH_AND_DIRECTION, stretchAndDirection);
    }

    /** The few edges with limits for some vehicles or hours, and where their rules begin. */
    private int[] limitEdges(IntBuffer edges) {
        IntArrayList found = new IntArrayList();
        for (int edge = 0; edge < edges.capacity() / Section.EDGES.stride; edge++) {
            int at = edge * Section.EDGES.stride;
            if ((edges.get(at + Edges.ATTRIBUTES) & RoadNetwork.LIMITS_VARY) != 0) {
                int stretchAndDirection = edges.get(at + Edges.STRETCH_AND_DIRECTION);
                int way = cut.way(stretchOrder.get(stretchAndDirection >>> 1));
                int rules = ways.limitRules(way, (stretchAndDirection & 1) == FORWARD);
                found.add(edge);
                found.add(ways.limitTable().place(rules));
            }
        }
        return found.toArray();
    }

    /** Ways of which nothing is left, because their nodes are missing, get no place. */
    private IntColumn numberOfWay() {
        IntColumn number = new IntColumn(scratch, ways.count());
        for (int stretch = 0; stretch < cut.stretchCount(); stretch++) {
            // Stretches follow each other in the order of their ways.
            if (stretch == 0 || cut.way(stretch) != cut.way(stretch - 1)) {
                number.set(cut.way(stretch), wayCount++);
            }
        }
        return number;
    }

    private void layWays(IntColumn numberOfWay, IntBuffer table, IntBuffer stretches) {
        for (int stretch = 0; stretch < cut.stretchCount(); stretch++) {
            int way = cut.way(stretch);
            if (stretch == 0 || way != cut.way(stretch - 1)) {
                int at = numberOfWay.get(way) * Section.WAYS.stride;
                table.put(at + Ways.ID_LOW, (int) ways.id(way));
                table.put(at + Ways.ID_HIGH, (int) (ways.id(way) >>> Integer.SIZE));
                table.put(at + Ways.NAMES, ways.nameTable().place(ways.names(way)));
            }
        }
        for (int number = 0; number < stretchOrder.size(); number++) {
            int way = numberOfWay.get(cut.way(stretchOrder.get(number)));
            stretches.put(number * Section.STRETCHES.stride + Stretches.WAY, way);
        }
    }
}
