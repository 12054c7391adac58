package org.trips.journeys.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.trips.journeys.device.DeviceJourneysTest.DEVICE;
import static org.trips.journeys.device.DeviceJourneysTest.RULES;
import static org.trips.journeys.device.DeviceJourneysTest.always;
import static org.trips.journeys.device.DeviceJourneysTest.ofTheFuture;
import static org.trips.journeys.device.DeviceJourneysTest.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.segmentation.Drive;

/** The edge between what is settled and what may still change. */
class SettlingTest {
    private static final long HORIZON_MILLIS = JourneyRules.DEFAULT_HORIZON.toMillis();
    /** So far from a parking place a vehicle without a known speed counts as at rest. */
    private static final double REST_METRES = 30;

    private static final int YEAR_SECONDS = 365 * 86_400;

    private final DeviceJourneys journeys = new DeviceJourneys(RULES);
    private final MemoryDeviceStore store = new MemoryDeviceStore();
    private final ReceivedStore received = new ReceivedStore();

    @Test
    void aJourneyIsSettledWhenThreePointsAreTheHorizonPastTheProofOfItsEndAndNotAMillisecondEarlier() {
        accept(new Drive(1).stand(60).drive(600, 10).stand(400).points());
        long settledAt = header().oldestProof() + HORIZON_MILLIS;
        accept(List.of(
                standingAt(settledAt - 1),
                standingAt(settledAt + Point.SLOT_MILLIS),
                standingAt(settledAt + 2 * Point.SLOT_MILLIS)));
        assertThat(received.documents()).singleElement().asString().contains("\"status\":\"complete\"");

        accept(List.of(standingAt(settledAt)));
        assertThat(received.documents()).singleElement().asString().contains("\"status\":\"settled\"");
        assertThat(header().settledUntil()).isEqualTo(Point.slotEnd(settledAt - HORIZON_MILLIS));
    }

    @Test
    void aBetterFixAtTheVeryTimeOfTheProofOfAnEndTakesTheEndBack() {
        Drive stopped = new Drive(10).stand(60).drive(600, 10).stand(400);
        List<Point> untilProven = new ArrayList<>();
        for (Point point : stopped.points()) {
            untilProven.add(point);
            accept(List.of(point));
            if (!received.documents().isEmpty()) {
                break;
            }
        }
        Point proof = untilProven.get(untilProven.size() - 1);
        assertThat(header().oldestProof()).isEqualTo(proof.timeMillis());

        List<Point> history = new ArrayList<>(untilProven.subList(0, untilProven.size() - 1));
        double degreesNorth = 0.005;
        for (int i = 0; i < 60; i++) {
            history.add(Point.at(
                            proof.timeMillis() + 10_000L * i,
                            proof.latitude() + degreesNorth * (i + 1),
                            proof.longitude())
                    .accuracyMetres(3)
                    .build());
        }
        accept(history.subList(untilProven.size() - 1, history.size()));
        received.take(journeys.silence(store, DEVICE));
        assertThat(withoutRevisions(received))
                .hasSize(1)
                .isEqualTo(withoutRevisions(whole(RULES, history, DeviceAssignments.NONE)));
    }

    @Test
    void aPointIsLateOneMillisecondBeforeWhatIsSettledAndInTimeFromThereOn() {
        Drive drive = new Drive(60).stand(600).drive(3600, 10).stand(3600);
        accept(drive.points());
        long proof = header().oldestProof();
        accept(drive.stand(3 * 86_400).points());
        assertThat(header().settledUntil()).isGreaterThan(proof);
        assertLateUntil(header().settledUntil());
    }

    @Test
    void afterSilenceForTheHorizonAPointIsLateUpToTheLastOneHeard() {
        List<Point> points = new Drive(1).stand(60).drive(600, 10).points();
        accept(points);
        received.take(journeys.settle(store, DEVICE));
        assertThat(header().settledUntil())
                .isEqualTo(Point.slotEnd(points.get(points.size() - 1).timeMillis()));
        assertLateUntil(header().settledUntil());
    }

    private void assertLateUntil(long settledUntil) {
        accept(List.of(standingAt(settledUntil - 1)));
        assertThat(received.last().late()).hasSize(1);
        accept(List.of(standingAt(settledUntil)));
        assertThat(received.last().late()).isEmpty();
        assertThat(header().settledUntil()).isEqualTo(settledUntil);
    }

    @Test
    void anUploadSentAgainAYearLaterChangesNothing() {
        Drive drive = new Drive(10).stand(60).drive(600, 10).stand(400);
        List<Point> old = drive.points();
        accept(old);
        List<Point> all = drive.hole(YEAR_SECONDS, 0).drive(600, 10).stand(400).points();
        accept(all.subList(old.size(), all.size()));
        List<String> documents = received.documents();
        DeviceHeader header = header().withFoldDebt(0);
        assertThat(documents).hasSize(2);

        accept(old);
        // What stood there after the journey's end was proven is still open, and known.
        assertThat(received.last().late()).hasSizeGreaterThan(old.size() - 20);
        assertThat(received.last().late().size() + received.last().tally().duplicates())
                .isEqualTo(old.size());
        assertThat(received.last().documents()).isEmpty();
        assertThat(received.last().contributions()).isEmpty();
        assertThat(received.documents()).isEqualTo(documents);
        assertThat(header().withFoldDebt(0)).isEqualTo(header);
    }

    @Test
    void aFixOfTheFutureMovesNoEdge() {
        Drive drive = new Drive(10).stand(60).drive(600, 10).stand(400);
        accept(drive.points());
        received.take(journeys.settle(store, DEVICE));
        long settledUntil = header().settledUntil();
        accept(List.of(ofTheFuture(0), ofTheFuture(1)));
        received.take(journeys.settle(store, DEVICE));
        assertThat(header().settledUntil()).isEqualTo(settledUntil);
    }

    @Test
    void aDriveThatWasSettledInItsMiddleGoesOnAsAnotherJourneyFromThatPlace() {
        List<Point> points = new Drive(1).stand(60).drive(1200, 10).stand(400).points();
        accept(points.subList(0, 600));
        received.take(journeys.settle(store, DEVICE));
        String settled = received.documents().get(0);
        assertThat(settled).contains("\"status\":\"settled\"");

        accept(points.subList(600, points.size()));
        assertThat(received.documents()).hasSize(2).contains(settled);
        assertThat(metres(received))
                .isCloseTo(metres(whole(RULES, points, DeviceAssignments.NONE)), within(REST_METRES));
    }

    @Test
    void aDriveOfDaysIsSettledDayByDayWithoutLosingAMetre() {
        List<Point> points = new Drive(30).drive(4 * 86_400, 10).stand(400).points();
        for (int at = 0; at < points.size(); at += 1000) {
            accept(points.subList(at, Math.min(points.size(), at + 1000)));
        }
        assertThat(received.documents())
                .hasSize(4)
                .anyMatch(json -> json.contains("\"status\":\"settled\""))
                .anyMatch(json -> json.contains("\"status\":\"complete\""));
        assertThat(metres(received)).isCloseTo(metres(whole(RULES, points, DeviceAssignments.NONE)), within(0.01));
        assertThat(store.pointBuckets()).hasSizeLessThan(3 * 144 + 2);
    }

    @Test
    void anAssignmentCorrectedAfterItsJourneysSettledLeavesThemAndHoldsForThoseThatFollow() {
        Drive drive = new Drive(10).stand(60).drive(600, 10).stand(400);
        List<Point> old = drive.points();
        received.take(journeys.assign(store, DEVICE, new DeviceAssignments(1, List.of(always("policy-A")))));
        accept(old);
        received.take(journeys.settle(store, DEVICE));
        String settled = received.documents().get(0);
        var contributions = received.contributions();

        received.take(journeys.assign(store, DEVICE, new DeviceAssignments(2, List.of(always("policy-B")))));
        assertThat(received.last().documents()).isEmpty();
        assertThat(received.contributions()).isEqualTo(contributions);

        List<Point> all = drive.hole(86_400, 0).drive(600, 10).stand(400).points();
        accept(all.subList(old.size(), all.size()));
        assertThat(received.documents()).hasSize(2).contains(settled);
        assertThat(received.documents()).anyMatch(json -> json.contains("\"policy\":\"policy-B\""));
        assertThat(received.daysAndMonths().keySet())
                .anyMatch(id -> id.contains("policy-A"))
                .anyMatch(id -> id.contains("policy-B"));
    }

    @Test
    void aCorrectionMovesOfSeveralJourneysOnlyThoseThatAreNotSettled() {
        received.take(journeys.assign(store, DEVICE, new DeviceAssignments(1, List.of(always("policy-A")))));
        Drive drive = new Drive(30).stand(60).drive(600, 10).stand(400);
        accept(drive.hole(2 * 86_400, 0).drive(600, 10).stand(400).points());
        assertThat(received.documents()).hasSize(2).anyMatch(json -> json.contains("\"status\":\"settled\""));

        received.take(journeys.assign(store, DEVICE, new DeviceAssignments(2, List.of(always("policy-B")))));
        for (String json : received.documents()) {
            assertThat(json).contains(json.contains("\"status\":\"settled\"") ? "\"policy-A\"" : "\"policy-B\"");
        }
    }

    private static List<String> withoutRevisions(ReceivedStore found) {
        return found.documents().stream()
                .map(json -> json.replaceAll("\"revision\":[0-9]+", ""))
                .toList();
    }

    private static double metres(ReceivedStore found) {
        Pattern metres = Pattern.compile("\"distanceMetres\":([0-9.]+)");
        double sum = 0;
        for (String json : found.documents()) {
            MatchResult first = metres.matcher(json).results().findFirst().orElseThrow();
            sum += Double.parseDouble(first.group(1));
        }
        return sum;
    }

    private static Point standingAt(long millis) {
        return Point.of(millis, 60.05, 24);
    }

    private DeviceHeader header() {
        return DeviceHeader.of(store, RULES.digest());
    }

    private void accept(List<Point> points) {
        received.take(journeys.accept(store, DEVICE, points));
    }
}
