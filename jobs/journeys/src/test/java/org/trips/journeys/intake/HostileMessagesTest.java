package org.trips.journeys.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import org.trips.journeys.device.InvalidReprocessingException;
import org.trips.journeys.device.PolicyDay;
import org.trips.journeys.device.ReprocessedSpan;
import org.trips.journeys.device.ReprocessingCodec;
import org.trips.journeys.device.StoredJourney;
import org.trips.journeys.intake.UploadDecoder.Decoded;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.AssignmentCodec;
import org.trips.journeys.policies.AssignmentMessage;
import org.trips.journeys.policies.InvalidAssignmentException;
import org.trips.journeys.segmentation.FoldState;

/**
 * What is sent to do harm, or only broken, costs itself: it is refused or read, soon, in memory that its own size bounds. How to
 * try more of it is told in this module's README.md.
 */
class HostileMessagesTest {
    private static final int LONGEST_SECONDS = 30;

    private static final int MAXIMUM_BYTES = 64 * 1024;
    private static final int INPUTS_PER_CASE = 10;

    /** What is allocated whatever comes: buffers of the parser and of gzip, and what the JVM loads at its first use. */
    private static final long ALLOCATED_ANYWAY = 4 << 20;

    private static final long TABLES_OF_TIME_ZONES = 32 << 20;

    /** A point refused is a message of its own, of hundreds of bytes where one may have been sent. */
    private static final long ALLOCATED_PER_BYTE = 1500;

    /** Assignments are read as a tree of objects. */
    private static final long ALLOCATED_PER_JSON_BYTE = 100;

    private static final List<byte[]> MESSAGES = messages();
    private static final byte[] TABLE = """
            trace_id,timestamp_ms,lat,lon,speed_mps,heading_deg,accuracy_m,"altitude, m"
            d,1772350200000,60.17,24.94,8.3,271.0,4,12
            "d, 2",2026-03-01T07:30:01Z,60.17,24.94,,,,
            """.getBytes(UTF_8);
    static final byte[] ASSIGNMENTS = """
            {"device":"d-17","version":3,"assignments":[{"policy":"P-1","from":"2026-01-01T00:00:00Z",
            "to":"2026-06-01T00:00:00Z","timeZone":"Europe/Helsinki","vehicleClass":"van"},
            {"policy":"P-2","from":"2026-06-01T00:00:00-02:00","to":null,"timeZone":"UTC","vehicleClass":"van"}]}""".getBytes(UTF_8);
    static final byte[] SPAN = ReprocessingCodec.encode(new ReprocessedSpan(
            "d-17",
            Instant.parse("2026-03-01T00:00:00Z"),
            Instant.parse("2026-03-02T00:00:00Z"),
            FoldState.NEW,
            List.of(Point.of(1_772_350_200_000L, 60.17, 24.94), Point.of(1_772_350_201_000L, 60.17, 24.941)),
            true,
            List.of(new StoredJourney(
                    "j",
                    Instant.parse("2026-03-01T07:30:00Z"),
                    Instant.parse("2026-03-01T08:30:00Z"),
                    2,
                    List.of(new PolicyDay("P-1", LocalDate.parse("2026-03-01")))))));
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\\",
            "\\u0000",
            "\\ud800",
            "null",
            "true",
            "1e999",
            "-1e-999",
            "-",
            "NaN",
            "9".repeat(400),
            "0." + "9".repeat(400),
            "[".repeat(40),
            "{\"a\":".repeat(40),
            "1e999999999",
            "\"+1000000000-01-01T00:00:00Z\"",
            "\"from\":",
            "\"since\":\"AAAAAA==\",",
            "\n\"",
            "\ufffd",
            "\u0000",
            "\n",
            "\ufeff",
            "\"device\":",
            "\"points\":[",
            "\"sentAt\":",
            "\"position\":{",
            "\"time\":",
            "\"lat\":1,",
            "\"2026-03-01T07:30:60.999999999999Z\"",
            "-9223372036854775809",
            "x".repeat(1500));

    static {
        // The first to ask for a time zone pays for the tables of all.
        readAssignments(ASSIGNMENTS, OptionalLong.empty(), TABLES_OF_TIME_ZONES);
    }

    private final UploadDecoder decoder = new UploadDecoder(MAXIMUM_BYTES, UploadDecoder.DEFAULT_FUTURE_TOLERANCE);

    @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whateverIsSentIsReadOrRefusedInMemoryBoundByItsSize(@ForAll("cases") long number) {
        tryEach(number, random -> {
            byte[] message = mutated(MESSAGES.get(random.nextInt(MESSAGES.size())), random);
            if (random.nextInt(4) == 0) {
                message = gzip(message);
                if (random.nextBoolean()) {
                    message = mutated(message, random);
                }
            }
            OptionalLong brokerTime = random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(anyTime(random));
            decode(decoder, message, random.nextInt(8) == 0 ? "gzip" : null, brokerTime);
        });
    }

    @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whateverAFileHoldsItsLinesAreReadOrRefused(@ForAll("cases") long number) {
        tryEach(number, random -> {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            if (random.nextBoolean()) {
                file.writeBytes(mutated(TABLE, random));
            }
            for (int lines = random.nextInt(4); lines > 0; lines--) {
                byte[] line = mutated(MESSAGES.get(random.nextInt(MESSAGES.size())), random);
                file.writeBytes(random.nextInt(8) == 0 ? gzip(line) : line);
                file.write('\n');
            }
            byte[] bytes = file.toByteArray();
            readFile(decoder, random.nextInt(4) == 0 ? mutated(gzip(bytes), random) : bytes);
        });
    }

    @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whateverIsSentAsAssignmentsIsReadOrRefused(@ForAll("cases") long number) {
        tryEach(number, random -> {
            byte[] json = mutated(ASSIGNMENTS, random);
            OptionalLong sentAt = random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(anyTime(random));
            readAssignments(json, sentAt);
        });
    }

    @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whateverIsSentAsASpanToComputeAgainIsReadOrRefused(@ForAll("cases") long number) {
        tryEach(number, random -> readSpan(mutated(SPAN, random)));
    }

    private static void tryEach(long number, Consumer<Random> input) {
        Random random = new Random(number);
        assertTimeoutPreemptively(Duration.ofSeconds(LONGEST_SECONDS), () -> {
            for (int i = 0; i < INPUTS_PER_CASE; i++) {
                input.accept(random);
            }
        });
    }

    private static long anyTime(Random random) {
        return random.nextInt(4) == 0 ? random.nextLong() : 1_772_350_000_000L + random.nextInt(1_000_000);
    }

    @Provide
    Arbitrary<Long> cases() {
        return Arbitraries.longs().withDistribution(RandomDistribution.uniform());
    }

    static Decoded decode(UploadDecoder decoder, byte[] message, String encoding) {
        return decode(decoder, message, encoding, OptionalLong.empty());
    }

    static Decoded decode(UploadDecoder decoder, byte[] message, String encoding, OptionalLong brokerTime) {
        long unpacked = Math.min(decoder.maximumBytes(), 100 + message.length * 10L);
        return bounded(ALLOCATED_PER_BYTE * unpacked, () -> decoder.decode(message, encoding, brokerTime));
    }

    /** Reads the bytes as a points file. */
    static void readFile(UploadDecoder decoder, byte[] bytes) {
        bounded(ALLOCATED_PER_BYTE * (100 + Math.max(bytes.length * 10L, unpackedLength(bytes))), () -> {
            try {
                PointsFile.read(
                        new ByteArrayInputStream(bytes),
                        "standard input",
                        decoder,
                        upload -> {},
                        line -> {},
                        notice -> {});
            } catch (PointsFileException refused) {
                assertThat(refused).hasMessageStartingWith("standard input");
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return null;
        });
    }

    /** How much gzip finds in the bytes until it finds them damaged: what is repeated packs many times over. */
    private static long unpackedLength(byte[] bytes) {
        long length = 0;
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            while (gzip.read() >= 0) {
                length++;
            }
        } catch (IOException damaged) {
            return length;
        }
        return length;
    }

    /** Why the assignments are refused, or null; those taken can be asked about any time. */
    static String readAssignments(byte[] json, OptionalLong sentAt) {
        return readAssignments(json, sentAt, ALLOCATED_PER_JSON_BYTE * json.length);
    }

    private static String readAssignments(byte[] json, OptionalLong sentAt, long mostAllocated) {
        return bounded(mostAllocated, () -> {
            try {
                AssignmentMessage message = AssignmentCodec.parse(json, sentAt);
                assertThat(AssignmentCodec.parse(AssignmentCodec.json(message), OptionalLong.empty()))
                        .isEqualTo(message);
                Instant now = Instant.ofEpochMilli(1_772_350_200_000L);
                assertThat(message.assignments()
                                .changeAfter(now)
                                .map(Instant::toEpochMilli)
                                .orElse(Long.MAX_VALUE))
                        .isGreaterThan(now.toEpochMilli());
                return null;
            } catch (InvalidAssignmentException refused) {
                assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(2000);
                return refused.getMessage();
            }
        });
    }

    static void readSpan(byte[] message) {
        bounded(ALLOCATED_PER_BYTE * (100 + message.length * 10L), () -> {
            try {
                return new ReprocessingCodec(UploadDecoder.DEFAULT_MAXIMUM_BYTES).decode(message, null);
            } catch (InvalidReprocessingException refused) {
                assertThat(refused.getMessage()).isNotBlank();
                return null;
            }
        });
    }

    private static <T> T bounded(long mostAllocated, Supplier<T> reading) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        T read = reading.get();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOCATED_ANYWAY + mostAllocated);
        return read;
    }

    private static List<byte[]> messages() {
        List<byte[]> messages = new ArrayList<>();
        for (String text : List.of(
                """
                {"device":"d-17","sentAt":"2026-03-01T08:00:00Z","points":[
                {"time":"2026-03-01T07:30:00.000Z","lat":60.17,"lon":24.94,"speed":8.3,"heading":271.0,"accuracy":4.0},
                {"time":1772350201000,"lat":60.1701,"lon":24.94,"ignition":true,"accelLong":-1.5,"accelLat":0.2},
                {"time":"2026-03-01T09:30:02+02:00","lat":0,"lon":0},7]}""",
                """
                {"position":{"id":1,"deviceId":2,"fixTime":"2026-03-01T07:30:00.000+00:00","serverTime":"2026-03-01T07:30:01Z",
                "valid":true,"outdated":false,"latitude":60.17,"longitude":24.94,"speed":8.3,"course":271.0,"accuracy":4.0,
                "attributes":{"ignition":true,"distance":1.5}},"device":{"id":2,"uniqueId":"d-17","attributes":{}}}""",
                "{\"device\":\"d\",\"points\":[]}",
                "{\"points\":[" + "{\"time\":5},".repeat(300) + "1],\"device\":\"d\"}")) {
            messages.add(text.getBytes(UTF_8));
        }
        return messages;
    }

    /** The bytes with some places flipped, cut out, said twice, or put in from elsewhere. */
    private static byte[] mutated(byte[] message, Random random) {
        byte[] bytes = message;
        for (int times = random.nextInt(6); times > 0; times--) {
            int at = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, at + random.nextInt(random.nextInt(4) == 0 ? 2000 : 20));
            byte[] other = MESSAGES.get(random.nextInt(MESSAGES.size()));
            bytes = switch (random.nextInt(5)) {
                case 0 -> flipped(bytes, random);
                case 1 -> spliced(bytes, at, to, new byte[0]);
                case 2 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
                case 3 ->
                    spliced(
                            bytes,
                            at,
                            to,
                            TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8));
                default -> spliced(bytes, at, to, Arrays.copyOfRange(other, 0, random.nextInt(other.length)));
            };
        }
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        byte[] flipped = bytes.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    static byte[] spliced(byte[] bytes, int from, int to, byte[] put) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + put.length);
        out.write(bytes, 0, from);
        out.writeBytes(put);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
