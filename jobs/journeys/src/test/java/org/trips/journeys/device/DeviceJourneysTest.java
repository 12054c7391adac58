package org.trips.journeys.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.Drive;
import org.trips.journeys.segmentation.DropReason;
import org.trips.roads.RoadNetwork;

class DeviceJourneysTest {
    static final String DEVICE = "d-17";
    static final JourneyRules RULES = rules(Versions.always(Profile.defaults()));
    private static final DeviceAssignments ASSIGNED = new DeviceAssignments(1, List.of(always("policy-A")));

    private final DeviceJourneys journeys = new DeviceJourneys(RULES);
    private final MemoryDeviceStore store = new MemoryDeviceStore();
    private final ReceivedStore received = new ReceivedStore();

    @Test
    void aJourneyIsSentOnlyWhenItHasEnded() {
        Drive drive = new Drive(1).stand(60).drive(600, 10);
        accept(drive.points());
        assertThat(received.documents()).isEmpty();
        assertThat(received.last().open()).isTrue();

        accept(drive.stand(400).points());
        assertThat(received.documents()).hasSize(1);
        assertThat(received.documents().get(0)).contains("\"status\":\"complete\"", "\"revision\":1");
    }

    @Test
    void silenceMakesAProvisionalJourneyThatLaterPointsComplete() {
        Drive drive = new Drive(1).stand(60).drive(600, 10);
        accept(drive.points());
        silence();
        assertThat(received.documents()).hasSize(1);
        assertThat(received.documents().get(0)).contains("\"status\":\"provisional\"");

        accept(drive.drive(300, 10).stand(400).points());
        assertThat(received.documents()).hasSize(1);
        assertThat(received.documents().get(0)).contains("\"status\":\"complete\"", "\"revision\":2");
    }

    @Test
    void aLateUploadThatFillsAHoleMakesOneJourneyOfTwo() {
        List<Point> points = new Drive(1).stand(60).drive(5000, 10).stand(400).points();
        List<Point> hole = points.subList(600, 4500);
        List<Point> rest = new ArrayList<>(points.subList(0, 600));
        rest.addAll(points.subList(4500, points.size()));
        accept(rest);
        assertThat(received.documents()).hasSize(2);

        accept(hole);
        assertThat(received.documents()).hasSize(1);
        assertThat(received.last().withdrawn()).isEqualTo(1);
    }

    @Test
    void theSameUploadAgainChangesNothing() {
        List<Point> points = new Drive(1).stand(60).drive(600, 10).stand(400).points();
        accept(points);
        accept(points);
        assertThat(received.last().documents()).isEmpty();
        assertThat(received.last().tally().duplicates()).isEqualTo(points.size());
    }

    @Test
    void aJourneyIsSettledAfterTheHorizonAndItsPointsAreGone() {
        Drive drive = new Drive(60).stand(600).drive(3600, 10).stand(3 * 86_400);
        accept(drive.points());
        assertThat(received.documents().get(0)).contains("\"status\":\"settled\"");

        accept(drive.points().subList(0, 30));
        assertThat(received.last().late()).hasSize(30);
        assertThat(received.last().documents()).isEmpty();
    }

    @Test
    void whereAllInputIsAtHandNothingIsLateAndOnlyItsEndSettles() {
        DeviceJourneys inFiles = new DeviceJourneys(RULES, Input.ENDS);
        Drive drive = new Drive(60).stand(600).drive(3600, 10).stand(3 * 86_400);
        List<Point> first = drive.points();
        List<Point> second = drive.drive(3600, 10).points().subList(first.size(), first.size() + 60);
        received.take(inFiles.accept(store, DEVICE, second));
        received.take(inFiles.accept(store, DEVICE, first));
        received.take(inFiles.silence(store, DEVICE));
        received.take(inFiles.settle(store, DEVICE));
        assertThat(received.documents()).isEmpty();

        received.take(inFiles.endOfInput(store, DEVICE));
        assertThat(received.documents()).hasSize(2);
        assertThat(received.documents()).anyMatch(json -> json.contains("\"status\":\"settled\""));
        assertThat(received.documents()).anyMatch(json -> json.contains("\"status\":\"provisional\""));
        assertThat(received.tally().late()).isZero();
    }

    @Test
    void aSilentDeviceKeepsOnlyItsBoundaryRecord() {
        accept(new Drive(1).stand(60).drive(600, 10).stand(200).points());
        received.take(journeys.settle(store, DEVICE));
        assertThat(received.documents()).hasSize(1);
        assertThat(received.documents().get(0)).contains("\"status\":\"settled\"");
        assertThat(store.pointBuckets()).isEmpty();
        assertThat(store.legs()).isEmpty();
        assertThat(received.last().open()).isFalse();
    }

    @Test
    void aDeviceThatOnlySendsCoarseFixesKeepsNoMoreThanTheHorizonAndADayOfThem() {
        Drive drive = new Drive(600);
        for (int day = 0; day < 20; day++) {
            int sent = drive.points().size();
            List<Point> points = drive.coarse(86_400).points();
            accept(points.subList(sent, points.size()));
        }
        assertThat(store.pointBuckets()).hasSizeLessThanOrEqualTo(3 * 144 + 6);
        assertThat(received.tally().dropped().get(DropReason.INACCURATE)).isGreaterThanOrEqualTo(17 * 144L);
        assertThat(received.tally().open()).isLessThanOrEqualTo(2 * 144L);
    }

    @Test
    void whatAnUploadInOrderReadsDoesNotGrowWithTheCoarseFixesBeforeIt() {
        AtomicInteger reads = new AtomicInteger();
        DeviceStore counting = countingBucketsRead(store, reads);
        Drive drive = new Drive(60).stand(600);
        journeys.accept(counting, DEVICE, drive.points());
        for (int hour = 0; hour < 22; hour++) {
            int sent = drive.points().size();
            List<Point> points = drive.coarse(3600).points();
            reads.set(0);
            for (int i = sent; i < points.size(); i++) {
                journeys.accept(counting, DEVICE, List.of(points.get(i)));
            }
            // An hour lies in seven buckets; the one written to is read once more.
            assertThat(reads).hasValueLessThanOrEqualTo(60 * 8);
        }
    }

    @Test
    void oneFixOrTwoOfTheFutureSettleNothing() {
        Drive drive = new Drive(10).drive(600, 10).stand(600).drive(600, 10).stand(600);
        List<Point> yesterday = drive.points();
        List<Point> today = drive.hole(86_400, 0).drive(600, 10).points();
        today = today.subList(yesterday.size(), today.size());
        accept(today);
        accept(List.of(ofTheFuture(0), ofTheFuture(1)));
        accept(yesterday.subList(80, yesterday.size()));
        accept(yesterday.subList(0, 80));
        silence();
        assertThat(received.tally().late()).isZero();
        assertThat(received.tally().dropped().get(DropReason.UNCONFIRMED)).isEqualTo(2);

        List<Point> ordinary = new ArrayList<>(yesterday);
        ordinary.addAll(today);
        assertThat(received.documentsWithoutRevision())
                .hasSize(3)
                .isEqualTo(whole(RULES, ordinary, DeviceAssignments.NONE).documentsWithoutRevision());
    }

    @Test
    void aDeviceThatFallsSilentAfterAFixOfTheFutureIsHeardAgain() {
        Drive drive = new Drive(10).drive(600, 10).stand(600);
        List<Point> before = drive.points();
        accept(before);
        accept(List.of(ofTheFuture(0)));
        received.take(journeys.settle(store, DEVICE));
        assertThat(received.documents().get(0)).contains("\"status\":\"settled\"");

        List<Point> after = drive.hole(3 * 86_400, 0).drive(600, 10).points();
        accept(after.subList(before.size(), after.size()));
        silence();
        assertThat(received.tally().late()).isZero();
        assertThat(received.documents()).hasSize(2);
    }

    @Test
    void threePointsThatHaveComeSoFarAreBelieved() {
        Drive drive = new Drive(10).drive(600, 10).stand(600);
        accept(drive.points());
        List<Point> later = List.of(ofTheFuture(0), ofTheFuture(1), ofTheFuture(2));
        accept(later.subList(0, 2));
        assertThat(received.tally().dropped()).containsKey(DropReason.UNCONFIRMED);
        accept(later.subList(2, 3));
        assertThat(received.tally().dropped()).doesNotContainKey(DropReason.UNCONFIRMED);
        assertThat(received.documents().get(0)).contains("\"status\":\"settled\"");
    }

    @Test
    void afterAFixOfTheFutureUploadsAreInOrderAsBefore() {
        AtomicInteger reads = new AtomicInteger();
        DeviceStore counting = countingBucketsRead(store, reads);
        List<Point> points = new Drive(10).drive(20 * 3600, 10).points();
        journeys.accept(counting, DEVICE, points.subList(0, 7000));
        journeys.accept(counting, DEVICE, List.of(ofTheFuture(0)));
        reads.set(0);
        for (Point point : points.subList(7000, 7100)) {
            received.take(journeys.accept(counting, DEVICE, List.of(point)));
            assertThat(received.last().documents()).isEmpty();
        }
        assertThat(reads).hasValueLessThanOrEqualTo(100 * 3);
    }

    static Point ofTheFuture(int minutes) {
        return Point.of(Instant.parse("2035-06-01T00:00:00Z").toEpochMilli() + minutes * 60_000L, 60, 24);
    }

    @Test
    void aNewAssignmentMovesAJourneyToItsPolicy() {
        accept(new Drive(1).stand(60).drive(600, 10).stand(400).points());
        assertThat(received.contributions()).isEmpty();

        received.take(journeys.assign(store, DEVICE, ASSIGNED));
        assertThat(received.contributions()).hasSize(1);
        assertThat(received.documents().get(0)).contains("\"policy\":\"policy-A\"");

        received.take(journeys.assign(store, DEVICE, new DeviceAssignments(2, List.of())));
        assertThat(received.contributions()).isEmpty();
    }

    @Test
    void anAssignmentOlderThanTheOneHeldIsPassedOverAndTold() {
        accept(new Drive(1).stand(60).drive(600, 10).stand(400).points());
        received.take(journeys.assign(store, DEVICE, new DeviceAssignments(2, ASSIGNED.assignments())));
        received.take(journeys.assign(store, DEVICE, new DeviceAssignments(1, List.of())));

        assertThat(received.last().documents()).isEmpty();
        assertThat(received.contributions()).hasSize(1);
        assertThat(received.last().dispute().orElseThrow().message())
                .contains("Device d-17", "the assignments [] of version 1 are passed over")
                .contains("[policy-A from 1970-01-01T00:00:00Z] of version 2 are held", "give them a higher version");
    }

    @Test
    void ofTwoListsOfOneVersionTheSameOneHoldsWhateverTheirOrderAndItIsTold() {
        DeviceAssignments nothing = new DeviceAssignments(1, List.of());
        received.take(journeys.assign(store, DEVICE, ASSIGNED));
        received.take(journeys.assign(store, DEVICE, nothing));
        assertThat(received.last().dispute().orElseThrow().held()).isEqualTo(ASSIGNED);

        MemoryDeviceStore other = new MemoryDeviceStore();
        received.take(journeys.assign(other, DEVICE, nothing));
        assertThat(received.last().dispute()).isEmpty();
        received.take(journeys.assign(other, DEVICE, ASSIGNED));
        assertThat(received.last().dispute().orElseThrow().held()).isEqualTo(ASSIGNED);
        assertThat(other.assignments()).isEqualTo(store.assignments());
    }

    @Test
    void anAssignmentInSilencePutsTheProvisionalJourneyRight() {
        Drive drive = new Drive(1).stand(60).drive(600, 10);
        accept(drive.points());
        silence();
        received.take(journeys.assignInSilence(store, DEVICE, ASSIGNED));
        assertThat(received.documents().get(0)).contains("\"policy\":\"policy-A\"", "\"status\":\"provisional\"");
        assertThat(received.contributions()).hasSize(1);

        accept(drive.drive(300, 10).stand(400).points());
        assertThat(received.documents()).hasSize(1);
        assertThat(received.documents().get(0)).contains("\"policy\":\"policy-A\"", "\"status\":\"complete\"");
    }

    @Test
    void theSameAssignmentsByALaterVersionChangeNoJourneyAndAreNoDispute() {
        accept(new Drive(1).stand(60).drive(600, 10).stand(400).points());
        received.take(journeys.assign(store, DEVICE, ASSIGNED));
        received.take(journeys.assign(store, DEVICE, new DeviceAssignments(5, ASSIGNED.assignments())));
        assertThat(received.last().documents()).isEmpty();
        assertThat(received.last().dispute()).isEmpty();

        received.take(journeys.assign(store, DEVICE, new DeviceAssignments(4, List.of())));
        assertThat(received.contributions()).hasSize(1);
    }

    @Test
    void aRoadFileThatIsGivenLaterTakesTheJourneysSinceItsTimeAndNoOthers() {
        Drive drive = new Drive(1).stand(60).drive(600, 10).stand(400);
        long between = Drive.startMillis() + drive.seconds() * 1000;
        accept(drive.drive(600, 10).stand(400).points());
        silence();
        assertThat(received.documents()).hasSize(2).allMatch(json -> json.contains("\"roads\":null"));

        RoadNetwork old = FarRoads.numbered(1);
        RoadNetwork young = FarRoads.numbered(2);
        Map<Instant, RoadNetwork> roads =
                new TreeMap<>(Map.of(Instant.EPOCH, old, Instant.ofEpochMilli(between), young));
        journeys.switchTo(rules(Versions.from(roads), RULES.profiles()));
        silence();
        assertThat(received.last().written()).containsOnly(Map.entry(JourneyStatus.COMPLETE, 2));
        assertThat(received.documents())
                .hasSize(2)
                .anyMatch(json -> json.contains("\"roads\":\"" + old.version()))
                .anyMatch(json -> json.contains("\"roads\":\"" + young.version()));

        roads.put(Instant.ofEpochMilli(between + 1), FarRoads.numbered(3));
        journeys.switchTo(rules(Versions.from(roads), RULES.profiles()));
        silence();
        assertThat(received.last().written()).containsOnly(Map.entry(JourneyStatus.COMPLETE, 1));
    }

    @Test
    void whatIsSettledKeepsTheRoadsByWhichItWasFound() {
        accept(new Drive(60).stand(600).drive(3600, 10).stand(3 * 86_400).points());
        List<String> settled = received.documents();
        journeys.switchTo(rules(Versions.always(FarRoads.numbered(1)), RULES.profiles()));
        silence();
        assertThat(received.documents()).isEqualTo(settled);
    }

    @Test
    void aThresholdThatIsChangedCountsThoughTheProfileKeepsItsName() {
        accept(new Drive(60).stand(600).drive(600, 10).stand(600).points());
        silence();
        assertThat(received.documents()).singleElement().asString().contains("\"movingSeconds\":6");

        Profile usual = Profile.defaults();
        Profile all = new Profile(
                usual.id(),
                usual.segmentation(),
                usual.cleaning(),
                new Profile.Measuring(20, usual.measuring().leastMatchedShare()),
                usual.harsh(),
                usual.speeding(),
                usual.night(),
                usual.exposure(),
                usual.geometry());
        journeys.switchTo(rules(Versions.always(all)));
        silence();
        assertThat(received.documents()).singleElement().asString().contains("\"movingSeconds\":0");
    }

    @Test
    void aProfileToCompareIsSeenInJourneysThatAreNotSettled() {
        accept(new Drive(60).stand(600).drive(600, 10).stand(600).points());
        silence();
        assertThat(received.documents()).singleElement().asString().doesNotContain("compared");

        JourneyRules usual = rules(Versions.always(Profile.defaults()));
        Profile other = Profile.defaults().withHarshFrom(2);
        journeys.switchTo(new JourneyRules(
                usual.roads(),
                usual.profiles(),
                usual.defaultLimits(),
                usual.pseudonyms(),
                usual.horizon(),
                List.of(other)));
        silence();
        assertThat(received.documents())
                .singleElement()
                .asString()
                .contains("\"comparedProfiles\":[\"" + other.id() + "\"]", "\"revision\":2");

        journeys.switchTo(usual);
        silence();
        assertThat(received.documents()).singleElement().asString().doesNotContain("compared");
    }

    @Test
    void aJourneyThatGoesOnUnderAnotherPseudonymKeyIsInTheStoreAndInItsPolicyOnce() {
        received.take(journeys.assign(store, DEVICE, ASSIGNED));
        Drive drive = new Drive(60).stand(600).drive(600, 10);
        accept(drive.points());
        silence();
        assertThat(received.documents()).singleElement().asString().contains("\"device\":\"k1-");

        JourneyRules others = new JourneyRules(
                Versions.none(),
                Versions.always(Profile.defaults()),
                new Pseudonyms("k2", "another key for tests".getBytes(StandardCharsets.UTF_8)),
                JourneyRules.DEFAULT_HORIZON);
        journeys.switchTo(others);
        accept(drive.drive(300, 10).stand(600).points());
        silence();
        assertThat(received.documents()).singleElement().asString().contains("\"device\":\"k2-", "\"revision\":1");
        assertThat(received.daysAndMonths())
                .isEqualTo(whole(others, drive.points(), ASSIGNED).daysAndMonths());
    }

    @Test
    void aJourneyToWhichNothingCameKeepsThePseudonymItWasWrittenUnder() {
        accept(new Drive(60).stand(600).drive(600, 10).stand(600).points());
        silence();
        journeys.switchTo(new JourneyRules(
                Versions.none(),
                Versions.always(Profile.defaults()),
                new Pseudonyms("k2", "another key for tests".getBytes(StandardCharsets.UTF_8)),
                JourneyRules.DEFAULT_HORIZON));
        received.take(journeys.settle(store, DEVICE));
        assertThat(received.documents())
                .singleElement()
                .asString()
                .contains("\"device\":\"k1-", "\"status\":\"settled\"");
    }

    /** What the store holds of points that come at once. */
    static ReceivedStore whole(JourneyRules rules, List<Point> points, DeviceAssignments assignments) {
        DeviceJourneys others = new DeviceJourneys(rules);
        MemoryDeviceStore other = new MemoryDeviceStore();
        return new ReceivedStore()
                .take(others.assign(other, DEVICE, assignments))
                .take(others.accept(other, DEVICE, points))
                .take(others.silence(other, DEVICE));
    }

    static JourneyRules rules(Versions<Profile> profiles) {
        return rules(Versions.none(), profiles);
    }

    static JourneyRules rules(Versions<RoadNetwork> roads, Versions<Profile> profiles) {
        return new JourneyRules(
                roads,
                profiles,
                new Pseudonyms("k1", "a key for tests only".getBytes(StandardCharsets.UTF_8)),
                JourneyRules.DEFAULT_HORIZON);
    }

    static PolicyAssignment always(String policy) {
        return new PolicyAssignment(policy, Instant.EPOCH, null, ZoneId.of("Europe/Helsinki"), VehicleClass.VAN);
    }

    static DeviceStore countingBucketsRead(DeviceStore store, AtomicInteger reads) {
        return (DeviceStore) Proxy.newProxyInstance(
                DeviceStore.class.getClassLoader(), new Class<?>[] {DeviceStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("points") && arguments.length == 1) {
                        reads.incrementAndGet();
                    }
                    return method.invoke(store, arguments);
                });
    }

    private void accept(List<Point> points) {
        received.take(journeys.accept(store, DEVICE, points));
    }

    private void silence() {
        received.take(journeys.silence(store, DEVICE));
    }
}
