package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.trips.roads.RoadFileException;
import org.trips.roads.osm.PbfBlock.Member;
import org.trips.roads.osm.PbfBlock.MemberKind;

/**
 * A damaged extract becomes a road file or is refused with the documented exception; nothing else is thrown, and nothing
 * hangs. Many more: -Djqwik.tries.default=100000.
 */
class HostileExtractsTest {
    private static final Duration LONGEST_IMPORT = Duration.ofSeconds(60);
    private static final List<byte[]> EXTRACTS = List.of(
            extract().bytes(),
            extract().plain().bytes(),
            extract().sorted().plain().bytes());

    /** As varints: the largest int, the largest long, -1, one of more than 64 bits, 32 MB, and 0. */
    private static final List<byte[]> NUMBERS = List.of(
            new byte[] {-1, -1, -1, -1, 7},
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 127},
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
            new byte[] {-128, -128, -128, 16},
            new byte[] {0});

    private static Path folder;

    @BeforeContainer
    static void makeAFolder() throws IOException {
        folder = Files.createTempDirectory("hostile");
    }

    @AfterContainer
    static void emptyIt() throws IOException {
        Files.deleteIfExists(folder.resolve("extract.osm.pbf"));
        Files.deleteIfExists(folder.resolve("roads"));
        Files.delete(folder);
    }

    @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void aDamagedExtractIsReadOrRefusedAndNothingElse(@ForAll("cases") long number) throws IOException {
        Random random = new Random(number);
        Path extract = Files.write(
                folder.resolve("extract.osm.pbf"), mutated(EXTRACTS.get(random.nextInt(EXTRACTS.size())), random));
        assertTimeoutPreemptively(LONGEST_IMPORT, () -> {
            try {
                OsmImporter.importExtracts(List.of(extract), folder.resolve("roads"), (phase, done, all) -> {});
            } catch (RoadFileException refused) {
                assertThat(refused).hasMessageContaining(folder.toString());
            }
        });
    }

    @Provide
    Arbitrary<Long> cases() {
        return Arbitraries.longs().withDistribution(RandomDistribution.uniform());
    }

    private static PbfWriter extract() {
        PbfWriter writer = new PbfWriter();
        for (int i = 1; i <= 30; i++) {
            writer.node(i, 60 + i / 1000.0, 24 + (i % 5) / 1000.0, i % 7 == 0 ? Map.of("barrier", "gate") : Map.of());
        }
        return writer.way(1, Map.of("highway", "primary", "maxspeed", "50"), 1, 2, 3, 4, 5)
                .way(2, Map.of("highway", "residential", "oneway", "yes"), 3, 8, 9, 10, 14)
                .way(3, Map.of("highway", "motorway", "maxspeed:forward", "80 mph"), 10, 20, 30)
                .relation(
                        1,
                        Map.of("type", "restriction", "restriction", "no_left_turn"),
                        new Member(MemberKind.WAY, 1, "from"),
                        new Member(MemberKind.NODE, 3, "via"),
                        new Member(MemberKind.WAY, 2, "to"));
    }

    private static byte[] mutated(byte[] extract, Random random) {
        byte[] bytes = extract.clone();
        for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, at + random.nextInt(20));
            byte[] other = EXTRACTS.get(random.nextInt(EXTRACTS.size()));
            int from = random.nextInt(other.length);
            int until = Math.min(other.length, from + random.nextInt(100));
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes[at] = (byte) 0xff;
                case 3 -> bytes = spliced(bytes, at, to, new byte[0]);
                case 4 -> bytes = spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
                case 5 -> bytes = spliced(bytes, at, to, Arrays.copyOfRange(other, from, until));
                default -> bytes = spliced(bytes, at, to, NUMBERS.get(random.nextInt(NUMBERS.size())));
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] put) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + put.length);
        out.write(bytes, 0, from);
        out.writeBytes(put);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
