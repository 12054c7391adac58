package org.trips.job.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trips.job.configuration.ConfigurationException;

final class AggregateMappingTest {
    private static final String JOURNEYS = """
            journeys:
              from: trips
              filter: {deleted: false}
              device: vehicle.imei
              start: startedAt
              startToleranceSeconds: 60
              end: {field: minutes, unit: s, from: startedAt}
              policy: contract
              fields:
                distanceMetres: {field: km, unit: km, tolerance: 0.1, tolerancePercent: 3}
                maxSpeedMps: {field: vmax, unit: km/h, tolerance: 2}
                harsh.braking: {field: events.brakes, tolerance: 1}
            """;

    private static final String MONTHS = """
            policyMonths:
              from: monthly
              policy: contract
              month: %s
              fields: {journeys: trips}
            """;

    @Test
    void aJourneyOfTheOldSystemIsReadInOurFieldsAndUnits() throws Exception {
        var read = journeys()
                .read(BsonDocument.parse("""
                                {"_id": 7, "deleted": false, "vehicle": {"imei": "351"}, "contract": 42,
                                 "startedAt": {"$date": "2026-03-01T07:30:00Z"}, "minutes": 600,
                                 "km": "12.3", "vmax": 90, "events": {"brakes": 2}}
                                """), device -> "k1-" + device)
                .orElseThrow();
        assertThat(read.path("_id").asText()).isEqualTo("7");
        assertThat(read.path("device").asText()).isEqualTo("k1-351");
        assertThat(read.path("policy").asText()).isEqualTo("42");
        assertThat(read.path("start").asText()).isEqualTo("2026-03-01T07:30:00.000Z");
        assertThat(read.path("end").asText()).isEqualTo("2026-03-01T07:40:00.000Z");
        assertThat(read.path("distanceMetres").decimalValue()).isEqualByComparingTo("12300");
        assertThat(read.path("maxSpeedMps").asDouble()).isCloseTo(25.0, within(1e-9));
        assertThat(read.path("harsh").path("braking").asInt()).isEqualTo(2);
    }

    @Test
    void anEmptyPolicyIsNone() throws Exception {
        var read = journeys().read(BsonDocument.parse("""
                                {"_id": 7, "deleted": false, "vehicle": {"imei": "351"}, "contract": " ",
                                 "startedAt": {"$date": "2026-03-01T07:30:00Z"}, "minutes": 600}
                                """), device -> device).orElseThrow();
        assertThat(read.path("policy").isNull()).isTrue();
    }

    @Test
    void whatTheFilterDoesNotMeanIsLeftOut() throws Exception {
        assertThat(journeys().read(BsonDocument.parse("{\"deleted\": true}"), device -> device))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'startedAt': {'$date': 0}, 'minutes': 1} | vehicle.imei is missing",
                "{'vehicle': {'imei': 'A'}, 'startedAt': 5, 'minutes': 1}"
                        + " | startedAt must be a date, a time such as 2026-03-01T07:30:00Z, or, where the mapping gives a"
                        + " unit, a number, not 5",
                "{'vehicle': {'imei': 'A'}, 'startedAt': {'$date': 0}, 'minutes': -1} | minutes lies before startedAt",
                "{'vehicle': {'imei': 'A'}, 'startedAt': {'$date': -1}, 'minutes': 1} | startedAt lies before 1970",
                "{'vehicle': {'imei': 'A'}, 'startedAt': {'$date': 0}, 'minutes': 1e15}"
                        + " | minutes lies after 9999: is its unit right?",
                "{'vehicle': {'imei': 'A'}, 'startedAt': {'$date': {'$numberLong': '9000000000000000000'}}, 'minutes': 1e15}"
                        + " | minutes must be a number of seconds since startedAt, not 1.0E15",
                "{'vehicle': {'imei': 'A'}, 'startedAt': {'$date': 0}, 'minutes': 1, 'km': 'far'}"
                        + " | km must be a number, not \"far\"",
            })
    void whatCannotBeReadIsToldByItsField(String document, String why) {
        var whole = BsonDocument.parse(document.replace('\'', '"'));
        whole.put("deleted", org.bson.BsonBoolean.FALSE);
        assertThatThrownBy(() -> journeys().read(whole, device -> device))
                .isInstanceOf(UnmappedException.class)
                .hasMessage(why);
    }

    @ParameterizedTest
    @CsvSource({
        "period, '\"2026-03\"', P|2026-03",
        "period, '202603', P|2026-03",
        "period, '\"2026-03-01 00:00:00\"', P|2026-03",
        "'{field: period, zone: Europe/Berlin}', '\"2026-02-28T23:00:00+00:00\"', P|2026-03",
        "'{field: period, zone: Europe/Berlin}', '{\"$date\": \"2026-02-28T23:00:00Z\"}', P|2026-03",
        "'{field: period, zone: UTC}', '{\"$date\": \"2026-02-28T23:00:00Z\"}', P|2026-02",
    })
    void aMonthMayBeWrittenAsTextOrNumberOrAsADateInAZone(String month, String value, String id) throws Exception {
        var read = months(month)
                .read(
                        BsonDocument.parse("{\"contract\": \"P\", \"trips\": 3, \"period\": " + value + "}"),
                        device -> device);
        assertThat(read.orElseThrow().path("_id").asText()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"$date\": \"2026-03-01T00:00:00Z\"}'",
        "'\"2026-02-28T23:00:00+00:00\"'",
        "'\"2026-02-28 23:00:00+00\"'",
        "'\"2026-02-28T23:00Z\"'",
        "'\"2026-13\"'",
        "'\"March\"'",
        "'26'"
    })
    void whatMayBeOneMonthOrAnotherIsNone(String value) {
        assertThatThrownBy(() -> months("period")
                        .read(BsonDocument.parse("{\"contract\": \"P\", \"period\": " + value + "}"), device -> device))
                .isInstanceOf(UnmappedException.class)
                .hasMessageStartingWith("period must be a month such as 2026-03");
    }

    @Test
    void fieldsAgreeWithinEitherOfTheTolerancesGiven() throws Exception {
        var distance = compared("distanceMetres");
        assertThat(distance.agree(number(1000), number(1100))).isTrue();
        assertThat(distance.agree(number(1000), number(1101))).isFalse();
        assertThat(distance.agree(number(97_000), number(100_000))).isTrue();
        assertThat(distance.agree(number(96_999), number(100_000))).isFalse();
        assertThat(compared("start").agree(text("2026-03-01T07:30:00.000Z"), text("2026-03-01T07:31:00.000Z")))
                .isTrue();
        assertThat(compared("start").agree(text("2026-03-01T07:30:00.000Z"), text("2026-03-01T07:31:00.001Z")))
                .isFalse();
        assertThat(compared("policy").agree(text("P"), text("Q"))).isFalse();
    }

    @Test
    void aDifferenceThatIsExactlyTheToleranceAgreesInEveryUnit() throws Exception {
        var read = journeys().read(BsonDocument.parse("""
                                {"_id": 7, "deleted": false, "vehicle": {"imei": "351"}, "startedAt": {"$date": 0},
                                 "minutes": 600, "vmax": 49.988}
                                """), device -> device).orElseThrow();
        var speed = compared("maxSpeedMps"); // by 2 km/h
        assertThat(speed.agree(JsonNodeFactory.instance.numberNode(new BigDecimal("13.33")), speed.in(read)))
                .isTrue();
        assertThat(speed.agree(JsonNodeFactory.instance.numberNode(new BigDecimal("13.329")), speed.in(read)))
                .isFalse();
    }

    @Test
    void whatOneSideDoesNotKnowDiffersFromWhatTheOtherDoes() throws Exception {
        var policy = compared("policy");
        var nothing = JsonNodeFactory.instance.missingNode();
        assertThat(policy.agree(nothing, text("P"))).isFalse();
        assertThat(policy.agree(nothing, JsonNodeFactory.instance.nullNode())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "trips: {from: x} | old.yaml, line 1: there is no field trips in a mapping; known here: journeys,"
                        + " policyDays, policyMonths",
                "{} | old.yaml names nothing: give journeys, policyDays or policyMonths",
                "journeys: {from: t, device: d, start: s} | old.yaml, line 1: journeys.end is missing",
                "policyDays: {from: t, policy: p, day: d, fields: {distanceMetres: km}}"
                        + " | old.yaml, line 1: policyDays.fields.distanceMetres needs its unit, as in {field: km, unit: m};"
                        + " one of m, km, mi",
                "policyDays: {from: t, policy: p, day: d, fields: {journeys: {field: n, unit: km}}}"
                        + " | old.yaml, line 1: policyDays.fields.journeys is a count, which has no unit",
                "policyDays: {from: t, policy: p, day: d, fields: {journeys: {field: n, tolerance: -1}}}"
                        + " | old.yaml, line 1: policyDays.fields.journeys.tolerance must be 0 or more, not \"-1\"",
                "policyDays: {from: t, policy: p, day: d, fields: {journeys: {field: n, tolerancePercent: 100}}}"
                        + " | old.yaml, line 1: policyDays.fields.journeys.tolerancePercent must be below 100, which allows"
                        + " anything, not \"100\"",
                "policyDays: {from: t, policy: p, day: {field: d, zone: Berlin}, fields: {}}"
                        + " | old.yaml, line 1: policyDays.day.zone must be a time zone, such as Europe/Berlin, not"
                        + " \"Berlin\"",
            })
    void aMistakeIsToldByItsLine(String yaml, String message) {
        assertThatThrownBy(() -> AggregateMapping.parse("old.yaml", yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    private static MappedAggregates journeys() throws ConfigurationException {
        return only(JOURNEYS);
    }

    private static MappedAggregates months(String month) throws ConfigurationException {
        return only(MONTHS.formatted(month));
    }

    private static MappedAggregates only(String yaml) throws ConfigurationException {
        List<MappedAggregates> kinds = AggregateMapping.parse("old.yaml", yaml).kinds();
        assertThat(kinds).hasSize(1);
        return kinds.get(0);
    }

    private static ComparedField compared(String name) throws ConfigurationException {
        return journeys().compared().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode number(int value) {
        return JsonNodeFactory.instance.numberNode(value);
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.textNode(value);
    }
}
