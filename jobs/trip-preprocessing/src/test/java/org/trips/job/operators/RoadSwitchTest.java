package org.trips.job.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.device.Input;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

/** Other road files come into force while the job runs. */
final class RoadSwitchTest {
    private static final Instant START = Instant.parse("2026-03-01T07:30:00Z");
    private static final Instant SPRING = START.plusSeconds(3600);
    private static final Duration SILENCE = Duration.ofMinutes(10);
    private static final Duration REFRESH = Duration.ofMinutes(1);
    private static final int KEY_GROUPS = 128;

    /** The wall clock at which the test begins; the devices' own time has nothing to do with it. */
    private static final long NOW = 1_000_000;

    @TempDir
    private Path folder;

    private Path list;
    private String old;
    private String young;
    private int changes;
    private long wallClock = NOW;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void makeRoads() throws IOException {
        list = folder.resolve("roads.yaml");
        old = makeRoads("old.roads", 1);
        young = makeRoads("young.roads", 2);
        write("roads: [{file: old.roads}]");
    }

    @AfterEach
    void closeHarnesses() throws Exception {
        for (var harness : open) {
            harness.close();
        }
    }

    @Test
    void whateverTheMomentOfTheSwitchTheJourneysAtRestAreTheSame() throws Exception {
        var morning = drive(0);
        var evening = drive(7200);
        List<Map<String, String>> atRest = new ArrayList<>();
        for (var moment = 0; moment <= 3; moment++) {
            write("roads: [{file: old.roads}]");
            var devices = started(null);
            switchIf(moment == 0, devices);
            upload(devices, morning);
            switchIf(moment == 1, devices);
            upload(devices, evening);
            switchIf(moment == 2, devices);
            pass(devices, SILENCE);
            switchIf(moment == 3, devices);
            pass(devices, Duration.ofDays(3));
            atRest.add(roadsByStart(devices));
        }
        assertThat(atRest.get(0).values()).containsExactly(old, young);
        assertThat(atRest).containsOnly(atRest.get(0));
    }

    @Test
    void aDeviceThatIsHeardOfAgainIsPutRightAtOnce() throws Exception {
        var devices = started(null);
        upload(devices, drive(7200));
        pass(devices, SILENCE);
        assertThat(roadsByStart(devices)).containsValue(old);
        toYoungRoads(devices);
        upload(devices, drive(14_400).subList(0, 1));
        assertThat(roadsByStart(devices)).containsValue(young);
    }

    @Test
    void aListThatCannotBeUsedChangesNothingUntilItCan() throws Exception {
        var devices = started(null);
        for (var broken : List.of(
                "roads: [{file: old.roads}, {file: lost.roads, from: 2026-03-01T08:30:00Z}]",
                "roads: [{file: old.roads}, {file: roads.yaml, from: 2026-03-01T08:30:00Z}]",
                "roads: [{file: young.roads, version: " + old + "}]",
                "this is no list")) {
            write(broken);
            pass(devices, REFRESH);
        }
        upload(devices, drive(7200));
        pass(devices, SILENCE);
        assertThat(roadsByStart(devices)).containsValue(old);

        write("roads: [{file: old.roads}, {file: lost.roads, from: 2026-03-01T08:30:00Z}]");
        pass(devices, REFRESH);
        Files.copy(folder.resolve("young.roads"), folder.resolve("lost.roads"));
        pass(devices, Duration.ofDays(3));
        assertThat(roadsByStart(devices)).containsValue(young);
    }

    @Test
    void aJobThatGoesOnKeepsItsRoadsWhileTheListIsBrokenAndOneThatBeginsDoesNotStart() throws Exception {
        var stopped = started(null);
        toYoungRoads(stopped);
        upload(stopped, drive(7200));
        var checkpoint = stopped.snapshot(1, 0);

        write("roads: [{file: lost.roads}]");
        assertThatThrownBy(() -> started(null)).hasMessageContaining("lost.roads");
        var goingOn = started(checkpoint);
        pass(goingOn, SILENCE);
        assertThat(roadsByStart(goingOn)).containsValue(young);
    }

    @Test
    void aJobThatGoesOnByAnotherListPutsRightWhatIsNotSettled() throws Exception {
        var stopped = started(null);
        upload(stopped, drive(7200));
        pass(stopped, SILENCE);
        var checkpoint = stopped.snapshot(1, 0);

        write(bothRoads());
        var goingOn = started(checkpoint);
        pass(goingOn, Duration.ofDays(3));
        assertThat(roadsByStart(goingOn)).containsValue(young);
    }

    @Test
    void anEntryTakenOutIsAChangeThoughTheClockOfTheFileSystemDoesNotShowIt() throws Exception {
        var devices = started(null);
        toYoungRoads(devices);
        upload(devices, drive(7200));
        pass(devices, SILENCE);
        assertThat(roadsByStart(devices)).containsValue(young);

        changes--;
        write("roads: [{file: old.roads}]");
        pass(devices, REFRESH);
        pass(devices, Duration.ofDays(3));
        assertThat(roadsByStart(devices)).containsValue(old).doesNotContainValue(young);
    }

    @Test
    void aJourneyThatGoesOnAfterTheSwitchIsOneJourneyOnTheRoadsOfItsStart() throws Exception {
        var drive = drive(7200);
        var devices = started(null);
        upload(devices, drive.subList(0, 150));
        pass(devices, SILENCE);
        assertThat(roadsByStart(devices)).containsValue(old);

        toYoungRoads(devices);
        upload(devices, drive.subList(150, 300));
        pass(devices, Duration.ofDays(3));
        assertThat(roadsByStart(devices)).hasSize(1).containsValue(young);
        assertThat(devices.extractOutputValues()).noneMatch(StoreDocument::isDeletion);
    }

    @Test
    void aTimeThatIsMovedChangesWhatIsNotSettledAndNothingThatIs() throws Exception {
        var devices = started(null);
        upload(devices, drive(0));
        pass(devices, Duration.ofDays(3));
        upload(devices, drive(400_000));
        pass(devices, SILENCE);
        assertThat(roadsByStart(devices).values()).containsExactly(old, old);

        write("roads: [{file: old.roads}, {file: young.roads, from: %s}]".formatted(START.minusSeconds(3600)));
        pass(devices, REFRESH);
        upload(devices, drive(405_000).subList(0, 1));
        assertThat(roadsByStart(devices).values()).containsExactly(old, young);

        write("roads: [{file: old.roads}, {file: young.roads, from: %s}]".formatted(START.plusSeconds(500_000)));
        pass(devices, REFRESH);
        pass(devices, Duration.ofDays(3));
        assertThat(roadsByStart(devices).values()).containsExactly(old, old);
    }

    @Test
    void aJobOfTwoSubtasksGoesOnAsOneByTheListThatEitherHasReadLast() throws Exception {
        var own = KeyGroupRangeAssignment.assignKeyToParallelOperator("d-1", KEY_GROUPS, 2);
        var holder = started(null, 2, own);
        var other = started(null, 2, 1 - own);
        upload(holder, drive(7200));
        pass(holder, SILENCE);
        assertThat(roadsByStart(holder)).containsValue(old);
        toYoungRoads(other);
        var both = AbstractStreamOperatorTestHarness.repackageState(holder.snapshot(1, 0), other.snapshot(1, 0));

        write("roads: [{file: lost.roads}]");
        var goingOn =
                started(AbstractStreamOperatorTestHarness.repartitionOperatorState(both, KEY_GROUPS, 2, 1, 0), 1, 0);
        pass(goingOn, Duration.ofDays(3));
        assertThat(roadsByStart(goingOn)).containsValue(young).doesNotContainValue(old);
    }

    @Test
    void aJobOfOneSubtaskGoesOnAsTwoByTheListThatItHadRead() throws Exception {
        var one = started(null);
        toYoungRoads(one);
        upload(one, drive(7200));
        var state = one.snapshot(1, 0);

        write("roads: [{file: lost.roads}]");
        var own = KeyGroupRangeAssignment.assignKeyToParallelOperator("d-1", KEY_GROUPS, 2);
        for (var subtask : List.of(own, 1 - own)) {
            var goingOn = started(
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(state, KEY_GROUPS, 1, 2, subtask),
                    2,
                    subtask);
            pass(goingOn, SILENCE);
            assertThat(roadsByStart(goingOn)).hasSize(subtask.equals(own) ? 1 : 0);
            assertThat(roadsByStart(goingOn)).doesNotContainValue(old);
        }
    }

    private String bothRoads() {
        return "roads: [{file: old.roads}, {file: young.roads, from: %s, version: %s}]".formatted(SPRING, young);
    }

    private void switchIf(
            boolean now,
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices)
            throws Exception {
        if (now) {
            toYoungRoads(devices);
        }
    }

    private void toYoungRoads(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices)
            throws Exception {
        write(bothRoads());
        pass(devices, REFRESH);
    }

    private void write(String yaml) throws IOException {
        Files.writeString(list, yaml);
        Files.setLastModifiedTime(list, FileTime.from(START.plusSeconds(++changes)));
    }

    /** Roads that nobody drives on, and their version. */
    private String makeRoads(String name, long way) throws IOException {
        var file = folder.resolve(name);
        new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.01)
                .addWay(Way.of(way, RoadClass.SECONDARY), 1, 2)
                .write(file);
        return RoadNetwork.open(file).version();
    }

    private void pass(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices,
            Duration time)
            throws Exception {
        wallClock += time.toMillis();
        devices.setProcessingTime(wallClock);
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> started(
            OperatorSubtaskState state) throws Exception {
        return started(state, 1, 0);
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> started(
            OperatorSubtaskState state, int subtasks, int subtask) throws Exception {
        var rules = new JourneyRulesFiles(
                List.of(), List.of(), List.of(), List.of(), "k1", "0123456789abcdef", Duration.ofDays(2));
        var devices = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new DeviceOperator(
                        rules, Optional.of(RoadListFile.of(list, REFRESH)), Input.ENDLESS, Optional.empty(), SILENCE)),
                DeviceUpload::device,
                DeviceInstruction::device,
                Types.STRING,
                KEY_GROUPS,
                subtasks,
                subtask);
        open.add(devices);
        devices.setProcessingTime(wallClock);
        if (state != null) {
            devices.initializeState(state);
        }
        devices.open();
        return devices;
    }

    private static void upload(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices,
            List<Point> points)
            throws Exception {
        devices.processElement1(DeviceUpload.of(new Upload("d-1", points, OptionalLong.empty())), 0);
    }

    /** Five minutes northwards at 20 m/s, begun so long after the start. */
    private static List<Point> drive(int fromSecond) {
        List<Point> points = new ArrayList<>();
        for (var second = 0; second < 300; second++) {
            points.add(Point.of(
                    START.plusSeconds(fromSecond + second).toEpochMilli(), 60 + second * 20 / 111_195.0, 24.9));
        }
        return points;
    }

    /** The version of the roads of each journey that the store ends with. */
    private static Map<String, String> roadsByStart(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices) {
        Map<String, String> roads = new TreeMap<>();
        for (var document : devices.extractOutputValues()) {
            if (!document.isDeletion()) {
                var json = new String(document.json(), StandardCharsets.UTF_8);
                roads.put(Instant.parse(text(json, "start")).toString(), text(json, "roads"));
            }
        }
        return roads;
    }

    private static String text(String json, String field) {
        return json.replaceFirst("(?s).*?\"" + field + "\":\"([^\"]*)\".*", "$1");
    }
}
