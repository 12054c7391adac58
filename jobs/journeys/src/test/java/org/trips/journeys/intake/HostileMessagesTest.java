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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.trips.journeys.intake.UploadDecoder.Decoded;

/**
 * What is sent to do harm, or only broken, costs itself: it is refused or read, soon, in memory that its own size bounds. How to
 * try more of it is told in this module's README.md.
 */
class HostileMessagesTest {
    private static final int MAXIMUM_BYTES = 64 * 1024;
    private static final int INPUTS_PER_CASE = 10;
    private static final Duration LONGEST_CASE = Duration.ofSeconds(30);

    /** What decoding allocates whatever comes: buffers of the parser and of gzip. */
    private static final long ALLOCATED_ANYWAY = 1 << 20;

    /** A point refused is a message of its own, of hundreds of bytes where one may have been sent. */
    private static final long ALLOCATED_PER_BYTE = 1500;

    private static final List<byte[]> MESSAGES = messages();
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

    private final UploadDecoder decoder = new UploadDecoder(MAXIMUM_BYTES, UploadDecoder.DEFAULT_FUTURE_TOLERANCE);

    @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whateverIsSentIsReadOrRefusedInMemoryBoundByItsSize(@ForAll("cases") long number) {
        Random random = new Random(number);
        for (int i = 0; i < INPUTS_PER_CASE; i++) {
            byte[] message = mutated(MESSAGES.get(random.nextInt(MESSAGES.size())), random);
            if (random.nextInt(4) == 0) {
                message = gzip(message);
                if (random.nextBoolean()) {
                    message = mutated(message, random);
                }
            }
            decode(decoder, message, random.nextInt(8) == 0 ? "gzip" : null);
        }
    }

    @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whateverAFileHoldsItsLinesAreReadOrRefused(@ForAll("cases") long number) throws IOException {
        Random random = new Random(number);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < INPUTS_PER_CASE; i++) {
            file.writeBytes(mutated(MESSAGES.get(random.nextInt(MESSAGES.size())), random));
            file.write('\n');
        }
        LineReader lines = new LineReader(new ByteArrayInputStream(file.toByteArray()), MAXIMUM_BYTES);
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            decode(decoder, line, null);
        }
    }

    @Provide
    Arbitrary<Long> cases() {
        return Arbitraries.longs().withDistribution(RandomDistribution.uniform());
    }

    @Test
    void aBombOfZeroesIsRefusedOnceItIsLargerThanTheLimit() {
        byte[] bomb = gzip(new byte[100 * 1024 * 1024]);
        assertThat(bomb).hasSizeLessThan(200_000);
        UploadDecoder usual = new UploadDecoder();
        assertThat(decode(usual, bomb, "gzip").refused().orElseThrow().reason()).isEqualTo(DeadLetterReason.TOO_LARGE);
    }

    @Test
    void bracketsWithoutEndAreRefused() {
        byte[] deep = ("{\"points\":" + "[".repeat(10_000_000)).getBytes(UTF_8);
        assertThat(decode(new UploadDecoder(), deep, null)
                        .refused()
                        .orElseThrow()
                        .reason())
                .isEqualTo(DeadLetterReason.TOO_LARGE);
    }

    @Test
    void aDeviceIdOfAMegabyteIsRefusedWithTheLimit() {
        byte[] message = ("{\"device\":\"" + "d".repeat(1 << 20)
                        + "\",\"points\":[{\"time\":1772350200000,\"lat\":1,\"lon\":1}]}")
                .getBytes(UTF_8);
        Refusal refusal = decode(new UploadDecoder(), message, null).refused().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(DeadLetterReason.OUT_OF_RANGE);
        assertThat(refusal.detail()).contains("device's id", "200 characters").hasSizeLessThan(200);
    }

    @Test
    void millionsOfFaultyPointsAreOneDeadLetterAndNotMillions() {
        byte[] message = ("{\"device\":\"d\",\"points\":[" + "0,".repeat(8_000_000) + "0]}").getBytes(UTF_8);
        Decoded decoded = decode(new UploadDecoder(), message, null);
        assertThat(decoded.refusedPoints()).isEmpty();
        assertThat(decoded.refused().orElseThrow().reason()).isEqualTo(DeadLetterReason.WRONG_TYPE);
        assertThat(decoded.refused().orElseThrow().detail())
                .contains("More than 100000 of its points cannot be used; the first: The point is");
    }

    @Test
    void anUploadOfAMillionPointsIsReadWhereTheLimitAllowsIt() {
        StringBuilder message = new StringBuilder("{\"device\":\"d\",\"points\":[");
        for (int i = 0; i < 1_000_000; i++) {
            message.append(i == 0 ? "" : ",")
                    .append("{\"time\":")
                    .append(1_772_350_200_000L + i * 1000L)
                    .append(",\"lat\":1,\"lon\":1}");
        }
        byte[] bytes = message.append("]}").toString().getBytes(UTF_8);
        assertThat(decode(new UploadDecoder(), bytes, null)
                        .refused()
                        .orElseThrow()
                        .reason())
                .isEqualTo(DeadLetterReason.TOO_LARGE);
        UploadDecoder large = new UploadDecoder(100 * 1024 * 1024, UploadDecoder.DEFAULT_FUTURE_TOLERANCE);
        assertThat(decode(large, bytes, null).uploads().get(0).points()).hasSize(1_000_000);
    }

    private static Decoded decode(UploadDecoder decoder, byte[] message, String encoding) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long limit =
                ALLOCATED_ANYWAY + ALLOCATED_PER_BYTE * Math.min(decoder.maximumBytes(), 100 + message.length * 10L);
        return assertTimeoutPreemptively(LONGEST_CASE, () -> {
            long before = threads.getCurrentThreadAllocatedBytes();
            Decoded decoded = decoder.decode(message, encoding, OptionalLong.empty());
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(limit);
            return decoded;
        });
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

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] put) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + put.length);
        out.write(bytes, 0, from);
        out.writeBytes(put);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
