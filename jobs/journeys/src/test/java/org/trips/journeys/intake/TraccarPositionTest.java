package org.trips.journeys.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.journeys.intake.UploadDecoder.Decoded;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;

class TraccarPositionTest {
    private static final String MESSAGE = """
            {"position":{"id":0,"attributes":{"ignition":true,"sat":9,"totalDistance":12.5},"deviceId":7,"type":null,
              "protocol":"osmand","serverTime":"2026-03-01T07:30:02.000+00:00","deviceTime":"2026-03-01T07:30:00.000+00:00",
              "fixTime":"2026-03-01T07:30:00.000+00:00","outdated":false,"valid":true,"latitude":60.17,"longitude":24.94,
              "altitude":3.0,"speed":10.0,"course":271.0,"address":null,"accuracy":4.0,"network":null,"geofenceIds":null},
             "device":{"id":7,"attributes":{},"groupId":0,"name":"van","uniqueId":"864-17","status":"online"}}""";

    private final UploadDecoder decoder = new UploadDecoder();

    @Test
    void aForwardedPositionIsAnUploadOfOnePointWithItsSpeedTakenFromKnots() {
        Decoded decoded = decode(MESSAGE);

        assertThat(decoded.refusedPoints()).isEmpty();
        assertThat(decoded.uploads())
                .containsExactly(new Upload(
                        "864-17",
                        List.of(Point.at(millis("2026-03-01T07:30:00Z"), 60.17, 24.94)
                                .speedMps(5.144)
                                .headingDegrees(271)
                                .accuracyMetres(4)
                                .ignition(Ignition.ON)
                                .build()),
                        OptionalLong.of(millis("2026-03-01T07:30:02Z"))));
    }

    @Test
    void theDeviceMayComeFirstAndTimesMayBeMilliseconds() {
        Decoded decoded = decode("""
                {"device":{"uniqueId":"864-17"},
                 "position":{"fixTime":1772350200000,"latitude":60.17,"longitude":24.94}}""");

        assertThat(decoded.uploads().get(0).points())
                .containsExactly(Point.of(millis("2026-03-01T07:30:00Z"), 60.17, 24.94));
    }

    @Test
    void anAccuracyOfZeroIsNotKnown() {
        Point point = decode(MESSAGE.replace("\"accuracy\":4.0", "\"accuracy\":0.0"))
                .uploads()
                .get(0)
                .points()
                .get(0);

        assertThat(point.accuracyTenths()).isEqualTo(Point.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"valid\":true>\"valid\":false", "\"outdated\":false>\"outdated\":true"})
    void aPositionThatTraccarItselfDoesNotTrustIsSetAsideWhole(String change) {
        String message = MESSAGE.replace(change.split(">")[0], change.split(">")[1]);

        Decoded decoded = decode(message);

        assertThat(decoded.uploads()).isEmpty();
        RefusedPoint refused = decoded.refusedPoints().get(0);
        assertThat(refused.reason()).isEqualTo(DeadLetterReason.NO_FIX);
        assertThat(refused.original()).isEqualTo(message.getBytes(UTF_8));
    }

    @Test
    void attributesThatAreNoObjectArePassedOver() {
        assertThat(decode(MESSAGE.replace("{\"ignition\":true,\"sat\":9,\"totalDistance\":12.5}", "[1]"))
                        .uploads())
                .hasSize(1);
    }

    private Decoded decode(String message) {
        return decoder.decode(message.getBytes(UTF_8), null, OptionalLong.empty());
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
