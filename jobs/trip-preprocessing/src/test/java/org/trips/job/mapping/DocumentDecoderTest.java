package org.trips.job.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.mapping.DocumentDecoder.Decoded;
import org.trips.job.mapping.DocumentDecoder.Refused;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;

final class DocumentDecoderTest {
    private static final String FLAT = """
            filter: {kind: gps, version: 2}
            device: vehicle.id
            sentAt: received
            time: at
            position: place
            speed: {field: motion.speed, unit: km/h}
            heading: motion.course
            accuracy: motion.error
            ignition: {field: key, on: [1, true, "on"]}
            accelLong: {field: motion.ax, unit: g}
            accelLat: {field: motion.ay, unit: m/s²}
            """;

    private static final String WHOLE = """
            {"_id": 1, "kind": "gps", "version": {"$numberLong": "2"}, "vehicle": {"id": "v-1"},
             "received": {"$date": "2026-03-01T07:31:00Z"}, "at": {"$date": "2026-03-01T07:30:00.250Z"},
             "place": {"type": "Point", "coordinates": [24.94, 60.17, 12]},
             "motion": {"speed": 36, "course": 271.5, "error": 4.5, "ax": -0.5, "ay": 1.25}, "key": 1}""";

    private static final String LISTED = """
            points: trip.samples
            device: vehicle
            time: {field: trip.samples.s, unit: s, from: trip.start}
            latitude: trip.samples.pos.1
            longitude: trip.samples.pos.0
            speed: {field: trip.samples.v, unit: knots}
            """;

    @Test
    void everythingThatAMappingNamesIsFoundAndReckonedInTheProductsUnits() {
        var decoded = decode(FLAT, WHOLE);
        assertThat(decoded.refused()).isEmpty();
        var upload = decoded.uploads().get(0);
        assertThat(upload.device()).isEqualTo("v-1");
        assertThat(upload.receivedAtMillis()).hasValue(millis("2026-03-01T07:31:00Z"));
        var point = upload.points().get(0);
        assertThat(Instant.ofEpochMilli(point.timeMillis())).hasToString("2026-03-01T07:30:00.250Z");
        assertThat(point.latitude()).isEqualTo(60.17);
        assertThat(point.longitude()).isEqualTo(24.94);
        assertThat(point.speedMps()).isEqualTo(10);
        assertThat(point.headingDegrees()).isEqualTo(271.5);
        assertThat(point.accuracyMetres()).isEqualTo(4.5);
        assertThat(point.ignition()).isEqualTo(Ignition.ON);
        assertThat(point.accelLongMps2()).isCloseTo(-4.9, within(0.005));
        assertThat(point.accelLatMps2()).isEqualTo(1.25);
    }

    @Test
    void whatAMappingDoesNotNameOrADocumentDoesNotSayIsUnknown() {
        var point = point("device: d\ntime: t\nposition: p\nspeed: {field: v, unit: mph}", """
                {"d": "a", "t": {"$date": "2026-03-01T07:30:00Z"}, "p": [24.94, 60.17], "v": null}""");
        assertThat(point).isEqualTo(Point.of(millis("2026-03-01T07:30:00Z"), 60.17, 24.94));
    }

    @Test
    void aDecimalNumberMayBeANegativeZero() {
        var point = point("device: d\ntime: t\nposition: p\nspeed: {field: v, unit: km/h}", """
                {"d": "a", "t": {"$date": "2026-03-01T07:30:00Z"}, "p": [24.94, 60.17],
                 "v": {"$numberDecimal": "-0"}}""");
        assertThat(point.speedMps()).isZero();
    }

    @Test
    void aListOfPointsIsOneUploadAndTheirTimesMayCountFromTheDocumentsStart() {
        var decoded = decode(LISTED, """
                {"vehicle": 4711, "trip": {"start": "2026-03-01T07:30:00+02:00", "samples": [
                  {"s": 0, "pos": [24.94, 60.17], "v": 10}, {"s": 1.5, "pos": [24.95, 60.18], "v": 20}]}}""");
        assertThat(decoded.refused()).isEmpty();
        assertThat(decoded.uploads()).hasSize(1);
        var upload = decoded.uploads().get(0);
        assertThat(upload.device()).isEqualTo("4711");
        assertThat(upload.receivedAtMillis()).isEmpty();
        assertThat(upload.points())
                .extracting(point -> Instant.ofEpochMilli(point.timeMillis()).toString())
                .containsExactly("2026-03-01T05:30:00Z", "2026-03-01T05:30:01.500Z");
        assertThat(upload.points().get(1).latitude()).isEqualTo(60.18);
        assertThat(upload.points().get(1).speedMps()).isEqualTo(10.29);
    }

    @Test
    void elementsMayBeListsThemselvesAndNameTheirDevices() {
        var decoded =
                decode("points: p\ndevice: p.0\ntime: {field: p.1, unit: ms}\nlatitude: p.2\nlongitude: p.3", """
                {"p": [["a", 1772350200000, 60.1, 24.9], ["b", 1772350200000, 60.2, 24.9],
                       ["a", 1772350201000, 60.3, 24.9]]}""");
        assertThat(decoded.refused()).isEmpty();
        assertThat(decoded.uploads())
                .extracting(upload -> upload.device() + " " + upload.points().size())
                .containsExactly("a 2", "b 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t|{\"$date\": \"2026-03-01T07:30:00Z\"}",
                "t|\"2026-03-01T07:30:00Z\"",
                "t|\"2026-03-01 09:30:00+0200\"",
                "t|{\"$timestamp\": {\"t\": 1772350200, \"i\": 1}}",
                "{field: t, unit: s}|1772350200",
                "{field: t, unit: s}|1772350200.0",
                "{field: t, unit: s}|\"1772350200\"",
                "{field: t, unit: ms}|{\"$numberLong\": \"1772350200000\"}",
                "{field: t, unit: ms}|{\"$numberDecimal\": \"1772350200000\"}",
                "{field: t, unit: ms}|{\"$date\": \"2026-03-01T07:30:00Z\"}"
            })
    void aTimeIsADateATextOrANumberOfTheUnitSaid(String mapped, String value) {
        var point = point("device: d\nposition: p\ntime: " + mapped, """
                {"d": "a", "p": [24.94, 60.17], "t": %s}""".formatted(value));
        assertThat(Instant.ofEpochMilli(point.timeMillis())).hasToString("2026-03-01T07:30:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v-1\"|v-1",
                "17|17",
                "17.0|17",
                "{\"$numberLong\": \"356938035643809\"}|356938035643809",
                "{\"$oid\": \"507f1f77bcf86cd799439011\"}|507f1f77bcf86cd799439011",
                "{\"$uuid\": \"73ffd264-44b3-4c69-90e8-e7d1dfc035d4\"}|73ffd264-44b3-4c69-90e8-e7d1dfc035d4"
            })
    void aDeviceIsATextAWholeNumberAnObjectIdOrAUuid(String value, String device) {
        var decoded = decode("device: d\nposition: p\ntime: t", """
                {"d": %s, "p": [24.94, 60.17], "t": {"$date": "2026-03-01T07:30:00Z"}}""".formatted(value));
        assertThat(decoded.uploads().get(0).device()).isEqualTo(device);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "on: [1]|1|ON",
                "on: [1]|1.0|ON",
                "on: [1]|{\"$numberLong\": \"1\"}|ON",
                "on: [1]|\"1\"|OFF",
                "on: ['1']|\"1\"|ON",
                "on: [true]|true|ON",
                "on: [true]|false|OFF",
                "on: [on]|\"on\"|ON",
                "on: 1|0|OFF",
                "on: [1], off: [0]|0|OFF",
                "on: [1], off: [0]|9|UNKNOWN",
                "on: [1]|null|UNKNOWN"
            })
    void theIgnitionIsOnByTheValuesThatTheMappingNames(String mapped, String value, Ignition expected) {
        var point =
                point("device: d\nposition: p\ntime: t\nignition: {field: i, " + mapped + "}", """
                {"d": "a", "p": [24.94, 60.17], "t": {"$date": "2026-03-01T07:30:00Z"}, "i": %s}""".formatted(value));
        assertThat(point.ignition()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"m/s,10", "km/h,36", "knots,19.438", "mph,22.369"})
    void speedsOfEveryUnitAreMetresPerSecond(String unit, double value) {
        var point = point(
                "device: d\nposition: p\ntime: t\nspeed: {field: v, unit: %s}".formatted(unit), """
                {"d": "a", "p": [24.94, 60.17], "t": {"$date": "2026-03-01T07:30:00Z"}, "v": %s}""".formatted(value));
        assertThat(point.speedMps()).isEqualTo(10);
    }

    @Test
    void documentsThatTheFilterDoesNotMatchAreLeftOutWithoutAWord() {
        for (var other : List.of(WHOLE.replace("\"gps\"", "\"event\""), WHOLE.replace("\"2\"", "\"3\""), "{}")) {
            assertThat(decode(FLAT, other)).isEqualTo(new Decoded(true, List.of(), List.of()));
        }
        assertThat(decode(FLAT, WHOLE).leftOut()).isFalse();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(
                        "\"v-1\"",
                        "null",
                        DeadLetterReason.MISSING_FIELD,
                        "vehicle.id",
                        "",
                        "The document has no vehicle.id."),
                arguments(
                        "\"v-1\"",
                        "[1]",
                        DeadLetterReason.WRONG_TYPE,
                        "vehicle.id",
                        "a list",
                        "vehicle.id is a list where it should be a text, a whole number, an ObjectId or a UUID that names the device."),
                arguments(
                        "\"v-1\"",
                        "{\"$binary\": {\"base64\": \"AQID\", \"subType\": \"04\"}}",
                        DeadLetterReason.WRONG_TYPE,
                        "vehicle.id",
                        "a value of type BINARY",
                        "vehicle.id is a value of type BINARY where it should be a text, a whole number, an ObjectId or a UUID that names the device."),
                arguments(
                        "\"v-1\"",
                        "\" \"",
                        DeadLetterReason.OUT_OF_RANGE,
                        "vehicle.id",
                        "\" \"",
                        "The device's id is blank or longer than 200 characters."),
                arguments(
                        "{\"$date\": \"2026-03-01T07:31:00Z\"}",
                        "\"soon\"",
                        DeadLetterReason.WRONG_TYPE,
                        "received",
                        "\"soon\"",
                        "received is \"soon\" where it should be a date, a time such as 2026-03-01T07:30:00Z, or, where the mapping gives a unit, a number."),
                arguments(
                        "{\"$date\": \"2026-03-01T07:30:00.250Z\"}",
                        "null",
                        DeadLetterReason.MISSING_FIELD,
                        "at",
                        "",
                        "The document has no at."),
                arguments(
                        "{\"$date\": \"2026-03-01T07:30:00.250Z\"}",
                        "1772350200",
                        DeadLetterReason.WRONG_TYPE,
                        "at",
                        "1772350200",
                        "at is 1772350200 where it should be a date"),
                arguments(
                        "{\"$date\": \"2026-03-01T07:30:00.250Z\"}",
                        "{\"$date\": \"1970-01-21T12:19:10Z\"}",
                        DeadLetterReason.OUT_OF_RANGE,
                        "at",
                        "the date 1970-01-21T12:19:10Z",
                        "is not between the years 2000 and 2100. (at is the date"),
                arguments(
                        "{\"$date\": \"2026-03-01T07:30:00.250Z\"}",
                        "{\"$date\": \"2026-03-01T07:40:00Z\"}",
                        DeadLetterReason.FROM_THE_FUTURE,
                        "at",
                        "2026-03-01T07:40:00Z",
                        "The fix is dated PT9M after its document was sent (received)."),
                arguments(
                        "\"Point\"",
                        "\"LineString\"",
                        DeadLetterReason.WRONG_TYPE,
                        "place",
                        "an object",
                        "place is an object where it should be a GeoJSON point, or [longitude, latitude]."),
                arguments(
                        "[24.94, 60.17, 12]",
                        "[24.94]",
                        DeadLetterReason.WRONG_TYPE,
                        "place",
                        "an object",
                        "place is an object where it should be a GeoJSON point"),
                arguments(
                        "[24.94, 60.17, 12]",
                        "[24.94, \"north\"]",
                        DeadLetterReason.WRONG_TYPE,
                        "place",
                        "an object",
                        "a GeoJSON point of two numbers"),
                arguments(
                        "[24.94, 60.17, 12]",
                        "[60.17, 124.94]",
                        DeadLetterReason.OUT_OF_RANGE,
                        "place",
                        "an object",
                        "lat 124.94 is outside what it can be, at most 90.0. (place is an object)"),
                arguments(
                        "[24.94, 60.17, 12]",
                        "[0, 0]",
                        DeadLetterReason.NULL_ISLAND,
                        "place",
                        "an object",
                        "lat and lon are both 0"),
                arguments(
                        "\"speed\": 36",
                        "\"speed\": \"fast\"",
                        DeadLetterReason.WRONG_TYPE,
                        "motion.speed",
                        "\"fast\"",
                        "motion.speed is \"fast\" where it should be a number."),
                arguments(
                        "\"speed\": 36",
                        "\"speed\": 3600",
                        DeadLetterReason.OUT_OF_RANGE,
                        "motion.speed",
                        "3600 km/h",
                        "speed 1000.0 is outside what it can be, at most 200.0. (motion.speed is 3600 km/h)"),
                arguments(
                        "\"ax\": -0.5",
                        "\"ax\": -50",
                        DeadLetterReason.OUT_OF_RANGE,
                        "motion.ax",
                        "-50 g",
                        "is outside what it can be, at most 98.0. (motion.ax is -50 g)"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsToldByTheDocumentsOwnFieldAndValue(
            String was, String becomes, DeadLetterReason reason, String field, String value, String detail) {
        assertThat(WHOLE).contains(was);
        var decoded = decode(FLAT, WHOLE.replace(was, becomes));
        assertThat(decoded.uploads()).isEmpty();
        assertThat(decoded.refused()).hasSize(1);
        var refused = decoded.refused().get(0);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.value()).isEqualTo(value);
        assertThat(refused.detail()).contains(detail);
        assertThat(refused.pointsLost()).isEqualTo(1);
        assertThat(refused.original()).isEqualTo(BsonDocument.parse(WHOLE.replace(was, becomes)));
    }

    @Test
    void ofAListABadPointCostsOnlyItselfAndItsLetterHoldsTheDocumentWithItAlone() {
        var decoded = decode(LISTED, """
                {"vehicle": "v", "trip": {"start": "2026-03-01T07:30:00Z", "of": "day", "samples": [
                  {"s": 0, "pos": [24.94, 60.17]}, {"s": "later", "pos": [24.95, 60.18]}, 7, {"s": 2, "pos": [24.94]},
                  {"s": 3, "pos": [24.96, 60.18]}, {"s": 1e300, "pos": [24.96, 60.18]}]}}""");
        assertThat(decoded.uploads().get(0).points()).hasSize(2);
        assertThat(decoded.refused())
                .extracting(Refused::reason)
                .containsExactly(
                        DeadLetterReason.WRONG_TYPE,
                        DeadLetterReason.WRONG_TYPE,
                        DeadLetterReason.MISSING_FIELD,
                        DeadLetterReason.OUT_OF_RANGE);
        assertThat(decoded.refused().get(0).detail())
                .isEqualTo("trip.samples.s is \"later\" where it should be a number of seconds since trip.start.");
        assertThat(decoded.refused().get(2).detail()).isEqualTo("The point has no trip.samples.pos.1.");
        assertThat(decoded.refused().get(0).original()).isEqualTo(BsonDocument.parse("""
                {"vehicle": "v", "trip": {"start": "2026-03-01T07:30:00Z", "of": "day", "samples": [
                  {"s": "later", "pos": [24.95, 60.18]}]}}"""));
    }

    static Stream<Arguments> wholes() {
        return Stream.of(
                arguments("{\"vehicle\": 1}", DeadLetterReason.MISSING_FIELD, "The document has no trip.samples.", 1),
                arguments(
                        "{\"vehicle\": 1, \"trip\": {\"samples\": {}}}",
                        DeadLetterReason.WRONG_TYPE,
                        "trip.samples is an object where it should be a list.",
                        1),
                arguments(
                        "{\"vehicle\": 1, \"trip\": {\"samples\": []}}",
                        DeadLetterReason.NO_POINTS,
                        "trip.samples is an empty list.",
                        0),
                arguments(
                        "{\"vehicle\": 1, \"trip\": {\"samples\": [{}, {}]}}",
                        DeadLetterReason.MISSING_FIELD,
                        "The document has no trip.start.",
                        2),
                arguments(
                        "{\"vehicle\": 1, \"trip\": {\"start\": 7, \"samples\": [{}, {}]}}",
                        DeadLetterReason.WRONG_TYPE,
                        "trip.start is 7 where it should be a date",
                        2),
                arguments(
                        "{\"trip\": {\"start\": 7, \"samples\": [{}, {}, {}]}}",
                        DeadLetterReason.MISSING_FIELD,
                        "The document has no vehicle.",
                        3));
    }

    @ParameterizedTest
    @MethodSource("wholes")
    void aDocumentWithoutWhatAllItsPointsNeedIsRefusedOnce(
            String document, DeadLetterReason reason, String detail, int points) {
        var decoded = decode(LISTED, document);
        assertThat(decoded.uploads()).isEmpty();
        assertThat(decoded.refused()).hasSize(1);
        assertThat(decoded.refused().get(0).reason()).isEqualTo(reason);
        assertThat(decoded.refused().get(0).detail()).startsWith(detail);
        assertThat(decoded.refused().get(0).original()).isEqualTo(BsonDocument.parse(document));
        assertThat(decoded.refused().get(0).pointsLost()).isEqualTo(points);
    }

    @Test
    void aDocumentOfNothingButBadPointsIsOneLetterAndNotTenThousand() {
        var bad = new BsonArray();
        for (var i = 0; i <= 10_000; i++) {
            bad.add(new BsonInt32(i));
        }
        var document = new BsonDocument("vehicle", new BsonString("v"))
                .append(
                        "trip",
                        new BsonDocument("start", new BsonString("2026-03-01T07:30:00Z")).append("samples", bad));
        var decoded = decoder(LISTED).decode(document);
        assertThat(decoded.refused()).hasSize(1);
        assertThat(decoded.refused().get(0).detail())
                .startsWith("More than 10000 of its points cannot be used; the first: ");
        assertThat(decoded.refused().get(0).pointsLost()).isEqualTo(10_001);
    }

    private static Point point(String mapping, String document) {
        var decoded = decode(mapping, document);
        assertThat(decoded.refused()).isEmpty();
        return decoded.uploads().get(0).points().get(0);
    }

    private static Decoded decode(String mapping, String document) {
        return decoder(mapping).decode(BsonDocument.parse(document));
    }

    private static DocumentDecoder decoder(String mapping) {
        try {
            return new DocumentDecoder(DocumentMapping.parse("mapping", mapping), Duration.ofMinutes(5));
        } catch (ConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
