package org.trips.journeys.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.journeys.intake.UploadDecoder.Decoded;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;

class UploadDecoderTest {
    private static final String GOOD_POINT = "{\"time\":\"2026-03-01T07:30:00.000Z\",\"lat\":60.17,\"lon\":24.94}";
    private static final long GOOD_TIME = Instant.parse("2026-03-01T07:30:00Z").toEpochMilli();

    private final UploadDecoder decoder = new UploadDecoder();

    @Test
    void everyFieldOfAPointIsReadAtItsStoredPrecision() {
        Upload upload = onlyUpload("""
                {"device":"d-17","points":[{"time":"2026-03-01T07:30:00.125Z","lat":60.17,"lon":-24.940001,
                 "speed":8.3,"heading":271.04,"accuracy":4.0,"ignition":true,"accelLong":-0.4,"accelLat":0.13}]}""");

        assertThat(upload.device()).isEqualTo("d-17");
        assertThat(upload.points())
                .containsExactly(
                        new Point(GOOD_TIME + 125, 60_170_000, -24_940_001, 830, 2710, 40, Ignition.ON, -40, 13));
    }

    @Test
    void timeIsIsoTextOrMilliseconds() {
        Upload upload = onlyUpload("{\"device\":\"d\",\"points\":[" + GOOD_POINT + ",{\"time\":" + GOOD_TIME
                + ",\"lat\":60.17,\"lon\":24.94}]}");

        assertThat(upload.points().get(0)).isEqualTo(upload.points().get(1));
    }

    @Test
    void fieldsMayComeInAnyOrderAndUnknownOnesArePassedOver() {
        Upload upload = onlyUpload("{\"battery\":{\"percent\":[80]},\"points\":[{\"altitude\":12.0,\"lon\":24.94,"
                + "\"lat\":60.17,\"time\":" + GOOD_TIME + "}],\"device\":\"d\"}");

        assertThat(upload.points()).containsExactly(Point.of(GOOD_TIME, 60.17, 24.94));
    }

    @Test
    void whatTheDeviceDoesNotKnowMayBeNullOrNegative() {
        Upload upload = onlyUpload("{\"device\":\"d\",\"points\":[{\"time\":" + GOOD_TIME
                + ",\"lat\":60.17,\"lon\":24.94,\"speed\":-1,\"heading\":-1,\"accuracy\":null,\"ignition\":null}]}");

        assertThat(upload.points()).containsExactly(Point.of(GOOD_TIME, 60.17, 24.94));
    }

    @Test
    void theMessagesOwnTimeOfSendingCountsBeforeTheBrokers() {
        byte[] message = message("\"sentAt\":\"2026-03-01T07:31:00Z\",\"points\":[" + GOOD_POINT + "]");

        Decoded decoded = decoder.decode(message, null, OptionalLong.of(0));

        assertThat(decoded.uploads().get(0).receivedAtMillis()).hasValue(GOOD_TIME + 60_000);
    }

    @Test
    void theBrokersTimeCountsWhereTheMessageHasNone() {
        byte[] message = message("\"points\":[" + GOOD_POINT + "]");

        Decoded decoded = decoder.decode(message, null, OptionalLong.of(GOOD_TIME + 7));

        assertThat(decoded.uploads().get(0).receivedAtMillis()).hasValue(GOOD_TIME + 7);
    }

    @Test
    void aCompressedMessageIsReadWhetherOrNotTheBrokerSaysSo() throws IOException {
        byte[] compressed = gzip(message("\"points\":[" + GOOD_POINT + "]"));

        assertThat(decoder.decode(compressed, "gzip", OptionalLong.empty()).uploads())
                .hasSize(1);
        assertThat(decoder.decode(compressed, null, OptionalLong.empty()).uploads())
                .hasSize(1);
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        assertThat(decode("\uFEFF{\"device\":\"d\",\"points\":[" + GOOD_POINT + "]}")
                        .uploads())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "hello",
                "{\"device\":\"d\",\"points\":[" + GOOD_POINT,
                "{\"device\":\"d\",\"points\":[" + GOOD_POINT + "]}}",
                "{\"device\":\"d\",\"points\":[" + GOOD_POINT + "]} {}",
                "{\"device\":\"d\",\"points\":[{\"time\":1772350200000,\"lat\":NaN,\"lon\":1}]}",
            })
    void whatIsNotOneJsonObjectIsRefused(String message) {
        assertRefused(decode(message), DeadLetterReason.NOT_JSON);
    }

    @Test
    void textInAnotherEncodingThanUtf8IsRefused() {
        byte[] message = "{\"device\":\"d\u00e4\",\"points\":[]}".getBytes(ISO_8859_1);

        assertRefused(decoder.decode(message, null, OptionalLong.empty()), DeadLetterReason.NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "17",
                "[]",
                "{\"device\":17,\"points\":[]}",
                "{\"device\":\"d\",\"points\":{}}",
                "{\"device\":\"d\",\"points\":\"none\"}",
                "{\"device\":\"d\",\"sentAt\":\"yesterday\",\"points\":[" + GOOD_POINT + "]}",
                "{\"device\":{\"uniqueId\":\"d\"},\"position\":[]}",
            })
    void aMessageWithAFieldOfTheWrongTypeIsRefused(String message) {
        assertRefused(decode(message), DeadLetterReason.WRONG_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"device\":\"d\"}",
                "{\"points\":[" + GOOD_POINT + "]}",
                "{\"device\":{\"name\":\"van\"},\"position\":{}}"
            })
    void aMessageWithoutADeviceOrPointsIsRefused(String message) {
        assertRefused(decode(message), DeadLetterReason.MISSING_FIELD);
    }

    @Test
    void anEmptyBatchIsRefused() {
        assertRefused(decode("{\"device\":\"d\",\"points\":[]}"), DeadLetterReason.NO_POINTS);
    }

    @Test
    void aBlankDeviceIsRefused() {
        assertRefused(decode("{\"device\":\" \",\"points\":[" + GOOD_POINT + "]}"), DeadLetterReason.OUT_OF_RANGE);
    }

    @Test
    void aRefusedMessageSaysHowManyPointsWereReadBefore() {
        Decoded decoded = decode("{\"points\":[" + GOOD_POINT + "," + GOOD_POINT + ",7,");

        assertThat(decoded.refused().orElseThrow().pointsLost()).isEqualTo(3);
    }

    @Test
    void theSentenceOfARefusalSaysWhere() {
        Refusal refusal =
                decode("{\"device\":\"d\",\n\"points\":oops}").refused().orElseThrow();

        assertThat(refusal.detail()).startsWith("Line 2, column ").contains("oops");
    }

    @Test
    void truncatedGzipIsRefused() throws IOException {
        byte[] compressed = gzip(message("\"points\":[" + GOOD_POINT + "]"));

        assertRefused(
                decoder.decode(Arrays.copyOf(compressed, compressed.length - 9), "gzip", OptionalLong.empty()),
                DeadLetterReason.TRUNCATED_GZIP);
    }

    @Test
    void gzipWithAFlippedBitIsRefused() throws IOException {
        byte[] compressed = gzip(message("\"points\":[" + GOOD_POINT + "]"));
        compressed[compressed.length - 5] ^= 1;

        assertRefused(decoder.decode(compressed, null, OptionalLong.empty()), DeadLetterReason.CORRUPT_GZIP);
    }

    @Test
    void aMessageThatOnlyClaimsToBeGzipIsRefused() {
        assertRefused(
                decoder.decode(message("\"points\":[]"), "gzip", OptionalLong.empty()), DeadLetterReason.CORRUPT_GZIP);
    }

    @Test
    void anUnknownContentEncodingIsRefused() {
        assertRefused(
                decoder.decode(message("\"points\":[]"), "br", OptionalLong.empty()),
                DeadLetterReason.UNKNOWN_ENCODING);
    }

    @Test
    void aHundredMegabytesAreRefusedWithoutBeingRead() {
        assertRefused(decoder.decode(new byte[100_000_000], null, OptionalLong.empty()), DeadLetterReason.TOO_LARGE);
    }

    @Test
    void aCompressedBombStopsAtTheLimit() throws IOException {
        byte[] bomb = gzip(new byte[300_000_000]);

        assertRefused(decoder.decode(bomb, "gzip", OptionalLong.empty()), DeadLetterReason.TOO_LARGE);
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertRefused(
                decode("{\"device\":\"d\",\"points\":[],\"x\":" + "[".repeat(1_000_000)), DeadLetterReason.TOO_LARGE);
    }

    @Test
    void aMillionPointsInOneMessageAreReadIfTheLimitAllows() {
        int count = 1_000_000;
        StringBuilder message = new StringBuilder("{\"device\":\"d\",\"points\":[");
        for (int i = 0; i < count; i++) {
            message.append(i == 0 ? "" : ",")
                    .append("{\"time\":")
                    .append(GOOD_TIME + i * 1000L)
                    .append(",\"lat\":60.17,\"lon\":24.94}");
        }
        byte[] bytes = message.append("]}").toString().getBytes(UTF_8);
        UploadDecoder generous = new UploadDecoder(bytes.length, UploadDecoder.DEFAULT_FUTURE_TOLERANCE);

        Decoded decoded = generous.decode(bytes, null, OptionalLong.empty());

        assertThat(decoded.uploads().get(0).points()).hasSize(count);
        assertThat(decoded.refusedPoints()).isEmpty();
        assertRefused(decoder.decode(bytes, null, OptionalLong.empty()), DeadLetterReason.TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | WRONG_TYPE",
                "null | WRONG_TYPE",
                "[1,2] | WRONG_TYPE",
                "\"text with \\\"quotes\\\"\" | WRONG_TYPE",
                "{} | MISSING_FIELD",
                "{\"lat\":60.17,\"lon\":24.94} | MISSING_FIELD",
                "{\"time\":1772350200000,\"lon\":24.94} | MISSING_FIELD",
                "{\"time\":1772350200000,\"lat\":60.17} | MISSING_FIELD",
                "{\"time\":1772350200000,\"lat\":null,\"lon\":24.94} | MISSING_FIELD",
                "{\"time\":null,\"lat\":60.17,\"lon\":24.94} | MISSING_FIELD",
                "{\"time\":\"half past seven\",\"lat\":60.17,\"lon\":24.94} | WRONG_TYPE",
                "{\"time\":\"2026-03-01T07:30:00\",\"lat\":60.17,\"lon\":24.94} | WRONG_TYPE",
                "{\"time\":[1],\"lat\":60.17,\"lon\":24.94} | WRONG_TYPE",
                "{\"time\":1772350200000,\"lat\":\"60.17\",\"lon\":24.94} | WRONG_TYPE",
                "{\"time\":1772350200000,\"lat\":60.17,\"lon\":24.94,\"speed\":{\"mps\":3}} | WRONG_TYPE",
                "{\"time\":1772350200000,\"lat\":60.17,\"lon\":24.94,\"ignition\":1} | WRONG_TYPE",
                "{\"time\":1772350200000,\"lat\":90.1,\"lon\":24.94} | OUT_OF_RANGE",
                "{\"time\":1772350200000,\"lat\":24.94,\"lon\":-180.1} | OUT_OF_RANGE",
                "{\"time\":1772350200000,\"lat\":1e999,\"lon\":24.94} | OUT_OF_RANGE",
                "{\"time\":1772350200,\"lat\":60.17,\"lon\":24.94} | OUT_OF_RANGE",
                "{\"time\":99999999999999999999999999,\"lat\":60.17,\"lon\":24.94} | OUT_OF_RANGE",
                "{\"time\":1772350200000,\"lat\":60.17,\"lon\":24.94,\"speed\":201} | OUT_OF_RANGE",
                "{\"time\":1772350200000,\"lat\":60.17,\"lon\":24.94,\"heading\":361} | OUT_OF_RANGE",
                "{\"time\":1772350200000,\"lat\":60.17,\"lon\":24.94,\"accuracy\":1e7} | OUT_OF_RANGE",
                "{\"time\":1772350200000,\"lat\":60.17,\"lon\":24.94,\"accelLat\":-99} | OUT_OF_RANGE",
                "{\"time\":1772350200000,\"lat\":0,\"lon\":0.0} | NULL_ISLAND",
            })
    void aBadPointCostsOnlyItself(String badPoint, DeadLetterReason reason) {
        String message = "{\"device\":\"d\",\"points\":[ " + GOOD_POINT + ", " + badPoint + " , " + GOOD_POINT + "]}";

        Decoded decoded = decode(message);

        assertThat(decoded.uploads().get(0).points()).hasSize(2);
        assertThat(decoded.refusedPoints()).hasSize(1);
        RefusedPoint refused = decoded.refusedPoints().get(0);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(new String(refused.original(), UTF_8)).isEqualTo("{\"device\":\"d\",\"points\":[" + badPoint + "]}");
        assertThat(decoder.decode(refused.original(), null, OptionalLong.empty())
                        .refusedPoints())
                .extracting(RefusedPoint::reason)
                .containsExactly(reason);
    }

    @Test
    void anUploadOfBadPointsAloneIsNoUploadAndNotRefusedEither() {
        Decoded decoded = decode("{\"device\":\"d\",\"points\":[1,2]}");

        assertThat(decoded.uploads()).isEmpty();
        assertThat(decoded.refusedPoints()).hasSize(2);
        assertThat(decoded.refused()).isEmpty();
    }

    @Test
    void anUploadSentAgainAsItsRefusedPointKeepsDeviceAndTimeOfSending() {
        Decoded decoded = decode("{\"points\":[1],\"sentAt\":\"2026-03-01T07:31:00Z\",\"device\":\"d\\\"\\u00e4\"}");

        assertThat(new String(decoded.refusedPoints().get(0).original(), UTF_8))
                .isEqualTo("{\"device\":\"d\\\"ä\",\"sentAt\":\"2026-03-01T07:31:00Z\",\"points\":[1]}");
    }

    @Test
    void aFixDatedMoreThanFiveMinutesAfterItWasReceivedIsSetAside() {
        byte[] message = message("\"points\":[" + GOOD_POINT + "]");
        long tolerance = Duration.ofMinutes(5).toMillis();

        Decoded justWithin = decoder.decode(message, null, OptionalLong.of(GOOD_TIME - tolerance));
        Decoded beyond = decoder.decode(message, null, OptionalLong.of(GOOD_TIME - tolerance - 1));

        assertThat(justWithin.uploads()).hasSize(1);
        assertThat(beyond.uploads()).isEmpty();
        assertThat(beyond.refusedPoints())
                .extracting(RefusedPoint::reason)
                .containsExactly(DeadLetterReason.FROM_THE_FUTURE);
        assertThat(onlyUpload(new String(beyond.refusedPoints().get(0).original(), UTF_8))
                        .points())
                .containsExactly(Point.of(GOOD_TIME, 60.17, 24.94));
    }

    @Test
    void whereNobodyKnowsTheTimeOfReceiptNoFixIsFromTheFuture() {
        assertThat(decode("{\"device\":\"d\",\"points\":[{\"time\":\"2099-01-01T00:00:00Z\",\"lat\":1,\"lon\":1}]}")
                        .uploads())
                .hasSize(1);
    }

    private Decoded decode(String message) {
        return decoder.decode(message.getBytes(UTF_8), null, OptionalLong.empty());
    }

    private Upload onlyUpload(String message) {
        Decoded decoded = decode(message);
        assertThat(decoded.refused()).isEmpty();
        assertThat(decoded.refusedPoints()).isEmpty();
        assertThat(decoded.uploads()).hasSize(1);
        return decoded.uploads().get(0);
    }

    private static void assertRefused(Decoded decoded, DeadLetterReason reason) {
        assertThat(decoded.refused()).map(Refusal::reason).contains(reason);
        assertThat(decoded.uploads()).isEmpty();
        assertThat(decoded.refusedPoints()).isEmpty();
    }

    private static byte[] message(String fields) {
        return ("{\"device\":\"d\"," + fields + "}").getBytes(UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }
}
