package org.trips.roads;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.trips.roads.RoadFile.Edges;
import org.trips.roads.RoadFile.Points;
import org.trips.roads.RoadFile.Section;
import org.trips.roads.RoadFile.Stretches;
import org.trips.roads.RoadFile.Turns;
import org.trips.roads.RoadFile.Ways;

/**
 * The drivable roads of some region, read from a memory-mapped road file. A directed edge is one way, in one direction,
 * from junction to junction; a two-way street is two edges that share their geometry. Edges and junctions are numbered
 * from 0, along a Hilbert curve, so that neighbours are close in memory; the numbers hold for this file only.
 *
 * <p>Immutable, thread-safe and read-only; opening costs milliseconds whatever the file's size, and only pages that are
 * looked at are read. There is nothing to close: the mapping goes when the object does. Numbers out of range throw
 * {@link IndexOutOfBoundsException}.
 */
public final class RoadNetwork {
    /** The speed limit of a road of which none is known. */
    public static final int UNKNOWN_LIMIT = 0;
    /** The speed limit of a road that has none by law, like many German motorways. */
    public static final int UNLIMITED = 255;

    /** Coordinates are kept as OpenStreetMap keeps them, in whole units of 1e-7 degrees: about a centimetre. */
    static final double UNITS_PER_DEGREE = 1e7;

    private static final int LIMIT_MASK = 0xFF;
    private static final int CLASS_SHIFT = 8;
    private static final int CLASS_MASK = 0xFF;
    private static final int ROUNDABOUT = 1 << 16;
    private static final int PRIVATE = 1 << 17;
    /** Set in the attributes of an edge that has turns at its end which are not free. */
    static final int TURNS_RESTRICTED = 1 << 18;
    /** Set where there are limits for some vehicles or hours. */
    static final int LIMITS_VARY = 1 << 19;

    private static final int LIMIT_UNREADABLE = 1 << 20;

    /** The file's numbers for road classes: their places here. */
    private static final RoadClass[] CLASSES = {
        RoadClass.MOTORWAY,
        RoadClass.MOTORWAY_LINK,
        RoadClass.TRUNK,
        RoadClass.TRUNK_LINK,
        RoadClass.PRIMARY,
        RoadClass.PRIMARY_LINK,
        RoadClass.SECONDARY,
        RoadClass.SECONDARY_LINK,
        RoadClass.TERTIARY,
        RoadClass.TERTIARY_LINK,
        RoadClass.UNCLASSIFIED,
        RoadClass.RESIDENTIAL,
        RoadClass.LIVING_STREET,
        RoadClass.SERVICE,
        RoadClass.TRACK,
        RoadClass.FERRY,
        RoadClass.OTHER
    };

    private final String version;
    private final long fileBytes;
    private final int junctionCount;
    private final int edgeCount;
    private final int wayCount;
    private final IntBuffer junctions;
    private final IntBuffer edges;
    private final IntBuffer stretches;
    private final IntBuffer points;
    private final IntBuffer ways;
    private final ByteBuffer names;
    private final IntBuffer boxes;
    private final BoxTree tree;
    private final IntBuffer turns;
    private final IntBuffer viaEdges;
    private final int turnCount;
    private final VaryingLimits varyingLimits;

    private RoadNetwork(RoadFile file) {
        version = file.version();
        fileBytes = file.bytes();
        junctions = file.ints(Section.JUNCTIONS);
        edges = file.ints(Section.EDGES);
        stretches = file.ints(Section.STRETCHES);
        points = file.ints(Section.POINTS);
        ways = file.ints(Section.WAYS);
        names = file.bytes(Section.NAMES);
        boxes = file.ints(Section.INDEX);
        turns = file.ints(Section.TURNS);
        viaEdges = file.ints(Section.VIA_EDGES);
        junctionCount = junctions.capacity() - 1;
        edgeCount = edges.capacity() / Section.EDGES.stride;
        wayCount = ways.capacity() / Section.WAYS.stride;
        turnCount = turns.capacity() / Section.TURNS.stride;
        varyingLimits = new VaryingLimits(file);
        tree = new BoxTree(points.capacity() / Section.POINTS.stride);
    }

    /**
     * Opens a road file.
     *
     * @throws RoadFileException if there is no such file, or it is not a road file, damaged, cut or of another format
     */
    public static RoadNetwork open(Path file) throws RoadFileException {
        return new RoadNetwork(RoadFile.map(file));
    }

    /**
     * Opens a road file after reading all of it: a byte that changed on a disk or on the way here is found, which
     * {@link #open} cannot do in milliseconds.
     *
     * @throws RoadFileException also if the content is not what the header says
     */
    public static RoadNetwork openChecked(Path file) throws RoadFileException {
        RoadFile mapped = RoadFile.map(file);
        mapped.checkContent(file);
        return new RoadNetwork(mapped);
    }

    /** Says which roads these are: 16 hexadecimal digits, from a hash of the file's content. */
    public String version() {
        return version;
    }

    /** Length of the road file. */
    public long fileBytes() {
        return fileBytes;
    }

    public int edgeCount() {
        return edgeCount;
    }

    public int junctionCount() {
        return junctionCount;
    }

    /** How many OpenStreetMap ways the edges come from. */
    public int wayCount() {
        return wayCount;
    }

    public int startJunction(int edge) {
        int other = otherSlot(edge);
        return other >= 0 ? endJunction(other) : ~other;
    }

    public int endJunction(int edge) {
        return edges.get(edge * Section.EDGES.stride + Edges.END_JUNCTION);
    }

    /** The same stretch in the other direction, or -1 where that may not be driven. */
    public int opposite(int edge) {
        return Math.max(-1, otherSlot(edge));
    }

    /** Whether one edge is the same stretch as another, in the other direction. */
    boolean areOpposite(int edge, int other) {
        return (stretchAndDirection(edge) ^ stretchAndDirection(other)) == 1;
    }

    /** The OpenStreetMap way the edge is part of. */
    public long wayId(int edge) {
        int at = way(edge) * Section.WAYS.stride;
        return ((long) ways.get(at + Ways.ID_HIGH) << Integer.SIZE)
                | Integer.toUnsignedLong(ways.get(at + Ways.ID_LOW));
    }

    /** Whether the edge runs in the direction of the way's nodes. */
    public boolean forward(int edge) {
        return (stretchAndDirection(edge) & 1) == 0;
    }

    /** Length of the geometry: the sum of the great-circle distances between its points. */
    public double lengthMetres(int edge) {
        return Float.intBitsToFloat(edges.get(edge * Section.EDGES.stride + Edges.LENGTH));
    }

    /** Distance along the way, in the way's own direction, of the point where this edge starts as driven. */
    public double wayOffsetMetres(int edge) {
        double offset =
                Float.intBitsToFloat(stretches.get(stretch(edge) * Section.STRETCHES.stride + Stretches.WAY_OFFSET));
        return forward(edge) ? offset : offset + lengthMetres(edge);
    }

    public RoadClass roadClass(int edge) {
        return CLASSES[(attributes(edge) >> CLASS_SHIFT) & CLASS_MASK];
    }

    public boolean ferry(int edge) {
        return roadClass(edge) == RoadClass.FERRY;
    }

    public boolean roundabout(int edge) {
        return (attributes(edge) & ROUNDABOUT) != 0;
    }

    /** Whether the road is driven only at a journey's ends: private, for customers, for access to what lies on it. */
    public boolean privateAccess(int edge) {
        return (attributes(edge) & PRIVATE) != 0;
    }

    /**
     * Whether a sign or a barrier at the edge's end restricts how to drive on from there, or did where certain edges
     * were driven before. {@link RouteSearch} knows how.
     */
    public boolean turnsRestricted(int edge) {
        return (attributes(edge) & TURNS_RESTRICTED) != 0;
    }

    /**
     * The speed limit for everybody at all times in whole km/h, limits in miles rounded to the nearest; {@link
     * #UNKNOWN_LIMIT} or {@link #UNLIMITED} where that is the case.
     */
    public int speedLimitKmh(int edge) {
        return attributes(edge) & LIMIT_MASK;
    }

    /** Whether other limits than {@link #speedLimitKmh} hold for some vehicles or at some hours: few edges have such. */
    public boolean limitsVary(int edge) {
        return (attributes(edge) & LIMITS_VARY) != 0;
    }

    /**
     * The limit for one kind of vehicle at one time.
     *
     * @param local by the clock at the road; null where nobody knows: then limits by the hour are doubtful
     */
    public SpeedLimit speedLimit(int edge, TransportMode mode, LocalDateTime local) {
        int forAll = speedLimitKmh(edge);
        return limitsVary(edge)
                ? varyingLimits.inForce(edge, forAll, mode, local)
                : new SpeedLimit(forAll, false, false);
    }

    /** The limits for some vehicles or hours, of which the first that holds counts; empty on most edges. */
    public List<LimitRule> limitRules(int edge) {
        return limitsVary(edge) ? varyingLimits.of(edge) : List.of();
    }

    /** Whether something about limits is posted that could not be read. */
    public boolean limitUnreadable(int edge) {
        return (attributes(edge) & LIMIT_UNREADABLE) != 0;
    }

    /** The street's name, or "". */
    public String name(int edge) {
        return text(namesAt(edge));
    }

    /** The road's number, like "A 1", or "". */
    public String ref(int edge) {
        int at = namesAt(edge);
        return text(at + Short.BYTES + Short.toUnsignedInt(names.getShort(at)));
    }

    /** How many points the edge's geometry has, its ends among them: two or more. */
    public int pointCount(int edge) {
        int stretch = stretch(edge);
        return firstPoint(stretch + 1) - firstPoint(stretch);
    }

    /** Latitude in degrees of point i of the edge's geometry, counted as driven. */
    public double latitude(int edge, int i) {
        return latitudeUnits(point(edge, i)) / UNITS_PER_DEGREE;
    }

    /** Longitude in degrees of point i of the edge's geometry, counted as driven. */
    public double longitude(int edge, int i) {
        return longitudeUnits(point(edge, i)) / UNITS_PER_DEGREE;
    }

    /** Metres from the edge's start as driven to point i of its geometry. */
    public double metresAtPoint(int edge, int i) {
        double metres = metresOfPoint(point(edge, i));
        return forward(edge) ? metres : lengthMetres(edge) - metres;
    }

    /** How many edges start at a junction. */
    public int outgoingCount(int junction) {
        return junctions.get(junction + 1) - junctions.get(junction);
    }

    /** Edge i of those that start at a junction; their numbers are consecutive. */
    public int outgoing(int junction, int i) {
        return junctions.get(junction) + i;
    }

    public double minLatitude() {
        return bound(BoxTree.MIN_LATITUDE);
    }

    public double minLongitude() {
        return bound(BoxTree.MIN_LONGITUDE);
    }

    public double maxLatitude() {
        return bound(BoxTree.MAX_LATITUDE);
    }

    public double maxLongitude() {
        return bound(BoxTree.MAX_LONGITUDE);
    }

    /** An edge's attributes as they stand in the file. */
    static int attributes(Way way, boolean forward) {
        PostedLimits limits = forward ? way.forwardLimits() : way.backwardLimits();
        return limits.kmh()
                | (limits.rules().isEmpty() ? 0 : LIMITS_VARY)
                | (limits.unreadable() ? LIMIT_UNREADABLE : 0)
                | (Arrays.asList(CLASSES).indexOf(way.roadClass()) << CLASS_SHIFT)
                | (way.roundabout() ? ROUNDABOUT : 0)
                | (way.privateAccess() ? PRIVATE : 0);
    }

    /** First point of a stretch among all points. */
    int firstPoint(int stretch) {
        return stretches.get(stretch * Section.STRETCHES.stride + Stretches.FIRST_POINT);
    }

    /** The edge that drives a stretch forward, or a negative number. */
    int forwardEdge(int stretch) {
        return stretches.get(stretch * Section.STRETCHES.stride + Stretches.FORWARD_EDGE);
    }

    /** The edge that drives a stretch backward, or a negative number. */
    int backwardEdge(int stretch) {
        return stretches.get(stretch * Section.STRETCHES.stride + Stretches.BACKWARD_EDGE);
    }

    /** The point among all points where an edge starts as driven. */
    int pointAtStart(int edge) {
        return pointAtStart(stretch(edge), forward(edge));
    }

    /** And where it ends. */
    int pointAtEnd(int edge) {
        return pointAtStart(stretch(edge), !forward(edge));
    }

    /** The point among all points where a stretch starts that is driven in one of its directions. */
    int pointAtStart(int stretch, boolean forward) {
        return forward ? firstPoint(stretch) : firstPoint(stretch + 1) - 1;
    }

    int latitudeUnits(int point) {
        return points.get(point * Section.POINTS.stride + Points.LATITUDE);
    }

    int longitudeUnits(int point) {
        return points.get(point * Section.POINTS.stride + Points.LONGITUDE);
    }

    /** Metres from the start of its stretch. */
    float metresOfPoint(int point) {
        return Float.intBitsToFloat(points.get(point * Section.POINTS.stride + Points.METRES));
    }

    /** How many points all stretches have together. */
    int allPoints() {
        return points.capacity() / Section.POINTS.stride;
    }

    /** The first of an edge's restricted turns, which follow each other; only for edges that have some. */
    int firstTurn(int fromEdge) {
        int low = 0;
        int high = turnCount - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (turns.get(middle * Section.TURNS.stride + Turns.FROM_EDGE) < fromEdge) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether there is such a restricted turn, and it starts from this edge. */
    boolean isTurnFrom(int turn, int fromEdge) {
        return turn < turnCount && turns.get(turn * Section.TURNS.stride + Turns.FROM_EDGE) == fromEdge;
    }

    int turnCount() {
        return turnCount;
    }

    int turnTo(int turn) {
        return turns.get(turn * Section.TURNS.stride + Turns.TO_EDGE);
    }

    TurnRule turnRule(int turn) {
        return TurnRule.of(turns.get(turn * Section.TURNS.stride + Turns.VIA_AND_RULE) % TurnRule.COUNT);
    }

    /** How many edges must have been driven before the one that a restricted turn starts from. */
    int viaCount(int turn) {
        return viaEdges.get(viaPlace(turn));
    }

    /** Edge i of those, the last driven first. */
    int viaEdge(int turn, int i) {
        return viaEdges.get(viaPlace(turn) + 1 + i);
    }

    private int viaPlace(int turn) {
        return turns.get(turn * Section.TURNS.stride + Turns.VIA_AND_RULE) / TurnRule.COUNT;
    }

    BoxTree tree() {
        return tree;
    }

    IntBuffer boxes() {
        return boxes;
    }

    private int attributes(int edge) {
        return edges.get(edge * Section.EDGES.stride + Edges.ATTRIBUTES);
    }

    private int stretchAndDirection(int edge) {
        return edges.get(edge * Section.EDGES.stride + Edges.STRETCH_AND_DIRECTION);
    }

    private int stretch(int edge) {
        return stretchAndDirection(edge) >>> 1;
    }

    private int otherSlot(int edge) {
        int stretchAndDirection = stretchAndDirection(edge);
        int stretch = stretchAndDirection >>> 1;
        return (stretchAndDirection & 1) == 0 ? backwardEdge(stretch) : forwardEdge(stretch);
    }

    private int way(int edge) {
        return stretches.get(stretch(edge) * Section.STRETCHES.stride + Stretches.WAY);
    }

    private int point(int edge, int i) {
        int stretch = stretch(edge);
        int first = firstPoint(stretch);
        int count = firstPoint(stretch + 1) - first;
        if (i < 0 || i >= count) {
            throw new IndexOutOfBoundsException("point " + i + " of " + count);
        }
        return forward(edge) ? first + i : first + count - 1 - i;
    }

    private int namesAt(int edge) {
        return ways.get(way(edge) * Section.WAYS.stride + Ways.NAMES);
    }

    private String text(int at) {
        byte[] utf8 = new byte[Short.toUnsignedInt(names.getShort(at))];
        names.get(at + Short.BYTES, utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private double bound(int side) {
        return boxes.get(tree.at(tree.rootLevel(), 0) + side) / UNITS_PER_DEGREE;
    }
}
