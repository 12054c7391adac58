package org.trips.roads;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
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
    private final List<Way> ways;
    private final HilbertCurve curve;
    private final int[] junctionOfNode;
    private final int[] stretchOrder;
    private int junctionCount;
    private WrittenTurns writtenTurns = new WrittenTurns(0, Map.of(), 0, 0, 0);

    /**
     * @param ways ascending by id; their places are the numbers under which they were cut
     */
    RoadFileLayout(CutWays cut, List<Way> ways) {
        this.cut = cut;
        this.ways = ways;
        curve = curve();
        junctionOfNode = junctionOfNode();
        stretchOrder = stretchOrder();
    }

    /** All sections as they lie in the file, with those restrictions and barriers that say something of these roads. */
    Map<Section, int[]> sections(Collection<TurnRestriction> restrictions, Map<Long, Barrier> barriers)
            throws RoadFileException {
        int[] junctions = junctions();
        int[] edges = new int[length(junctions[junctionCount], Section.EDGES)];
        int[] stretches = new int[length(cut.stretchCount() + 1, Section.STRETCHES)];
        int[] points = points();
        layEdges(junctions, edges, stretches, points);
        LaidEdges laid = new LaidEdges(cut, ways, junctionOfNode, stretchOrder, junctions, edges, stretches);
        RestrictedTurns turns = new RestrictedTurns(laid);
        writtenTurns = addAll(restrictions, barriers, turns);
        turns.markEdges(edges);
        NameTable names = new NameTable();
        int[] wayTable = layWays(stretches, names);
        BoxTree tree = new BoxTree(points.length / Section.POINTS.stride);
        int[] boxes = tree.pack(IntBuffer.wrap(points), IntBuffer.wrap(stretches));
        Map<Section, int[]> sections = new EnumMap<>(Section.class);
        sections.put(Section.JUNCTIONS, junctions);
        sections.put(Section.EDGES, edges);
        sections.put(Section.STRETCHES, stretches);
        sections.put(Section.POINTS, points);
        sections.put(Section.WAYS, wayTable);
        sections.put(Section.NAMES, names.toInts());
        sections.put(Section.INDEX, boxes);
        sections.put(Section.TURNS, turns.turnSection());
        sections.put(Section.VIA_EDGES, turns.viaSection());
        return sections;
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

    private int[] junctionOfNode() {
        int[] junction = new int[cut.nodeCount()];
        Arrays.fill(junction, NO_JUNCTION);
        for (int stretch = 0; stretch < cut.stretchCount(); stretch++) {
            junctionCount += mark(junction, cut.startNode(stretch)) + mark(junction, cut.endNode(stretch));
        }
        long[] order = new long[junctionCount];
        int count = 0;
        for (int node = 0; node < junction.length; node++) {
            if (junction[node] != NO_JUNCTION) {
                order[count++] = placeOnCurve(curve.position(cut.latitude(node), cut.longitude(node)), node);
            }
        }
        Arrays.sort(order);
        for (int number = 0; number < junctionCount; number++) {
            junction[(int) order[number]] = number;
        }
        return junction;
    }

    /** Counts a node the first time. */
    private static int mark(int[] junction, int node) {
        int first = junction[node] == NO_JUNCTION ? 1 : 0;
        junction[node] = 0;
        return first;
    }

    private int[] stretchOrder() {
        long[] order = new long[cut.stretchCount()];
        for (int stretch = 0; stretch < order.length; stretch++) {
            order[stretch] = placeOnCurve(middle(stretch), stretch);
        }
        Arrays.sort(order);
        return Arrays.stream(order).mapToInt(place -> (int) place).toArray();
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

    /** Where each junction's outgoing edges begin. */
    private int[] junctions() throws RoadFileException {
        int[] first = new int[length(junctionCount + 1, Section.JUNCTIONS)];
        for (int stretch = 0; stretch < cut.stretchCount(); stretch++) {
            Way way = ways.get(cut.way(stretch));
            if (way.forward()) {
                first[junctionOfNode[cut.startNode(stretch)] + 1]++;
            }
            if (way.backward()) {
                first[junctionOfNode[cut.endNode(stretch)] + 1]++;
            }
        }
        Arrays.parallelPrefix(first, Math::addExact);
        return first;
    }

    private int[] points() throws RoadFileException {
        long count = 0;
        for (int stretch = 0; stretch < cut.stretchCount(); stretch++) {
            count += cut.pointCount(stretch);
        }
        int[] points = new int[length(count, Section.POINTS)];
        int at = 0;
        for (int stretch : stretchOrder) {
            double metres = 0;
            for (int i = 0; i < cut.pointCount(stretch); i++) {
                int node = cut.node(stretch, i);
                metres += i == 0 ? 0 : cut.metres(cut.node(stretch, i - 1), node);
                points[at + Points.LATITUDE] = cut.latitude(node);
                points[at + Points.LONGITUDE] = cut.longitude(node);
                points[at + Points.METRES] = Float.floatToIntBits((float) metres);
                at += Section.POINTS.stride;
            }
        }
        return points;
    }

    private void layEdges(int[] junctions, int[] edges, int[] stretches, int[] points) {
        int[] nextEdge = junctions.clone();
        int firstPoint = 0;
        for (int number = 0; number < stretchOrder.length; number++) {
            int stretch = stretchOrder[number];
            Way way = ways.get(cut.way(stretch));
            int start = junctionOfNode[cut.startNode(stretch)];
            int end = junctionOfNode[cut.endNode(stretch)];
            int at = number * Section.STRETCHES.stride;
            stretches[at + Stretches.FIRST_POINT] = firstPoint;
            firstPoint += cut.pointCount(stretch);
            int length = points[(firstPoint - 1) * Section.POINTS.stride + Points.METRES];
            stretches[at + Stretches.WAY_OFFSET] = Float.floatToIntBits(cut.wayOffset(stretch));
            stretches[at + Stretches.FORWARD_EDGE] = ~end;
            stretches[at + Stretches.BACKWARD_EDGE] = ~start;
            if (way.forward()) {
                int edge = nextEdge[start]++;
                stretches[at + Stretches.FORWARD_EDGE] = edge;
                layEdge(edges, edge, end, length, RoadNetwork.attributes(way, true), 2 * number + FORWARD);
            }
            if (way.backward()) {
                int edge = nextEdge[end]++;
                stretches[at + Stretches.BACKWARD_EDGE] = edge;
                layEdge(edges, edge, start, length, RoadNetwork.attributes(way, false), 2 * number + BACKWARD);
            }
        }
        stretches[stretchOrder.length * Section.STRETCHES.stride + Stretches.FIRST_POINT] = firstPoint;
    }

    private static void layEdge(
            int[] edges, int edge, int endJunction, int length, int attributes, int stretchAndDirection) {
        int at = edge * Section.EDGES.stride;
        edges[at + Edges.END_JUNCTION] = endJunction;
        edges[at + Edges.LENGTH] = length;
        edges[at + Edges.ATTRIBUTES] = attributes;
        edges[at + Edges.STRETCH_AND_DIRECTION] = stretchAndDirection;
    }

    /** Ways of which nothing is left, because their nodes are missing, get no place. */
    private int[] layWays(int[] stretches, NameTable names) throws RoadFileException {
        int[] numberOfWay = new int[ways.size()];
        for (int stretch = 0; stretch < cut.stretchCount(); stretch++) {
            numberOfWay[cut.way(stretch)] = 1;
        }
        int[] table = new int[length(Arrays.stream(numberOfWay).sum(), Section.WAYS)];
        int count = 0;
        for (int i = 0; i < numberOfWay.length; i++) {
            if (numberOfWay[i] > 0) {
                Way way = ways.get(i);
                int at = count * Section.WAYS.stride;
                table[at + Ways.ID_LOW] = (int) way.id();
                table[at + Ways.ID_HIGH] = (int) (way.id() >>> Integer.SIZE);
                table[at + Ways.NAMES] = names.add(way.name(), way.ref());
                numberOfWay[i] = count++;
            }
        }
        for (int number = 0; number < stretchOrder.length; number++) {
            stretches[number * Section.STRETCHES.stride + Stretches.WAY] = numberOfWay[cut.way(stretchOrder[number])];
        }
        return table;
    }

    /** Length of a section in ints; a mapping cannot be longer than the largest int in bytes. */
    private static int length(long count, Section section) throws RoadFileException {
        long ints = count * section.stride;
        if (ints > Integer.MAX_VALUE / Integer.BYTES) {
            throw new RoadFileException("there are too many roads for one road file; leave out some of the extracts");
        }
        return (int) ints;
    }
}
