package org.trips.benchmarks.roads;

import com.google.protobuf.ByteString;
import crosby.binary.Fileformat.Blob;
import crosby.binary.Fileformat.BlobHeader;
import crosby.binary.Osmformat.DenseNodes;
import crosby.binary.Osmformat.HeaderBlock;
import crosby.binary.Osmformat.PrimitiveBlock;
import crosby.binary.Osmformat.PrimitiveGroup;
import crosby.binary.Osmformat.Relation;
import crosby.binary.Osmformat.Relation.MemberType;
import crosby.binary.Osmformat.StringTable;
import crosby.binary.Osmformat.Way;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes an extract of a city as large as one likes, to measure imports with: a grid of bent streets, two crossings long
 * each, with names, some limits and some turn restrictions, and with three houses at each crossing, since most of a real
 * extract is not roads. The same size gives the same file.
 */
public final class GridExtract implements AutoCloseable {
    private static final int PER_BLOCK = 8_000;
    /** 100 m in the format's units of 1e-7 degrees. */
    static final int SPACING = 9_000;

    private static final int BEND = 600;
    static final double SOUTH = -40;
    static final double WEST = -70;
    static final double UNITS_PER_DEGREE = 1e7;
    private static final int SHAPE_NODES = 3;
    private static final int HOUSES = 3;
    private static final int CORNERS = 4;
    private static final int NODES_OF_CROSSING = 1 + 2 * SHAPE_NODES + HOUSES * CORNERS;
    private static final int WAYS_OF_CROSSING = 1 + HOUSES;
    private static final int CROSSINGS_OF_RESTRICTION = 49;
    private static final String[] CLASSES = {"residential", "residential", "tertiary", "service", "secondary"};

    private final DataOutputStream out;
    private final int side;
    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<String, Integer> strings = new LinkedHashMap<>();

    private GridExtract(Path file, int side) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
        this.side = side;
    }

    /** Takes the file's name and the number of crossings on each side. */
    public static void main(String[] arguments) throws IOException {
        try (GridExtract extract = new GridExtract(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
            extract.write();
        }
    }

    private void write() throws IOException {
        HeaderBlock header = HeaderBlock.newBuilder()
                .addRequiredFeatures("OsmSchema-V0.6")
                .addRequiredFeatures("DenseNodes")
                .addOptionalFeatures("Sort.Type_then_ID")
                .build();
        block("OSMHeader", header.toByteString());
        writeNodes();
        writeWays();
        writeRestrictions();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private long node(int row, int column, int number) {
        return 1 + ((long) row * side + column) * NODES_OF_CROSSING + number;
    }

    private void writeNodes() throws IOException {
        NodeBlock block = new NodeBlock();
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                long latitude = Math.round(SOUTH * UNITS_PER_DEGREE) + (long) row * SPACING;
                long longitude = Math.round(WEST * UNITS_PER_DEGREE) + (long) column * SPACING;
                block.add(node(row, column, 0), latitude, longitude);
                for (int i = 0; i < 2 * SHAPE_NODES; i++) {
                    int along = (1 + i % SHAPE_NODES) * SPACING / (1 + SHAPE_NODES);
                    int aside = random.nextInt(BEND);
                    boolean east = i < SHAPE_NODES;
                    block.add(
                            node(row, column, 1 + i),
                            latitude + (east ? aside : along),
                            longitude + (east ? along : aside));
                }
                for (int i = 0; i < HOUSES * CORNERS; i++) {
                    block.add(
                            node(row, column, 1 + 2 * SHAPE_NODES + i),
                            latitude + BEND + random.nextInt(SPACING - BEND),
                            longitude + BEND + random.nextInt(SPACING - BEND));
                }
            }
        }
        block.flush();
    }

    /** Nodes that wait for being written. */
    private final class NodeBlock {
        private DenseNodes.Builder nodes = DenseNodes.newBuilder();
        private long idBefore;
        private long latitudeBefore;
        private long longitudeBefore;

        private void add(long id, long latitude, long longitude) throws IOException {
            nodes.addId(id - idBefore).addLat(latitude - latitudeBefore).addLon(longitude - longitudeBefore);
            idBefore = id;
            latitudeBefore = latitude;
            longitudeBefore = longitude;
            if (nodes.getIdCount() == PER_BLOCK) {
                flush();
            }
        }

        private void flush() throws IOException {
            group(PrimitiveGroup.newBuilder().setDense(nodes).build());
            nodes = DenseNodes.newBuilder();
            idBefore = 0;
            latitudeBefore = 0;
            longitudeBefore = 0;
        }
    }

    private void writeWays() throws IOException {
        PrimitiveGroup.Builder group = PrimitiveGroup.newBuilder();
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                group.addWays(street(row, column));
                for (int house = 0; house < HOUSES; house++) {
                    group.addWays(house(row, column, house));
                }
                if (group.getWaysCount() >= PER_BLOCK) {
                    group(group.build());
                    group.clear();
                }
            }
        }
        group(group.build());
    }

    private long way(int row, int column, int number) {
        return 1 + ((long) row * side + column) * WAYS_OF_CROSSING + number;
    }

    /** From every other crossing two stretches lead east, and from the others two lead north. */
    private Way street(int row, int column) {
        boolean east = leadsEast(row, column);
        int line = east ? row : column;
        Way.Builder way = tagged(way(row, column, 0), "highway", CLASSES[line % CLASSES.length]);
        tag(way, "name", (east ? "Row " : "Column ") + line);
        if (line % 2 == 0) {
            tag(way, "maxspeed", "50");
        }
        long before = 0;
        for (int stretch = 0; stretch < 2; stretch++) {
            int r = east ? row : Math.min(side - 1, row + stretch);
            int c = east ? Math.min(side - 1, column + stretch) : column;
            for (int i = 0; i <= SHAPE_NODES; i++) {
                long id = node(r, c, i == 0 || east ? i : SHAPE_NODES + i);
                way.addRefs(id - before);
                before = id;
            }
        }
        long end = node(east ? row : (row + 2) % side, east ? (column + 2) % side : column, 0);
        boolean beyond = east ? column + 2 >= side : row + 2 >= side;
        return beyond ? way.build() : way.addRefs(end - before).build();
    }

    /** Such that each stretch of the grid is of one way. */
    private static boolean leadsEast(int row, int column) {
        return (row + column) % 2 == 0;
    }

    private Way house(int row, int column, int house) {
        Way.Builder way = tagged(way(row, column, 1 + house), "building", "yes");
        long before = 0;
        for (int corner = 0; corner <= CORNERS; corner++) {
            long id = node(row, column, 1 + 2 * SHAPE_NODES + house * CORNERS + corner % CORNERS);
            way.addRefs(id - before);
            before = id;
        }
        return way.build();
    }

    private void writeRestrictions() throws IOException {
        PrimitiveGroup.Builder group = PrimitiveGroup.newBuilder();
        long crossings = (long) side * side;
        for (long crossing = 0; crossing < crossings; crossing += CROSSINGS_OF_RESTRICTION) {
            int row = (int) (crossing / side);
            int column = (int) (crossing % side);
            if (leadsEast(row, column) && row >= 2 && column >= 2) {
                group.addRelations(restriction(crossing, row, column));
            }
        }
        group(group.build());
    }

    /** Whoever comes from the west must not turn back. */
    private Relation restriction(long id, int row, int column) {
        long from = way(row, column - 2, 0);
        return Relation.newBuilder()
                .setId(1 + id)
                .addKeys(string("type"))
                .addVals(string("restriction"))
                .addKeys(string("restriction"))
                .addVals(string("no_u_turn"))
                .addTypes(MemberType.WAY)
                .addMemids(from)
                .addRolesSid(string("from"))
                .addTypes(MemberType.NODE)
                .addMemids(node(row, column, 0) - from)
                .addRolesSid(string("via"))
                .addTypes(MemberType.WAY)
                .addMemids(from - node(row, column, 0))
                .addRolesSid(string("to"))
                .build();
    }

    private Way.Builder tagged(long id, String key, String value) {
        return tag(Way.newBuilder().setId(id), key, value);
    }

    private Way.Builder tag(Way.Builder way, String key, String value) {
        return way.addKeys(string(key)).addVals(string(value));
    }

    private int string(String string) {
        return strings.computeIfAbsent(string, added -> 1 + strings.size());
    }

    private void group(PrimitiveGroup group) throws IOException {
        StringTable.Builder table = StringTable.newBuilder().addS(ByteString.EMPTY);
        strings.keySet().forEach(string -> table.addS(ByteString.copyFromUtf8(string)));
        strings.clear();
        block(
                "OSMData",
                PrimitiveBlock.newBuilder()
                        .setStringtable(table)
                        .addPrimitivegroup(group)
                        .build()
                        .toByteString());
    }

    private void block(String type, ByteString content) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
            content.writeTo(deflater);
        }
        byte[] body = Blob.newBuilder()
                .setRawSize(content.size())
                .setZlibData(ByteString.copyFrom(deflated.toByteArray()))
                .build()
                .toByteArray();
        byte[] head = BlobHeader.newBuilder()
                .setType(type)
                .setDatasize(body.length)
                .build()
                .toByteArray();
        out.writeInt(head.length);
        out.write(head);
        out.write(body);
    }
}
