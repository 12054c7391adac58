package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.io.TempDir;
import org.trips.roads.RoadFileException;
import org.trips.roads.RoadNetwork;

/**
 * Extracts and road files that are found by what code they reach become roads or are refused with the documented exception.
 * {@code ./mvnw verify} tries those that are kept; how to look for more is told in this module's README.md.
 */
class FuzzedRoadsTest {
    private static final int HEADER_BYTES = 256;

    @TempDir
    static Path folder;

    @FuzzTest(maxDuration = "10m")
    void extract(byte[] bytes) throws IOException {
        Path extract = Files.write(folder.resolve("extract.osm.pbf"), bytes);
        try {
            OsmImporter.importExtracts(List.of(extract), folder.resolve("roads"), ImportProgress.NONE);
        } catch (RoadFileException refused) {
            assertThat(refused).hasMessageContaining(folder.toString());
        }
    }

    /** The header's check sum is made right, for no search would ever find it. */
    @FuzzTest(maxDuration = "10m")
    void roadFile(byte[] bytes) throws IOException {
        if (bytes.length >= HEADER_BYTES) {
            CRC32 checksum = new CRC32();
            checksum.update(bytes, 0, HEADER_BYTES - Integer.BYTES);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(HEADER_BYTES - Integer.BYTES, (int)
                    checksum.getValue());
        }
        Path file = Files.write(folder.resolve("fuzzed.roads"), bytes);
        try {
            RoadNetwork.open(file);
            RoadNetwork.openChecked(file);
        } catch (RoadFileException refused) {
            assertThat(refused).hasMessageStartingWith(file.toString());
        }
    }
}
