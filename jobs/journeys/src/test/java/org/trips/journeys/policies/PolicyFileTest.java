package org.trips.journeys.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
    private static final String WINTER = """
            {"policy":"P-1","from":"2026-01-01T00:00:00Z","to":"2026-03-01T00:00:00+02:00",
             "timeZone":"Europe/Helsinki","vehicleClass":"van"}""";
    private static final String SPRING = """
            {"policy":"P-2","from":"2026-03-01T00:00:00+02:00","timeZone":"UTC","vehicleClass":"car"}""";

    private static final OptionalLong SENT_AT = OptionalLong.of(1_795_000_000_000L);

    @TempDir
    Path folder;

    @Test
    void aDeviceMovesFromOnePolicyToTheNextAtTheTimeGiven() throws IOException {
        DeviceAssignments assignments = read(device("d-17", SPRING, WINTER)).get("d-17");
        Instant change = Instant.parse("2026-02-28T22:00:00Z");
        assertThat(assignments.policyAt(change.minusMillis(1))).isEqualTo("P-1");
        assertThat(assignments.zoneAt(change.minusMillis(1))).isEqualTo(ZoneId.of("Europe/Helsinki"));
        assertThat(assignments.policyAt(change)).isEqualTo("P-2");
        assertThat(assignments.at(change).orElseThrow().vehicleClass()).isEqualTo(VehicleClass.CAR);
    }

    @Test
    void outsideEveryAssignmentThereIsNoPolicyAndTheClockIsUtc() throws IOException {
        DeviceAssignments assignments = read(device("d-17", WINTER)).get("d-17");
        Instant before = Instant.parse("2025-12-31T23:59:59Z");
        assertThat(assignments.policyAt(before)).isNull();
        assertThat(assignments.zoneAt(before)).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void assignmentsThatOverlapAreRefusedNamingTheDeviceTheEntryAndBoth() {
        String tooEarly = SPRING.replace("2026-03-01", "2026-02-01");
        assertThatThrownBy(() -> read(device("d-16", WINTER), device("d-17", WINTER, tooEarly)))
                .isInstanceOf(InvalidAssignmentException.class)
                .hasMessageContaining("policies.json, entry 2: device d-17")
                .hasMessageContaining("P-2 from 2026-01-31T22:00:00Z overlaps P-1 from 2026-01-01T00:00:00Z");
    }

    @Test
    void anOpenAssignmentLeavesNoRoomForALaterOne() {
        String open = WINTER.replace("\"to\":\"2026-03-01T00:00:00+02:00\",", "");
        assertThatThrownBy(() -> read(device("d-17", open, SPRING))).hasMessageContaining("overlaps");
    }

    @Test
    void aTimeZoneThatDoesNotExistIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> read(device("d-17", WINTER.replace("Europe/Helsinki", "Mars/Base"))))
                .hasMessageContaining("entry 1: assignments[0].timeZone: 'Mars/Base' is no time zone");
    }

    @Test
    void anAssignmentThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> read(device("d-17", WINTER.replace("2026-03-01", "2025-03-01"))))
                .hasMessageContaining("not after its start");
    }

    @Test
    void aFieldThatNobodyKnowsIsRefusedSoThatAMisspeltOneIsNotMissed() {
        assertThatThrownBy(() -> read(device("d-17", SPRING.replace("\"from\"", "\"form\""))))
                .hasMessageContaining("unknown field form");
    }

    @Test
    void timesPoliciesAndVehiclesMustMakeSense() {
        assertThatThrownBy(() -> read(device("d-17", SPRING.replace("2026-03-01T", "1 March "))))
                .hasMessageContaining("is no time");
        assertThatThrownBy(() -> read(device("d-17", SPRING.replace("P-2", "P|2"))))
                .hasMessageContaining("'|'");
        assertThatThrownBy(() -> read(device("d-17", SPRING.replace("car", "tank"))))
                .hasMessageContaining("'tank' is none of car, van, lorry");
        assertThatThrownBy(() -> read(device("d-17", SPRING.replace("\"P-2\"", "2"))))
                .hasMessageContaining("assignments[0].policy: a text");
    }

    @Test
    void aDeviceWithTwoEntriesIsRefused() {
        assertThatThrownBy(() -> read(device("d-17", WINTER), device("d-17", SPRING)))
                .hasMessageContaining("entry 2: device d-17 has an entry already");
    }

    @Test
    void aFileThatIsNoJsonIsRefusedWithLineAndColumn() throws IOException {
        Path file = Files.writeString(folder.resolve("policies.json"), "[{]");
        assertThatThrownBy(() -> PolicyFile.read(file)).hasMessageContaining("policies.json, line 1, column");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> PolicyFile.read(file)).hasMessageContaining("array");
    }

    @Test
    void assignmentsComeBackFromTheirOwnJson() throws IOException {
        AssignmentMessage message = AssignmentCodec.parse(
                device("d-17", WINTER, SPRING)
                        .replace("\"version\":1", "\"version\":7")
                        .getBytes(StandardCharsets.UTF_8),
                SENT_AT);
        assertThat(message.assignments().version()).isEqualTo(7);
        assertThat(AssignmentCodec.parse(AssignmentCodec.json(message), OptionalLong.empty()))
                .isEqualTo(message);
    }

    @Test
    void anEntryWithoutAVersionHasTheTimeOfTheFilesLastChange() throws IOException {
        PolicyFile file = file(withoutVersion("d-16", WINTER), device("d-17", WINTER));
        assertThat(file.assignments().get("d-16").version()).isEqualTo(file.modifiedMillis());
        assertThat(file.isNumbered("d-16")).isFalse();
        assertThat(file.assignments().get("d-17").version()).isEqualTo(1);
        assertThat(file.isNumbered("d-17")).isTrue();
    }

    @Test
    void aMessageWithoutAVersionHasTheTimeAtWhichItWasSent() throws IOException {
        byte[] json = withoutVersion("d-17", WINTER).getBytes(StandardCharsets.UTF_8);
        assertThat(AssignmentCodec.parse(json, SENT_AT).assignments().version()).isEqualTo(SENT_AT.getAsLong());
        assertThatThrownBy(() -> AssignmentCodec.parse(json, OptionalLong.empty()))
                .isInstanceOf(InvalidAssignmentException.class)
                .hasMessageContaining("version: it is left out, and the message has no time to stand for it");
    }

    @Test
    void aVersionThatIsNoWholeNumberIsRefused() {
        assertThatThrownBy(() -> read(device("d-17", WINTER).replace("\"version\":1", "\"version\":\"two\"")))
                .hasMessageContaining("entry 1: version: a whole number is wanted");
    }

    @Test
    void whatFollowsTheArrayIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("policies.json"), "[] []");
        assertThatThrownBy(() -> PolicyFile.read(file)).hasMessageContaining("something follows");
    }

    private Map<String, DeviceAssignments> read(String... entries) throws IOException {
        return file(entries).assignments();
    }

    private PolicyFile file(String... entries) throws IOException {
        Path file = folder.resolve("policies.json");
        return PolicyFile.read(Files.writeString(file, List.of(entries).toString()));
    }

    private static String withoutVersion(String device, String... assignments) {
        return device(device, assignments).replace("\"version\":1,", "");
    }

    private static String device(String device, String... assignments) {
        return "{\"device\":\"" + device + "\",\"version\":1,\"assignments\":" + List.of(assignments) + "}";
    }
}
