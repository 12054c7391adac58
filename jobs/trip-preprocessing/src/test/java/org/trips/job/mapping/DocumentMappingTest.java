package org.trips.job.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trips.job.configuration.ConfigurationException;

final class DocumentMappingTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("- device", "must be a map of fields, such as `device: vehicle.id`"),
                arguments("device: [", "line 1: this is not YAML: "),
                arguments("device: a\ndevice: b", "line 2: device is given twice"),
                arguments(
                        "device: d\ntime: t\nposition: p\nvitesse: v",
                        "line 4: there is no field vitesse in a mapping; known here: filter, points, device"),
                arguments("time: t\nposition: p", "device is missing: say where it lies in the documents"),
                arguments("device: d\nposition: p", "time is missing: say where it lies in the documents"),
                arguments(
                        "device: d\ntime: t",
                        "give `position`, a GeoJSON point or [longitude, latitude], or `latitude` and `longitude`"),
                arguments("device: d\ntime: t\nlatitude: a", "give `position`"),
                arguments(
                        "device: d\ntime: t\nposition: p\nlatitude: a",
                        "line 3: position and latitude or longitude are both given"),
                arguments(
                        "device: a..b\ntime: t\nposition: p",
                        "line 1: device must be the path of a field, such as vehicle.id, not \"a..b\""),
                arguments("device:\ntime: t\nposition: p", "line 1: device must be the path of a field"),
                arguments("device: d\ntime: {unit: s}\nposition: p", "line 2: time.field is missing"),
                arguments(
                        "device: d\ntime: {field: t, unit: min}\nposition: p",
                        "line 2: time.unit must be one of s, ms, not \"min\""),
                arguments(
                        "device: d\ntime: {field: t, unti: s}\nposition: p",
                        "line 2: there is no field time.unti in a mapping; known here: field, unit, from"),
                arguments(
                        "device: d\ntime: {field: t, from: s}\nposition: p",
                        "line 2: time.unit is missing: say whether the offset counts s, ms"),
                arguments(
                        "device: d\ntime: {field: t, unit: s, from: {field: u, unit: s, from: v}}\nposition: p",
                        "time.from must be a time, not an offset from another"),
                arguments(
                        "device: d\ntime: t\nposition: p\nspeed: v",
                        "line 4: speed needs its unit, as in {field: v, unit: m/s}; one of m/s, knots, km/h, mph"),
                arguments(
                        "device: d\ntime: t\nposition: p\nspeed: {field: v, unit: kmh}",
                        "line 4: speed.unit must be one of m/s, knots, km/h, mph, not \"kmh\""),
                arguments("device: d\ntime: t\nposition: p\nspeed: {unit: km/h}", "line 4: speed.field is missing"),
                arguments(
                        "device: d\ntime: t\nposition: p\naccelLong: a",
                        "line 4: accelLong needs its unit, as in {field: a, unit: m/s²}; one of m/s², g"),
                arguments(
                        "device: d\ntime: t\nposition: p\nignition: i",
                        "line 4: ignition needs the values that mean that it is on, as in {field: i, on: [true, 1]}"),
                arguments("device: d\ntime: t\nposition: p\nignition: {field: i}", "line 4: ignition.on is missing"),
                arguments(
                        "device: d\ntime: t\nposition: p\nignition: {field: i, on: [[1]]}",
                        "line 4: ignition.on must be a list of texts, numbers, true or false"),
                arguments(
                        "device: d\ntime: t\nposition: p\nfilter: kind",
                        "line 4: filter must be a map of paths to values, such as `kind: position`, not \"kind\""),
                arguments(
                        "device: d\ntime: t\nposition: p\nfilter: {kind: [a, b]}",
                        "line 4: filter.kind must be one text, number, true, false or null"),
                arguments(
                        "points: s\ndevice: d\ntime: t\nposition: s.p",
                        "line 3: time is t, which lies outside the list of points; its path must begin with s."),
                arguments(
                        "points: s\ndevice: d\ntime: s.t\nposition: p",
                        "line 4: position is p, which lies outside the list of points"),
                arguments(
                        "points: s\ndevice: d\ntime: s.t\nlatitude: a\nlongitude: s.b",
                        "line 4: latitude is a, which lies outside the list of points"),
                arguments(
                        "points: s\ndevice: d\ntime: s.t\nposition: s.p\nsentAt: s.u",
                        "line 5: sentAt must be outside the list of points, as `device` is"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldInOneLineWithFileLineAndField(String yaml, String told) {
        assertThatThrownBy(() -> DocumentMapping.parse("trips-mapping.yaml", yaml))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .startsWith("trips-mapping.yaml")
                .contains(told)
                .hasLineCount(1);
    }

    @Test
    void aFileThatIsNotThereIsToldWithAnExampleToStartFrom() {
        assertThatThrownBy(() -> DocumentMapping.load(folder.resolve("none.yaml")))
                .hasMessageContaining("none.yaml is not there; sample-data/trips-mapping.yaml is an example");
    }

    @Test
    void thePathsThatAMappingNamesAreKnownByWhatTheyAre() throws Exception {
        var mapping = DocumentMapping.parse("m", """
                points: trip.samples
                device: vehicle.imei
                time: {field: trip.samples.s, unit: s, from: trip.start}
                latitude: trip.samples.pos.1
                longitude: trip.samples.pos.0
                speed: {field: trip.samples.v, unit: mph}
                """);
        assertThat(mapping.paths().toString())
                .isEqualTo("{points=trip.samples, device=vehicle.imei, time=trip.samples.s, time.from=trip.start,"
                        + " latitude=trip.samples.pos.1, longitude=trip.samples.pos.0, speed=trip.samples.v}");
    }
}
