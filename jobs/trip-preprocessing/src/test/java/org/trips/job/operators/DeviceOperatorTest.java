package org.trips.job.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.device.Input;
import org.trips.journeys.device.ReprocessedSpan;
import org.trips.journeys.device.ReprocessingCodec;
import org.trips.journeys.device.ReprocessingPlan;
import org.trips.journeys.device.StoredJourney;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;

/** The domain's rules are tested in their own module; here it is when the operator calls on them. */
final class DeviceOperatorTest {
    private static final long START = Instant.parse("2026-03-01T07:30:00Z").toEpochMilli();
    private static final Duration SILENCE = Duration.ofMinutes(10);
    private static final Duration HORIZON = Duration.ofDays(2);
    private static final String DEVICE = "d-1";

    /** The wall clock at which the test begins; the devices' own time has nothing to do with it. */
    private static final long NOW = 1_000_000;

    @TempDir
    private Path folder;

    private Optional<Path> policyFile = Optional.empty();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeHarnesses() throws Exception {
        for (var harness : open) {
            harness.close();
        }
    }

    @Test
    void anOpenJourneyIsSentOutAfterTenMinutesOfSilenceAndNoEarlier() throws Exception {
        var devices = started(null, NOW);
        upload(devices, drive(0, 300));
        devices.setProcessingTime(NOW + SILENCE.toMillis() - 1);
        assertThat(documents(devices)).isEmpty();

        devices.setProcessingTime(NOW + SILENCE.toMillis());
        assertThat(documents(devices)).hasSize(1);
        assertThat(documents(devices).get(0)).contains("\"status\":\"provisional\"");
    }

    @Test
    void everyUploadPutsSilenceOff() throws Exception {
        var devices = started(null, NOW);
        upload(devices, drive(0, 150));
        devices.setProcessingTime(NOW + SILENCE.toMillis() / 2);
        upload(devices, drive(150, 300));
        devices.setProcessingTime(NOW + SILENCE.toMillis() * 3 / 2 - 1);
        assertThat(documents(devices)).isEmpty();

        devices.setProcessingTime(NOW + SILENCE.toMillis() * 3 / 2);
        assertThat(documents(devices)).hasSize(1);
    }

    @Test
    void aDeviceThatIsSilentForTheHorizonIsSettledAndLeavesOnlyItsHeader() throws Exception {
        var devices = started(null, NOW);
        upload(devices, drive(0, 300));
        devices.setProcessingTime(NOW + HORIZON.toMillis());

        assertThat(documents(devices).get(documents(devices).size() - 1)).contains("\"status\":\"settled\"");
        assertThat(devices.numKeyedStateEntries()).isEqualTo(1);
        assertThat(devices.numProcessingTimeTimers()).isZero();
        assertThat(devices.numEventTimeTimers()).isZero();
    }

    @Test
    void aMonthOfDrivingTakesNoMoreStateThanAFewDaysAndSilenceLeavesTheBoundaryRecord() throws Exception {
        var devices = started(null, NOW);
        var day = Duration.ofDays(1).toMillis();
        var stateless = bytesOfState(devices, 1);
        var most = 0L;
        for (var i = 0; i < 30; i++) {
            devices.setProcessingTime(NOW + i * day);
            upload(devices, drive(i * day, 0, 1800));
            var bytes = bytesOfState(devices, 2 + i) - stateless;
            if (i == 4) {
                most = bytes;
            }
            assertThat(bytes).as("day %d", i).isLessThanOrEqualTo(i < 4 ? Long.MAX_VALUE : most + 100);
        }
        // Half an hour a day, of the horizon and the day that is going on: the points and three journeys.
        assertThat(most).isLessThan(3 * 1800 * 8 + 20_000);

        devices.setProcessingTime(NOW + 29 * day + HORIZON.toMillis());
        assertThat(devices.numKeyedStateEntries()).isEqualTo(1);
        assertThat(bytesOfState(devices, 100) - stateless).isBetween(1L, 400L);
    }

    @Test
    void aDeviceOfOnePointTakesThreeEntriesAndTwoTimersAndAnotherUploadNoMore() throws Exception {
        var devices = started(null, NOW);
        var stateless = bytesOfState(devices, 1);
        upload(devices, drive(0, 1));
        assertThat(devices.numKeyedStateEntries()).isEqualTo(3);
        assertThat(bytesOfState(devices, 2) - stateless).isLessThan(500);

        for (var again = 0; again < 10; again++) {
            devices.setProcessingTime(NOW + again);
            upload(devices, drive(0, 1));
        }
        assertThat(devices.numKeyedStateEntries()).isEqualTo(3);
        assertThat(devices.numProcessingTimeTimers()).isEqualTo(1);
        assertThat(devices.numEventTimeTimers()).isEqualTo(1);
    }

    @Test
    void ofADeviceOfOnePointNothingIsLeftAfterTheHorizonAndThirteenMonths() throws Exception {
        var devices = started(null, NOW);
        devices.setStateTtlProcessingTime(NOW);
        var stateless = bytesOfState(devices, 1);
        upload(devices, drive(0, 1));
        devices.setProcessingTime(NOW + HORIZON.toMillis());
        assertThat(devices.numProcessingTimeTimers()).isZero();
        assertThat(devices.numEventTimeTimers()).isZero();
        assertThat(bytesOfState(devices, 2) - stateless).isBetween(1L, 300L);

        devices.setStateTtlProcessingTime(NOW + Duration.ofDays(401).toMillis());
        // Others that are heard of for the first time let state on the heap look for what it may forget.
        for (var other = 0; other < 20; other++) {
            var upload = new Upload("other-" + other, drive(0, 3), OptionalLong.empty());
            devices.processElement1(DeviceUpload.of(upload), 0);
        }
        devices.setProcessingTime(NOW + 3 * HORIZON.toMillis());
        assertThat(devices.numKeyedStateEntries()).as("the others' headers").isEqualTo(20);
    }

    @Test
    void aPointThatWaitedThroughTheSilenceBeginsTheJourneyThatBearsItOut() throws Exception {
        var undisturbed = started(null, NOW);
        upload(undisturbed, drive(0, 300));
        undisturbed.setProcessingTime(NOW + SILENCE.toMillis());

        var devices = started(null, NOW);
        upload(devices, drive(0, 2));
        devices.setProcessingTime(NOW + HORIZON.toMillis());
        upload(devices, drive(2, 300));
        devices.setProcessingTime(NOW + HORIZON.toMillis() + SILENCE.toMillis());
        assertThat(documents(devices)).isEqualTo(documents(undisturbed));
    }

    private static long bytesOfState(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices,
            long checkpoint)
            throws Exception {
        return devices.snapshot(checkpoint, 0).getManagedKeyedState().stream()
                .mapToLong(StateObject::getStateSize)
                .sum();
    }

    @Test
    void pointsBeforeWhatIsSettledAreADeadLetterThatCanBeSentAgain() throws Exception {
        var devices = started(null, NOW);
        upload(devices, drive(0, 300));
        devices.setProcessingTime(NOW + HORIZON.toMillis());
        upload(devices, drive(10, 13));

        var letter = deadLetters(devices).get(0);
        assertThat(letter.reason()).isEqualTo(DeadLetterReason.LATE);
        assertThat(letter.pointsLost()).isEqualTo(3);
        assertThat(new String(letter.original(), StandardCharsets.UTF_8)).contains("\"device\":\"d-1\"");
    }

    @Test
    void aDeviceThatSendsAThousandTimesItsShareOutOfOrderLeavesTheOthersTheirJourneysAndTakesNoMoreThanItsSlots()
            throws Exception {
        var alone = started(null, NOW);
        upload(alone, drive(0, 300));
        alone.setProcessingTime(NOW + SILENCE.toMillis());

        var devices = started(null, NOW);
        var stateless = bytesOfState(devices, 1);
        for (var second = 0; second < 300; second++) {
            var flooded = (second * 7) % 300; // all seconds, but in another order
            devices.processElement1(DeviceUpload.of(new Upload("d-flood", floodOf(flooded), OptionalLong.empty())), 0);
            if (second % 60 == 59) {
                upload(devices, drive(second - 59, second + 1));
            }
        }
        var slots = 300 * 1000 / Point.SLOT_MILLIS;
        assertThat(bytesOfState(devices, 2) - stateless).isLessThan((slots + 300) * 8 + 2_000);
        devices.setProcessingTime(NOW + SILENCE.toMillis());

        assertThat(documents(devices)).containsAll(documents(alone));
        assertThat(lastDocumentOfEach(devices)).hasSize(2);
    }

    /** A fix each millisecond. */
    private static List<Point> floodOf(int second) {
        List<Point> points = new ArrayList<>();
        for (var millis = 0; millis < 1000; millis++) {
            points.add(Point.of(START + second * 1000L + millis, 61 + (second + millis / 1e3) * 20 / 111_195.0, 24.9));
        }
        return points;
    }

    private static Map<String, String> lastDocumentOfEach(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices) {
        Map<String, String> documents = new HashMap<>();
        for (var document : devices.extractOutputValues()) {
            if (document.isDeletion()) {
                documents.remove(document.id());
            } else {
                documents.put(document.id(), new String(document.json(), StandardCharsets.UTF_8));
            }
        }
        return documents;
    }

    @Test
    void theEndOfTheInputSendsOutWhatIsOpen() throws Exception {
        var devices = started(null, NOW);
        upload(devices, drive(0, 300));
        devices.processWatermark1(new Watermark(Long.MAX_VALUE));
        assertThat(documents(devices)).isEmpty();

        devices.processWatermark2(new Watermark(Long.MAX_VALUE));
        assertThat(documents(devices)).hasSize(1);
    }

    @Test
    void whereTheInputEndsNothingInItIsLateHoweverLongItTakes() throws Exception {
        var devices = started(null, NOW, Input.ENDS);
        upload(devices, drive(3 * HORIZON.toMillis(), 0, 300));
        devices.setProcessingTime(NOW + 2 * HORIZON.toMillis());
        upload(devices, drive(0, 300));
        upload(devices, drive(Duration.ofHours(2).toMillis(), 0, 300));
        assertThat(documents(devices)).noneMatch(json -> json.contains("\"status\":\"settled\""));

        devices.processWatermark1(new Watermark(Long.MAX_VALUE));
        devices.processWatermark2(new Watermark(Long.MAX_VALUE));
        assertThat(devices.getSideOutput(UploadDecoding.DEAD_LETTERS)).isNull();
        assertThat(documents(devices)).anyMatch(json -> json.contains("\"status\":\"settled\""));
    }

    @Test
    void whileAHistoryIsFilledInNothingIsLateOrFoundAndThenJourneysAreFoundAsTheyEnd() throws Exception {
        var devices = started(null, NOW, Input.BACK_FILL);
        upload(devices, drive(3 * HORIZON.toMillis(), 0, 300));
        devices.setProcessingTime(NOW + 2 * HORIZON.toMillis());
        upload(devices, drive(0, 300));
        assertThat(documents(devices)).isEmpty();

        endBackFill(devices);
        assertThat(devices.getSideOutput(UploadDecoding.DEAD_LETTERS)).isNull();
        assertThat(documents(devices)).hasSize(2);
        assertThat(documents(devices).get(1)).contains("\"status\":\"provisional\"");

        upload(devices, drive(4 * HORIZON.toMillis(), 0, 300));
        assertThat(documents(devices)).anyMatch(json -> json.contains("\"status\":\"settled\""));
        upload(devices, drive(Duration.ofHours(2).toMillis(), 0, 300));
        assertThat(deadLetters(devices)).extracting(DeadLetter::reason).containsExactly(DeadLetterReason.LATE);
    }

    @Test
    void silenceCountsFromTheEndOfTheHistory() throws Exception {
        var devices = started(null, NOW, Input.BACK_FILL);
        upload(devices, drive(0, 300));
        devices.setProcessingTime(NOW + HORIZON.toMillis());
        endBackFill(devices);
        var folded = devices.getProcessingTime();
        devices.setProcessingTime(folded + HORIZON.toMillis() - 1);
        assertThat(lastDocument(devices)).contains("\"status\":\"provisional\"");

        devices.setProcessingTime(folded + HORIZON.toMillis());
        assertThat(lastDocument(devices)).contains("\"status\":\"settled\"");
        assertThat(devices.numKeyedStateEntries()).isEqualTo(1);
    }

    @Test
    void afterARestartPointsAreOnlyKeptUntilAllStreamsHaveSaidThatTheHistoryHasEnded() throws Exception {
        var first = started(null, NOW, Input.BACK_FILL);
        upload(first, drive(0, 300));
        endBackFill(first);
        upload(first, drive(Duration.ofHours(2).toMillis(), 0, 150));
        var later = drive(Duration.ofHours(2).toMillis(), 150, 300);
        var undisturbed = first.snapshot(1, 0);
        upload(first, later);
        first.setProcessingTime(first.getProcessingTime() + SILENCE.toMillis());

        var again = started(undisturbed, NOW, Input.BACK_FILL);
        again.setProcessingTime(NOW + 2 * SILENCE.toMillis());
        upload(again, later);
        assertThat(documents(again)).isEmpty();
        endBackFill(again);
        assertThat(again.numEventTimeTimers()).isZero();
        again.setProcessingTime(NOW + 3 * SILENCE.toMillis());
        assertThat(lastDocument(again)).isEqualTo(lastDocument(first)).contains("\"status\":\"provisional\"");
    }

    @Test
    void whenTheHistoryHasEndedAFewDevicesAreFoldedAtATimeAndACheckpointComesBetween() throws Exception {
        var devices = started(null, NOW, Input.BACK_FILL);
        for (var number = 0; number < 25; number++) {
            var upload = new Upload("v-" + number, drive(0, 300), OptionalLong.empty());
            devices.processElement1(DeviceUpload.of(upload), 0);
        }
        endWatermark(devices);
        assertThat(documents(devices)).isEmpty();
        devices.setProcessingTime(NOW + 1);
        assertThat(documents(devices)).hasSize(10);
        var between = devices.snapshot(1, 0);
        devices.setProcessingTime(NOW + 3);
        assertThat(documents(devices)).hasSize(25);

        var again = started(between, NOW + 3, Input.BACK_FILL);
        again.setProcessingTime(NOW + 4);
        assertThat(documents(again)).as("nothing is known of the end yet").isEmpty();
        endWatermark(again);
        again.setProcessingTime(NOW + 2000);
        assertThat(documents(again))
                .containsExactlyInAnyOrderElementsOf(documents(devices).subList(10, 25));
    }

    @Test
    void afterARestartInTheMiddleOfFoldingNoMoreDevicesAreFoldedAtATime() throws Exception {
        var devices = started(null, NOW, Input.BACK_FILL);
        for (var number = 0; number < 65; number++) {
            var upload = new Upload("v-" + number, drive(0, 300), OptionalLong.empty());
            devices.processElement1(DeviceUpload.of(upload), 0);
        }
        endWatermark(devices);
        devices.setProcessingTime(NOW + 1);
        var between = devices.snapshot(1, 0);

        var restartedAt = NOW + 60_000;
        var again = started(between, restartedAt, Input.BACK_FILL);
        again.setProcessingTime(restartedAt + 1);
        endWatermark(again);
        var folded = 0;
        for (var millis = 2; millis < 2000; millis++) {
            again.setProcessingTime(restartedAt + millis);
            assertThat(documents(again).size() - folded).isLessThanOrEqualTo(10);
            folded = documents(again).size();
        }
        assertThat(folded).isEqualTo(55);
    }

    /** The other streams have said from their beginning that they hold nothing back. */
    private static void endBackFill(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices)
            throws Exception {
        endWatermark(devices);
        devices.setProcessingTime(devices.getProcessingTime() + 1); // the one device's turn
    }

    private static void endWatermark(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices)
            throws Exception {
        devices.processWatermark1(new Watermark(Long.MAX_VALUE));
        devices.processWatermark2(new Watermark(Long.MAX_VALUE));
    }

    @Test
    void theTimeInWhichTheJobDidNotRunIsNoSilence() throws Exception {
        var stopped = started(null, NOW);
        upload(stopped, drive(0, 300));
        stopped.setProcessingTime(NOW + SILENCE.toMillis() / 2);
        var savepoint = stopped.snapshot(1, 0);

        var restartedAt = NOW + 10 * HORIZON.toMillis();
        var restarted = started(savepoint, restartedAt);
        restarted.setProcessingTime(restartedAt + SILENCE.toMillis() / 2 - 1);
        assertThat(documents(restarted)).isEmpty();

        restarted.setProcessingTime(restartedAt + SILENCE.toMillis() / 2);
        assertThat(documents(restarted)).hasSize(1);
        assertThat(documents(restarted).get(0)).contains("\"status\":\"provisional\"");
    }

    @Test
    void anAssignmentThatComesAfterSilencePutsTheProvisionalJourneyRightAtOnce() throws Exception {
        var devices = started(null, NOW);
        upload(devices, drive(0, 300));
        devices.setProcessingTime(NOW + SILENCE.toMillis());
        assign(devices, 1, "P-1");
        assertThat(lastDocument(devices)).contains("\"policy\":\"P-1\"", "\"status\":\"provisional\"");
        assertThat(contributions(devices)).containsExactly("P-1 +");

        assign(devices, 2, "P-2");
        assertThat(lastDocument(devices)).contains("\"policy\":\"P-2\"", "\"revision\":3");
        assertThat(contributions(devices)).containsExactly("P-1 +", "P-1 -", "P-2 +");
    }

    @Test
    void silenceAfterAnAssignmentEndsInTheSameJourney() throws Exception {
        var after = started(null, NOW);
        upload(after, drive(0, 300));
        after.setProcessingTime(NOW + SILENCE.toMillis());
        assign(after, 1, "P-1");

        var before = started(null, NOW);
        upload(before, drive(0, 300));
        assign(before, 1, "P-1");
        assertThat(documents(before)).isEmpty();
        before.setProcessingTime(NOW + SILENCE.toMillis());
        assertThat(lastDocument(before)).isEqualTo(lastDocument(after).replace("\"revision\":2", "\"revision\":1"));
    }

    @Test
    void aDeviceThatWasHeardOfAgainKeepsItsJourneyOpenWhenAnAssignmentComes() throws Exception {
        var devices = started(null, NOW);
        upload(devices, drive(0, 300));
        devices.setProcessingTime(NOW + SILENCE.toMillis());
        upload(devices, drive(300, 400));
        assign(devices, 1, "P-1");
        assertThat(documents(devices)).hasSize(1);

        devices.setProcessingTime(NOW + 2 * SILENCE.toMillis());
        assertThat(documents(devices)).hasSize(2);
        assertThat(lastDocument(devices)).contains("\"policy\":\"P-1\"");
    }

    @Test
    void theAssignmentsInTheFileAreKnownFromTheFirstUploadOn() throws Exception {
        policyFile = Optional.of(policies("P-1"));
        var devices = started(null, NOW);
        upload(devices, drive(0, 300));
        upload(devices, drive(4000, 4100));
        upload(devices, drive(4100 + (int) HORIZON.toSeconds(), 4200 + (int) HORIZON.toSeconds()));
        assertThat(documents(devices))
                .allMatch(journey -> journey.contains("\"policy\":\"P-1\""))
                .anyMatch(journey -> journey.contains("\"status\":\"settled\""));
    }

    @Test
    void theFileIsKnownBeforeADeviceThatWasStoppedWithTheJobIsSettled() throws Exception {
        policyFile = Optional.of(policies("P-1"));
        var stopped = started(null, NOW);
        upload(stopped, drive(0, 300));
        var checkpoint = stopped.snapshot(1, 0);

        policies("P-2");
        var goingOn = started(checkpoint, NOW);
        goingOn.setProcessingTime(NOW + HORIZON.toMillis());
        assertThat(lastDocument(goingOn)).contains("\"policy\":\"P-2\"", "\"status\":\"settled\"");
    }

    @Test
    void whatTheFileSaidAtStartDoesNotUndoWhatItsStreamHasBroughtSince() throws Exception {
        policyFile = Optional.of(policies("P-1"));
        var devices = started(null, NOW);
        assign(devices, Instant.now().plusSeconds(60).toEpochMilli(), "P-2");
        upload(devices, drive(0, 300));
        devices.setProcessingTime(NOW + SILENCE.toMillis());
        assertThat(lastDocument(devices)).contains("\"policy\":\"P-2\"");
    }

    @Test
    void aBrokenFileFailsAJobThatBeginsButNotOneThatGoesOn() throws Exception {
        policyFile = Optional.of(policies("P-1"));
        var stopped = started(null, NOW);
        upload(stopped, drive(0, 300));
        var checkpoint = stopped.snapshot(1, 0);

        Files.writeString(policyFile.get(), "this is no JSON");
        assertThatThrownBy(() -> started(null, NOW)).hasMessageContaining("policies.json, line 1");
        var goingOn = started(checkpoint, NOW);
        goingOn.setProcessingTime(NOW + SILENCE.toMillis());
        assertThat(lastDocument(goingOn)).contains("\"policy\":\"P-1\"");
    }

    @Test
    void pointsThatCameTooLateAreJourneysWhenTheirSpanIsComputedAgain() throws Exception {
        policyFile = Optional.of(policies("P-1"));
        var devices = started(null, NOW);
        upload(devices, drive(Duration.ofHours(3).toMillis(), 0, 300));
        devices.setProcessingTime(NOW + HORIZON.toMillis());
        upload(devices, drive(0, 300));
        assertThat(deadLetters(devices)).extracting(DeadLetter::reason).containsExactly(DeadLetterReason.LATE);
        var before = documents(devices).size();

        var all = drive(0, 300);
        all.addAll(drive(Duration.ofHours(3).toMillis(), 0, 300));
        reprocess(devices, span(all, List.of(stored(lastDocument(devices)))));
        assertThat(documents(devices)).hasSize(before + 2);
        assertThat(documents(devices).get(before))
                .contains("\"start\":\"2026-03-01T07:30:01", "\"status\":\"settled\"", "\"revision\":1");
        // With what came before it, the later drive is known to have begun a second earlier.
        assertThat(lastDocument(devices)).contains("\"start\":\"2026-03-01T10:30:00.000Z");
        assertThat(devices.extractOutputValues().get(before + 2).isDeletion()).isTrue();
        assertThat(contributions(devices)).endsWith("P-1 +", "P-1 +", "P-1 -");
    }

    @Test
    void aSpanThatIsNotSettledIsADeadLetterWithTheMessageAsItCame() throws Exception {
        var devices = started(null, NOW);
        upload(devices, drive(0, 300));
        devices.setProcessingTime(NOW + SILENCE.toMillis());
        var span = span(drive(0, 300), List.of(stored(lastDocument(devices))));
        reprocess(devices, span);

        assertThat(documents(devices)).hasSize(1);
        var letter = deadLetters(devices).get(0);
        assertThat(letter.reason()).isEqualTo(DeadLetterReason.INVALID_REPROCESSING);
        assertThat(letter.detail()).contains("of device d-1").contains("is still held open");
        assertThat(letter.original()).isEqualTo(ReprocessingCodec.encode(span));
    }

    @Test
    void aSpanOlderThanTheLedgersRememberIsADeadLetter() throws Exception {
        var devices = started(null, NOW);
        upload(devices, drive(0, 300));
        devices.setProcessingTime(START + Retention.WHOLE_MONTHS.toMillis());
        upload(devices, drive(Duration.ofDays(300).toMillis(), 0, 300));
        reprocess(devices, span(drive(0, 300), List.of()));

        assertThat(deadLetters(devices).get(0).detail()).contains("is no longer known of policy days and months");
    }

    private static ReprocessedSpan span(List<Point> points, List<StoredJourney> stored) {
        var history = new WholeHistory();
        history.add(points);
        var from = Instant.ofEpochMilli(START).minusSeconds(60);
        var plan = new ReprocessingPlan(
                DEVICE,
                history,
                Versions.always(Profile.defaults()),
                stored,
                List.of(),
                from,
                from.plus(Duration.ofDays(1)));
        return plan.pieces(Integer.MAX_VALUE).get(0);
    }

    private static StoredJourney stored(String document) throws IOException {
        return StoredJourney.of(new ObjectMapper().readTree(document));
    }

    private static void reprocess(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices,
            ReprocessedSpan span)
            throws Exception {
        devices.processElement2(DeviceInstruction.reprocessing(DEVICE, ReprocessingCodec.encode(span)), 0);
    }

    private Path policies(String policy) throws IOException {
        return Files.writeString(folder.resolve("policies.json"), """
            [{"device":"%s","assignments":[
              {"policy":"%s","from":"2026-01-01T00:00:00Z","timeZone":"UTC","vehicleClass":"van"}]}]
            """.formatted(DEVICE, policy));
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> started(
            OperatorSubtaskState state, long now) throws Exception {
        return started(state, now, Input.ENDLESS);
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> started(
            OperatorSubtaskState state, long now, Input input) throws Exception {
        var rules =
                new JourneyRulesFiles(List.of(), List.of(), List.of(), List.of(), "k1", "0123456789abcdef", HORIZON);
        var harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new DeviceOperator(rules, Optional.empty(), input, policyFile, SILENCE)),
                DeviceUpload::device,
                DeviceInstruction::device,
                Types.STRING);
        open.add(harness);
        harness.setProcessingTime(now);
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private static void upload(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices,
            List<Point> points)
            throws Exception {
        devices.processElement1(DeviceUpload.of(new Upload(DEVICE, points, OptionalLong.empty())), 0);
    }

    private static void assign(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices,
            long version,
            String policy)
            throws Exception {
        var assignment = new PolicyAssignment(policy, Instant.EPOCH, null, ZoneOffset.UTC, VehicleClass.VAN);
        devices.processElement2(DeviceInstruction.of(DEVICE, new DeviceAssignments(version, List.of(assignment))), 0);
    }

    /** Northwards at 20 m/s, one fix each second, and every few hours from the south again. */
    private static List<Point> drive(int fromSecond, int toSecond) {
        return drive(0, fromSecond, toSecond);
    }

    /** The same drive, begun so much later. */
    private static List<Point> drive(long laterMillis, int fromSecond, int toSecond) {
        List<Point> points = new ArrayList<>();
        for (var second = fromSecond; second < toSecond; second++) {
            points.add(Point.of(START + laterMillis + second * 1000L, 60 + second % 10_000 * 20 / 111_195.0, 24.9));
        }
        return points;
    }

    private static List<String> documents(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices) {
        return devices.extractOutputValues().stream()
                .filter(document -> !document.isDeletion())
                .map(document -> new String(document.json(), StandardCharsets.UTF_8))
                .toList();
    }

    private static String lastDocument(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices) {
        return documents(devices).get(documents(devices).size() - 1);
    }

    /** Each as the policy, and whether something was added to it or taken back. */
    private static List<String> contributions(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices) {
        return devices.getSideOutput(DeviceOperator.CONTRIBUTIONS).stream()
                .map(contribution -> contribution.getValue())
                .map(contribution -> contribution.policy() + (contribution.withdrawn() ? " -" : " +"))
                .toList();
    }

    private static List<DeadLetter> deadLetters(
            KeyedTwoInputStreamOperatorTestHarness<String, DeviceUpload, DeviceInstruction, StoreDocument> devices) {
        return devices.getSideOutput(UploadDecoding.DEAD_LETTERS).stream()
                .map(letter -> letter.getValue())
                .toList();
    }
}
