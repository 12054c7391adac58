package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoadFileTest {
    private static final int HEADER_BYTES = 256;

    @TempDir
    Path folder;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void writeARoadFile() throws IOException {
        file = folder.resolve("some.roads");
        RandomRoads.builder(new Random(7)).write(file);
        whole = Files.readAllBytes(file);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> RoadNetwork.open(file))
                .isInstanceOf(RoadFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .hasMessageContaining("trips roads")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(file);

        assertRefused("there is no such road file");
    }

    @Test
    void aForeignFileIsNotARoadFile() throws IOException {
        Files.writeString(file, "latitude,longitude\n60.17,24.94\n".repeat(100));
        assertRefused("this is not a road file");

        Files.write(file, new byte[0]);
        assertRefused("this is not a road file");
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        for (int length = 0; length < whole.length; length += length < HEADER_BYTES + 10 ? 1 : 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> RoadNetwork.open(file)).isInstanceOf(RoadFileException.class);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertRefused((whole.length - 1) + " bytes where its header says " + whole.length);
    }

    @Test
    void anyChangeOfTheHeaderIsSeen() throws IOException {
        for (int at = 0; at < HEADER_BYTES; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> RoadNetwork.open(file)).isInstanceOf(RoadFileException.class);
        }
    }

    /** Where the table of sections says another thing than the sections' order and the file's length do. */
    @Test
    void sectionsThatDoNotLieWhereTheyMustAreRefusedThoughTheCheckSumIsRight() throws IOException {
        long[] lies = {-1, 0, 1, 255, 257, whole.length, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE};
        for (int at = 56; at < 56 + RoadFile.Section.values().length * 2 * Long.BYTES; at += Long.BYTES) {
            for (long lie : lies) {
                ByteBuffer changed = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
                if (changed.getLong(at) != lie) {
                    changed.putLong(at, lie);
                    CRC32 checksum = new CRC32();
                    checksum.update(changed.array(), 0, HEADER_BYTES - Integer.BYTES);
                    changed.putInt(HEADER_BYTES - Integer.BYTES, (int) checksum.getValue());
                    Files.write(file, changed.array());
                    assertRefused("does not lie where it must");
                }
            }
        }
    }

    @Test
    void anyChangeOfTheContentIsSeenByThoseWhoReadItAll() throws IOException {
        for (int at = HEADER_BYTES; at < whole.length; at += 7) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> RoadNetwork.openChecked(file))
                    .isInstanceOf(RoadFileException.class)
                    .hasMessageContaining("is not what its header says");
        }
        Files.write(file, whole);
        assertThat(RoadNetwork.openChecked(file).version())
                .isEqualTo(RoadNetwork.open(file).version());
    }

    @Test
    void anotherFormatIsToldByItsNumber() throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(8);
            access.write(2);
        }

        assertRefused("has format 2, this program reads format 3");
    }

    @Test
    void theVersionFollowsTheContent() throws IOException {
        String version = RoadNetwork.open(file).version();
        RandomRoads.builder(new Random(7)).write(file);
        assertThat(RoadNetwork.open(file).version()).isEqualTo(version).matches("[0-9a-f]{16}");

        RandomRoads.builder(new Random(8)).write(file);
        assertThat(RoadNetwork.open(file).version()).isNotEqualTo(version);
    }

    @Test
    void aNetworkThatIsOpenGoesOnWhenItsFileIsReplaced() throws IOException {
        RoadNetwork before = RoadNetwork.open(file);
        double length = before.lengthMetres(0);

        RandomRoads.builder(new Random(8)).write(file);

        assertThat(before.lengthMetres(0)).isEqualTo(length);
        assertThat(before.version()).isNotEqualTo(RoadNetwork.open(file).version());
    }

    @Test
    void aNetworkIsReadOnlyAndSharedByThreads() {
        RoadFile mapped = assertDoesNotThrow(() -> RoadFile.map(file));
        for (RoadFile.Section section : RoadFile.Section.values()) {
            assertThat(mapped.bytes(section).isDirect()).isTrue();
            assertThat(mapped.bytes(section).isReadOnly()).isTrue();
        }
        RoadNetwork roads = assertDoesNotThrow(() -> RoadNetwork.open(file));
        double[] alone = lengths(roads, IntStream.range(0, roads.edgeCount()));

        double[] together = lengths(roads, IntStream.range(0, roads.edgeCount()).parallel());

        assertThat(together).isEqualTo(alone);
    }

    private static double[] lengths(RoadNetwork roads, IntStream edges) {
        return edges.mapToDouble(edge -> IntStream.range(1, roads.pointCount(edge))
                        .mapToDouble(i -> roads.metresAtPoint(edge, i) - roads.metresAtPoint(edge, i - 1))
                        .sum())
                .toArray();
    }

    @Test
    void aFolderThatIsNotThereIsAnErrorAndLeavesNothing() {
        Path nowhere = folder.resolve("missing").resolve("a.roads");

        assertThatThrownBy(() -> RandomRoads.builder(new Random(7)).write(nowhere))
                .isInstanceOf(RoadFileException.class)
                .hasMessageContaining("cannot be written");
    }
}
