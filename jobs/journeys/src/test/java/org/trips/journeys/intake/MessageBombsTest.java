package org.trips.journeys.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.trips.journeys.intake.HostileMessagesTest.ASSIGNMENTS;
import static org.trips.journeys.intake.HostileMessagesTest.SPAN;
import static org.trips.journeys.intake.HostileMessagesTest.decode;
import static org.trips.journeys.intake.HostileMessagesTest.gzip;
import static org.trips.journeys.intake.HostileMessagesTest.readAssignments;
import static org.trips.journeys.intake.HostileMessagesTest.readFile;
import static org.trips.journeys.intake.HostileMessagesTest.readSpan;
import static org.trips.journeys.intake.HostileMessagesTest.spliced;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.journeys.intake.UploadDecoder.Decoded;

/** What a few bytes of a message unpack to, claim or repeat is refused or read soon, in memory that the message's size bounds. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MessageBombsTest {
    private final UploadDecoder decoder = new UploadDecoder();

    @Test
    void aBombOfZeroesIsRefusedOnceItIsLargerThanTheLimit() {
        byte[] bomb = gzip(new byte[100 * 1024 * 1024]);
        assertThat(bomb).hasSizeLessThan(200_000);
        UploadDecoder usual = new UploadDecoder();
        assertThat(decode(usual, bomb, "gzip").refused().orElseThrow().reason()).isEqualTo(DeadLetterReason.TOO_LARGE);
    }

    @Test
    void manyEmptyGzipMembersAreAnEmptyMessageAndNotTheEndOfTheStack() {
        byte[] member = gzip(new byte[0]);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        while (members.size() + member.length <= UploadDecoder.DEFAULT_MAXIMUM_BYTES) {
            members.writeBytes(member);
        }
        assertThat(members.size() / member.length).isGreaterThan(800_000);
        Refusal refusal = decode(new UploadDecoder(), members.toByteArray(), "gzip")
                .refused()
                .orElseThrow();
        assertThat(refusal.reason()).isEqualTo(DeadLetterReason.NOT_JSON);
        assertThat(refusal.detail()).contains("is empty");
    }

    @Test
    void aBombInManyMembersIsRefusedOnceAllOfThemTogetherAreLargerThanTheLimit() {
        byte[] member = gzip(new byte[1 << 20]);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            members.writeBytes(member);
        }
        assertThat(decode(new UploadDecoder(), members.toByteArray(), null)
                        .refused()
                        .orElseThrow()
                        .reason())
                .isEqualTo(DeadLetterReason.TOO_LARGE);
    }

    @Test
    void aDamagedMemberIsToldWithItsNumberAndPlaceAndHidesNothing() {
        byte[] first =
                gzip("{\"device\":\"d\",\"points\":[{\"time\":1772350200000,\"lat\":1,\"lon\":1}]}".getBytes(UTF_8));
        byte[] second = gzip(" ".getBytes(UTF_8));
        byte[] damaged = second.clone();
        damaged[0] = 0;
        byte[] message = spliced(first, first.length, first.length, damaged);
        Refusal refusal = decode(decoder, message, null).refused().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(DeadLetterReason.CORRUPT_GZIP);
        assertThat(refusal.detail())
                .contains("gzip member 2, which begins at byte " + first.length + ", it does not begin as gzip does");
        byte[] whole = spliced(first, first.length, first.length, second);
        assertThat(decode(decoder, whole, null).uploads()).hasSize(1);
    }

    /** Of them the JDK's parsers of numbers, times and text make something; none may take its time or room over it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"1e999999999", "-1e999999999", "1e-999999999", "DIGITS", "0.DIGITS", "1eDIGITS", "\"DIGITS\""})
    void aHugeNumberCostsItsPointOrItsMessageSoon(String number) {
        String huge = number.replace("DIGITS", "9".repeat(10 * 1024 * 1024));
        for (String field : List.of("time", "lat", "speed", "ignition", "unknown")) {
            String point = "{\"" + field + "\":" + huge + "}";
            Decoded decoded = decode(
                    new UploadDecoder(), ("{\"device\":\"d\",\"points\":[" + point + "]}").getBytes(UTF_8), null);
            assertThat(decoded.uploads()).isEmpty();
            String detail = decoded.refused().isPresent()
                    ? decoded.refused().get().detail()
                    : decoded.refusedPoints().get(0).detail();
            assertThat(detail).isNotBlank().hasSizeLessThan(300);
        }
        decode(new UploadDecoder(), ("{\"device\":\"d\",\"sentAt\":" + huge + ",\"points\":[]}").getBytes(UTF_8), null);
        decode(new UploadDecoder(), ("{\"position\":{\"fixTime\":" + huge + "}}").getBytes(UTF_8), null);
        readAssignments(
                ("{\"device\":\"d\",\"version\":" + huge + ",\"assignments\":[]}").getBytes(UTF_8),
                OptionalLong.empty());
        readSpan(new String(SPAN, UTF_8)
                .replaceFirst("\"from\":\"[^\"]*\"", "\"from\":" + huge)
                .getBytes(UTF_8));
        readFile(
                new UploadDecoder(),
                ("trace_id,timestamp_ms,lat,lon\nd," + huge + "," + huge + "," + huge).getBytes(UTF_8));
    }

    @Test
    void bracketsInsteadOfAssignmentsAreRefusedInMemoryBoundByTheirSize() {
        for (String inner :
                List.of("[".repeat(1_000_000), "[],".repeat(5_000_000) + "[]", "{\"a\":".repeat(1_000_000))) {
            byte[] json = ("{\"device\":\"d\",\"version\":1,\"assignments\":[" + inner + "]}").getBytes(UTF_8);
            assertThat(readAssignments(json, OptionalLong.empty())).contains("no JSON: ");
        }
    }

    @Test
    void anAssignmentThatCannotBeCountedInMillisecondsIsRefused() {
        String json = new String(ASSIGNMENTS, UTF_8);
        assertThat(readAssignments(json.getBytes(UTF_8), OptionalLong.empty())).isNull();
        for (String year : List.of("+1000000000", "-1000000000", "+292278995")) {
            assertThat(readAssignments(json.replace("2026", year).getBytes(UTF_8), OptionalLong.empty()))
                    .contains("cannot be counted in milliseconds");
        }
    }

    @Test
    void aDeviceIdWithHalfACharacterIsRefusedForTwoDevicesWouldBecomeOne() {
        String points = ",\"points\":[{\"time\":1772350200000,\"lat\":1,\"lon\":1}]}";
        byte[] escaped = ("{\"device\":\"d\\ud800\"" + points).getBytes(UTF_8);
        byte[] raw = ("{\"device\":\"d???\"" + points).getBytes(UTF_8);
        int at = "{\"device\":\"d".length();
        // What a program writes that takes each half of a character for one.
        raw = spliced(raw, at, at + 3, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
        Refusal refusal = decode(decoder, escaped, null).refused().orElseThrow();
        assertThat(refusal.reason()).isEqualTo(DeadLetterReason.OUT_OF_RANGE);
        assertThat(refusal.detail()).contains("half of a character");
        assertThat(decode(decoder, raw, null).refused().orElseThrow().reason()).isEqualTo(DeadLetterReason.NOT_JSON);
        byte[] whole = ("{\"device\":\"d\\ud83d\\ude90\"" + points).getBytes(UTF_8);
        assertThat(decode(decoder, whole, null).uploads().get(0).device()).isEqualTo("d\ud83d\ude90");
        assertThat(readAssignments(
                        new String(ASSIGNMENTS, UTF_8).replace("P-1", "\\udc00").getBytes(UTF_8), OptionalLong.empty()))
                .contains("policy: it holds half of a character");
    }

    @Test
    void aBrokersTimeBeyondAllTimesJudgesTheFixWithoutOverflow() {
        byte[] message = "{\"device\":\"d\",\"points\":[{\"time\":1772350200000,\"lat\":1,\"lon\":1}]}".getBytes(UTF_8);
        assertThat(decode(decoder, message, null, OptionalLong.of(Long.MAX_VALUE))
                        .uploads())
                .hasSize(1);
        assertThat(decode(decoder, message, null, OptionalLong.of(Long.MIN_VALUE))
                        .refusedPoints()
                        .get(0)
                        .detail())
                .startsWith("The fix is dated PT2562");
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
}
