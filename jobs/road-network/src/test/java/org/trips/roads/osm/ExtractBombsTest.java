package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import crosby.binary.Fileformat.Blob;
import crosby.binary.Fileformat.BlobHeader;
import crosby.binary.Osmformat.DenseNodes;
import crosby.binary.Osmformat.PrimitiveBlock;
import crosby.binary.Osmformat.PrimitiveGroup;
import crosby.binary.Osmformat.Relation;
import crosby.binary.Osmformat.Relation.MemberType;
import crosby.binary.Osmformat.StringTable;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.roads.DroppedRestriction;
import org.trips.roads.RoadFileException;
import org.trips.roads.osm.PbfBlock.Member;
import org.trips.roads.osm.PbfBlock.MemberKind;

/** What a few bytes of an extract claim to be, or name again and again, takes neither the memory nor the time of it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExtractBombsTest {
    private static final String HEADER = "OSMHeader";
    private static final int LARGEST_BLOCK = 32 * 1024 * 1024;
    private static final long ALLOCATED_ANYWAY = 1 << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, LARGEST_BLOCK + 1, -1, Integer.MIN_VALUE})
    void aBlockThatSaysItUnpacksToGigabytesIsRefusedBeforeRoomIsMadeForIt(int size) throws IOException {
        Blob blob = Blob.newBuilder()
                .setRawSize(size)
                .setZlibData(zlib(new byte[10]))
                .build();
        assertRefusedWithin(0, extract(HEADER, blob.toByteArray().length, blob));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, LARGEST_BLOCK + 1, -1, Integer.MIN_VALUE})
    void aBlockThatSaysItHasGigabytesIsRefusedBeforeRoomIsMadeForIt(int size) throws IOException {
        Blob blob = Blob.newBuilder().setRaw(ByteString.EMPTY).build();
        assertRefusedWithin(0, extract(HEADER, size, blob));
    }

    @Test
    void aBlocksHeaderThatSaysItHasGigabytesIsRefused() throws IOException {
        assertRefusedWithin(0, new byte[] {127, -1, -1, -1, 1, 2, 3});
        assertRefusedWithin(0, new byte[] {-1, -1, -1, -1, 1, 2, 3});
    }

    /** 32 MB of zeros take 32 KB, and a header is unpacked before anything else. */
    @Test
    void aBombThatKeepsToTheFormatsLimitTakesOneBlocksRoomAtATime() throws IOException {
        byte[] zeros = new byte[LARGEST_BLOCK];
        Blob blob = Blob.newBuilder()
                .setRawSize(zeros.length)
                .setZlibData(zlib(zeros))
                .build();
        assertThat(blob.getSerializedSize()).isLessThan(40_000);
        byte[] bytes = extract(HEADER, blob.getSerializedSize(), blob);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.writeBytes(bytes);
        byte[] data = extract("OSMData", blob.getSerializedSize(), blob);
        for (int i = 0; i < 10; i++) {
            many.writeBytes(data);
        }
        assertRefusedWithin(2L * LARGEST_BLOCK, many.toByteArray());
    }

    @Test
    void aBlockThatUnpacksToMoreOrLessThanItSaysOrToSomethingElseIsDamaged() throws IOException {
        for (int said : new int[] {99, 101}) {
            Blob blob = Blob.newBuilder()
                    .setRawSize(said)
                    .setZlibData(zlib(new byte[100]))
                    .build();
            assertRefusedWithin(0, extract(HEADER, blob.getSerializedSize(), blob));
        }
        byte[] wrongChecksum = zlib(new byte[100]).toByteArray();
        wrongChecksum[wrongChecksum.length - 1] ^= 1;
        Blob blob = Blob.newBuilder()
                .setRawSize(100)
                .setZlibData(ByteString.copyFrom(wrongChecksum))
                .build();
        assertRefusedWithin(0, extract(HEADER, blob.getSerializedSize(), blob));
    }

    @Test
    void aTableOfMillionsOfEmptyTextsTakesAFewTimesItsBytes() {
        StringTable.Builder table = StringTable.newBuilder();
        table.addAllS(Collections.nCopies(4_000_000, ByteString.EMPTY));
        byte[] block = PrimitiveBlock.newBuilder()
                .setStringtable(table)
                .addPrimitivegroup(PrimitiveGroup.newBuilder()
                        .addRelations(Relation.newBuilder().setId(1)))
                .build()
                .toByteArray();
        assertThat(block).hasSizeGreaterThan(8_000_000);
        long before = allocated();
        PbfBlock.parse(block);
        assertThat(allocated() - before).isLessThan(ALLOCATED_ANYWAY + 16L * block.length);
        decodeWithin(64, block);
    }

    @Test
    void millionsOfGroupsTakeAFewTimesTheirBytes() {
        PrimitiveGroup group = PrimitiveGroup.newBuilder()
                .addRelations(Relation.newBuilder().setId(1))
                .build();
        byte[] block = PrimitiveBlock.newBuilder()
                .setStringtable(StringTable.newBuilder())
                .addAllPrimitivegroup(Collections.nCopies(1_000_000, group))
                .build()
                .toByteArray();
        decodeWithin(100, block);
    }

    @Test
    void aLongTextThatIsNamedMillionsOfTimesIsMadeOnce() {
        Relation.Builder relation = Relation.newBuilder().setId(1).addKeys(0).addVals(1);
        for (int i = 0; i < 1_000_000; i++) {
            relation.addKeys(2).addVals(2).addMemids(1).addTypes(MemberType.WAY).addRolesSid(2);
        }
        decodeWithin(64, block(List.of("type", "restriction", "x".repeat(16_000)), relation.build()));
    }

    @Test
    void aTextLongerThanAnyOfTheMapsIsDamageWhereItIsUsedAndNothingWhereItIsNot() throws IOException {
        String tooLong = "x".repeat(20_000);
        PbfWriter writer = twoWays().way(3, Map.of("highway", "primary", "name", tooLong), 1, 2);
        assertThatThrownBy(() -> importing(writer.bytes()))
                .isInstanceOf(RoadFileException.class)
                .hasMessageContaining("the extract is damaged in the block at byte ");
        importing(twoWays().way(3, Map.of("building", tooLong), 1, 2).bytes());
        assertThat(importing(twoWays()
                                .way(3, Map.of("highway", "primary", "name", "\ud83d\ude90".repeat(255)), 1, 2)
                                .bytes())
                        .roads()
                        .ways())
                .isEqualTo(3);
    }

    @Test
    void nodesOfWhichSomeHaveNoPlaceAreDamage() {
        DenseNodes nodes = DenseNodes.newBuilder()
                .addAllId(Collections.nCopies(1_000_000, 1L))
                .addLat(1)
                .addLon(1)
                .build();
        byte[] block = PrimitiveBlock.newBuilder()
                .setStringtable(StringTable.newBuilder())
                .addPrimitivegroup(PrimitiveGroup.newBuilder().setDense(nodes))
                .build()
                .toByteArray();
        PbfBlock parsed = PbfBlock.parse(block);
        assertThatThrownBy(() -> parsed.nodes((id, latitude, longitude) -> {}, (id, tags) -> {}))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void numbersBelowZeroOrBeyondTheTablesAreDamage() {
        for (int number : new int[] {-1, Integer.MIN_VALUE, 3, Integer.MAX_VALUE}) {
            Relation relation = Relation.newBuilder()
                    .setId(1)
                    .addKeys(0)
                    .addVals(1)
                    .addMemids(1)
                    .addTypes(MemberType.WAY)
                    .addRolesSid(number)
                    .build();
            byte[] block = block(List.of("type", "restriction", "via"), relation);
            assertThatThrownBy(() -> new RoadsOfBlock(PbfBlock.parse(block), new WayReader()))
                    .as("role %d", number)
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    /** Each message lies in the one before, as deep as 32 MB allow. */
    @Test
    void messagesWithinMessagesAreReadWithoutGoingDown() {
        byte[] block = new byte[LARGEST_BLOCK / 4];
        int at = 0;
        while (at + 10 < block.length) {
            int inner = block.length - at - 6;
            // Field 2 of a block is a group, of a group nodes, of nodes and of what lies in them a message that means
            // nothing.
            block[at++] = 2 << 3 | 2;
            for (int i = 0; i < 4; i++) {
                block[at++] = (byte) (inner | 0x80);
                inner >>>= 7;
            }
            block[at++] = (byte) inner;
        }
        byte[] nested = Arrays.copyOf(block, at);
        assertThatThrownBy(() -> decodeWithin(10, nested)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aRestrictionOverThousandsOfWaysIsDropped() throws IOException {
        Member[] members = new Member[100_002];
        members[0] = new Member(MemberKind.WAY, 1, "from");
        members[1] = new Member(MemberKind.WAY, 1, "to");
        for (int i = 2; i < members.length; i++) {
            members[i] = new Member(MemberKind.WAY, 1 + i % 2, "via");
        }
        Map<String, String> command = Map.of("type", "restriction", "restriction", "only_straight_on");
        ImportSummary summary =
                importing(twoWays().relation(1, command, members).bytes());
        assertThat(summary.turns().dropped()).containsEntry(DroppedRestriction.MALFORMED, 1);
    }

    @Test
    void commandsAtACrossingOfAThousandRoadsOrOverAThousandEdgesAreDropped() throws IOException {
        PbfWriter writer = new PbfWriter().node(1, 60, 24);
        for (int i = 2; i <= 1001; i++) {
            writer.node(i, 60 + i / 10_000.0, 24.1).way(i, Map.of("highway", "primary"), 1, i);
        }
        Map<String, String> command = Map.of("type", "restriction", "restriction", "only_left_turn");
        for (int i = 1; i <= 1000; i++) {
            writer.relation(
                    i,
                    command,
                    new Member(MemberKind.WAY, 2, "from"),
                    new Member(MemberKind.NODE, 1, "via"),
                    new Member(MemberKind.WAY, 3 + i % 900, "to"));
        }
        // One way whose every node is a junction.
        long[] along = new long[1000];
        Arrays.setAll(along, i -> 2 + i);
        writer.way(2000, Map.of("highway", "primary"), along)
                .node(5000, 60, 25)
                .way(2001, Map.of("highway", "primary"), 5000, 2)
                .way(2002, Map.of("highway", "primary"), 1001, 5000);
        for (int i = 1001; i <= 2000; i++) {
            writer.relation(
                    i,
                    command,
                    new Member(MemberKind.WAY, 2001, "from"),
                    new Member(MemberKind.WAY, 2000, "via"),
                    new Member(MemberKind.WAY, 2002, "to"));
        }
        ImportSummary summary = importing(writer.bytes());
        assertThat(summary.turns().dropped()).containsEntry(DroppedRestriction.UNCLEAR, 2000);
        assertThat(Files.size(folder.resolve("roads"))).isLessThan(1_000_000);
    }

    private static PbfWriter twoWays() {
        return new PbfWriter()
                .node(1, 60, 24)
                .node(2, 60.01, 24)
                .node(3, 60.01, 24.01)
                .way(1, Map.of("highway", "primary"), 1, 2)
                .way(2, Map.of("highway", "primary"), 2, 3, 1);
    }

    private ImportSummary importing(byte[] extract) throws IOException {
        Path file = Files.write(folder.resolve("extract.osm.pbf"), extract);
        return OsmImporter.importExtracts(List.of(file), folder.resolve("roads"), ImportProgress.NONE);
    }

    private void assertRefusedWithin(long bytes, byte[] extract) throws IOException {
        Path file = Files.write(folder.resolve("extract.osm.pbf"), extract);
        long before = allocated();
        assertThatThrownBy(
                        () -> OsmImporter.importExtracts(List.of(file), folder.resolve("roads"), ImportProgress.NONE))
                .isInstanceOf(RoadFileException.class)
                .hasMessageContaining(file.toString());
        assertThat(allocated() - before).isLessThan(ALLOCATED_ANYWAY + bytes);
    }

    private static void decodeWithin(int timesItsBytes, byte[] block) {
        long before = allocated();
        PbfBlock parsed = PbfBlock.parse(block);
        new RoadsOfBlock(parsed, new WayReader());
        parsed.nodes((id, latitude, longitude) -> {}, (id, tags) -> {});
        assertThat(allocated() - before).isLessThan(ALLOCATED_ANYWAY + timesItsBytes * (long) block.length);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static byte[] block(List<String> strings, Relation relation) {
        StringTable.Builder table = StringTable.newBuilder();
        strings.forEach(string -> table.addS(ByteString.copyFromUtf8(string)));
        return PrimitiveBlock.newBuilder()
                .setStringtable(table)
                .addPrimitivegroup(PrimitiveGroup.newBuilder().addRelations(relation))
                .build()
                .toByteArray();
    }

    private static ByteString zlib(byte[] content) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
            deflater.write(content);
        }
        return ByteString.copyFrom(deflated.toByteArray());
    }

    private static byte[] extract(String type, int size, Blob blob) throws IOException {
        byte[] head =
                BlobHeader.newBuilder().setType(type).setDatasize(size).build().toByteArray();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(head.length);
        out.write(head);
        out.write(blob.toByteArray());
        return bytes.toByteArray();
    }
}
