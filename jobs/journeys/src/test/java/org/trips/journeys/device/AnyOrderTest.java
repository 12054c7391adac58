package org.trips.journeys.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trips.journeys.device.DeviceJourneysTest.DEVICE;
import static org.trips.journeys.device.DeviceJourneysTest.RULES;
import static org.trips.journeys.device.DeviceJourneysTest.ofTheFuture;
import static org.trips.journeys.device.DeviceJourneysTest.rules;
import static org.trips.journeys.device.DeviceJourneysTest.whole;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.AssignmentCodec;
import org.trips.journeys.policies.AssignmentMessage;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.Drive;
import org.trips.journeys.segmentation.ProfileChanges;
import org.trips.roads.RoadNetwork;

/**
 * Whatever the order in which things come, the store ends with what the plain function finds in the whole: journeys, policy
 * days and policy months. How to run more cases, or one again, is told in this module's README.md.
 */
class AnyOrderTest {
    /** Runs one case again, by the number that stands in the report of the failure. */
    private static final Long ONE_CASE = Long.getLong("trips.anyOrder.case");

    private static final int MOST_STRETCHES = 3;
    private static final int LONGEST_PAUSE_SECONDS = 5 * 86_400;

    /** More than the fixes of a flood lie beside the one they come with. */
    private static final long HORIZON_MARGIN_MILLIS = 60_000;

    private final Deque<JourneyRules> rulesToCome = new ArrayDeque<>();
    private JourneyRules rules = RULES;
    private FoldAllowance allowance = FoldAllowance.USUAL;
    private DeviceJourneys journeys = process();
    private DeviceStore store = new MemoryDeviceStore();
    private ReceivedStore received = new ReceivedStore();

    private DeviceStore storeAtSnapshot = new MemoryDeviceStore();
    private ReceivedStore receivedAtSnapshot = new ReceivedStore();

    /** What was taken since the snapshot, and comes again after a crash. */
    private final List<List<Point>> sinceSnapshot = new ArrayList<>();

    @Test
    void aDriveUploadedSecondBySecondIsTheSameAsInOneUpload() {
        List<Point> points =
                new Drive(1).stand(400).drive(600, 10).stand(400).drive(500, 12).points();
        for (Point point : points) {
            accept(List.of(point));
        }
        silence();
        assertThat(received.documentsWithoutRevision())
                .isEqualTo(whole(rules, points, DeviceAssignments.NONE).documentsWithoutRevision())
                .hasSize(2);
    }

    @Test
    void pointsOfAnEarlierJourneyThatComeBeforeARestartedJobKnowsThatTheHistoryHasEndedAreFollowedThen() {
        List<Point> points =
                new Drive(1).stand(400).drive(600, 10).stand(400).drive(500, 12).points();
        List<Point> later = points.subList(500, 700);
        List<Point> first = new ArrayList<>(points);
        first.removeAll(later);
        accept(first);
        silence();

        journeys = new DeviceJourneys(rules, Input.BACK_FILL);
        accept(later);
        journeys.endBackFill();
        silence();
        assertThat(received.documentsWithoutRevision())
                .isEqualTo(whole(rules, points, DeviceAssignments.NONE).documentsWithoutRevision());
    }

    /** A case is drawn from its number alone. */
    @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whateverComesInBetweenTheStoreEndsTheSame(@ForAll("cases") long number) {
        new AnyOrderTest().endsTheSame(new Random(number));
    }

    @Provide
    Arbitrary<Long> cases() {
        return ONE_CASE == null
                ? Arbitraries.longs().withDistribution(RandomDistribution.uniform())
                : Arbitraries.just(ONE_CASE);
    }

    private DeviceJourneys process() {
        return new DeviceJourneys(rules, Input.ENDLESS, allowance);
    }

    private void endsTheSame(Random random) {
        allowance = switch (random.nextInt(4)) {
            case 0 -> new FoldAllowance(0, 0);
            case 1 -> new FoldAllowance(1 + random.nextInt(20), random.nextInt(2000));
            default -> FoldAllowance.USUAL;
        };
        List<List<Point>> stretches = stretches(random);
        List<Point> points = stretches.stream().flatMap(List::stream).toList();
        drawRules(points, random);
        List<DeviceAssignments> given = assignments(points, random);
        DeviceAssignments lasting = Collections.max(given, AnyOrderTest::whichHolds);

        boolean[] settledAfter = new boolean[stretches.size()];
        for (int i = 0; i < stretches.size(); i++) {
            settledAfter[i] = i < stretches.size() - 1 && random.nextBoolean();
            List<List<Point>> uploads = uploads(stretches.get(i), random);
            if (i > 0) {
                sendAgain(points.subList(0, points.indexOf(stretches.get(i).get(0))), uploads, random);
            }
            live(uploads, given, random);
            giveAll(given, random);
            if (settledAfter[i]) {
                received.take(journeys.settle(store, DEVICE));
            }
            takeSnapshot();
        }

        ReceivedStore expected = plainly(stretches, settledAfter, lasting);
        assertThat(received.documentsWithoutRevision()).isEqualTo(expected.documentsWithoutRevision());
        assertThat(received.contributions()).isEqualTo(expected.contributions());
        assertThat(received.daysAndMonths()).isEqualTo(expected.daysAndMonths());
        assertThat(received.tally().used()).isEqualTo(expected.tally().used());
        assertThat(received.tally().dropped()).isEqualTo(expected.tally().dropped());
        assertThat(received.tally().open()).isZero();
        if (!anyOf(settledAfter)) {
            assertThat(inFiles(points, random, lasting).documentsWithoutRevision())
                    .isEqualTo(expected.documentsWithoutRevision());
            assertThat(backFilled(stretches, given, random).documentsWithoutRevision())
                    .isEqualTo(expected.documentsWithoutRevision());
            assertThat(starts(points, random))
                    .allSatisfy(start ->
                            assertThat(expected.documents()).anyMatch(json -> json.contains("\"start\":\"" + start)))
                    .hasSameSizeAs(expected.documents());
        }
    }

    /** Uploads come, and between them silence, assignments, other rules, snapshots and crashes. */
    private void live(List<List<Point>> uploads, List<DeviceAssignments> given, Random random) {
        Deque<List<Point>> queue = new ArrayDeque<>(uploads);
        int crashesLeft = random.nextInt(3);
        while (!queue.isEmpty()) {
            List<Point> upload = queue.remove();
            accept(upload);
            sinceSnapshot.add(upload);
            if (random.nextInt(10) == 0) {
                silence();
            }
            if (random.nextInt(20) == 0) {
                received.take(journeys.assign(store, DEVICE, given.get(random.nextInt(given.size()))));
            }
            if (!rulesToCome.isEmpty() && random.nextInt(20) == 0) {
                giveRules(random);
            }
            if (random.nextInt(10) == 0) {
                takeSnapshot();
            }
            if (crashesLeft > 0 && random.nextInt(10) == 0) {
                crashesLeft--;
                Collections.shuffle(sinceSnapshot, random);
                sinceSnapshot.forEach(queue::addFirst);
                restore(random);
            }
        }
    }

    /** All that is not yet known is given; what is open is found as after silence. */
    private void giveAll(List<DeviceAssignments> given, Random random) {
        while (!rulesToCome.isEmpty()) {
            giveRules(random);
        }
        List<DeviceAssignments> shuffled = new ArrayList<>(given);
        Collections.shuffle(shuffled, random);
        int silentAfter = random.nextInt(shuffled.size() + 1);
        for (int i = 0; i < shuffled.size(); i++) {
            if (i < silentAfter) {
                received.take(journeys.assign(store, DEVICE, shuffled.get(i)));
            } else {
                silence();
                received.take(journeys.assignInSilence(store, DEVICE, shuffled.get(i)));
            }
        }
        if (silentAfter == shuffled.size()) {
            silence();
        }
    }

    /** The next rules are given, to the running process or to one that goes on after it. */
    private void giveRules(Random random) {
        rules = rulesToCome.remove();
        if (random.nextBoolean()) {
            journeys.switchTo(rules);
        } else {
            journeys = process();
        }
    }

    /** What the state holds, and what of it has reached the store: nothing reaches it before its checkpoint. */
    private void takeSnapshot() {
        storeAtSnapshot = copy(store);
        receivedAtSnapshot = received.copy();
        sinceSnapshot.clear();
    }

    /** Another process goes on from the last snapshot, which the version before may have written. */
    private void restore(Random random) {
        journeys = process();
        store = copy(storeAtSnapshot);
        received = receivedAtSnapshot.copy();
        sinceSnapshot.clear();
        if (store.header() != null && random.nextBoolean()) {
            store.header(DeviceHeaderTest.inLayoutBefore(DeviceHeader.of(store, rules.digest())));
        }
    }

    private static DeviceStore copy(DeviceStore from) {
        DeviceStore copy = new MemoryDeviceStore();
        copy.header(from.header());
        copy.assignments(from.assignments());
        from.pointBuckets().forEach(bucket -> copy.points(bucket, from.points(bucket)));
        from.legs().forEach(leg -> copy.leg(leg, from.leg(leg)));
        return copy;
    }

    /** The same from points in order, with nothing in between but the silences that settled. */
    private ReceivedStore plainly(List<List<Point>> stretches, boolean[] settledAfter, DeviceAssignments assignments) {
        DeviceJourneys others = new DeviceJourneys(rules);
        MemoryDeviceStore other = new MemoryDeviceStore();
        ReceivedStore found = new ReceivedStore().take(others.assign(other, DEVICE, assignments));
        for (int i = 0; i < stretches.size(); i++) {
            found.take(others.accept(other, DEVICE, stretches.get(i)));
            if (settledAfter[i]) {
                found.take(others.settle(other, DEVICE));
            }
        }
        return found.take(others.silence(other, DEVICE));
    }

    /** When the journeys began that the plain function finds in the whole. */
    private List<String> starts(List<Point> points, Random random) {
        WholeHistory whole = new WholeHistory();
        uploads(points, random).forEach(whole::add);
        return whole.journeys(rules.profiles()).stream()
                .map(journey ->
                        Instant.ofEpochMilli(journey.startMillis()).toString().substring(0, 19))
                .toList();
    }

    private ReceivedStore inFiles(List<Point> points, Random random, DeviceAssignments assignments) {
        DeviceJourneys others = new DeviceJourneys(rules, Input.ENDS);
        MemoryDeviceStore other = new MemoryDeviceStore();
        ReceivedStore found = new ReceivedStore().take(others.assign(other, DEVICE, assignments));
        uploads(points, random).forEach(upload -> found.take(others.accept(other, DEVICE, upload)));
        return found.take(others.endOfInput(other, DEVICE));
    }

    /**
     * A history is filled in, in any order, while some of the last stretch comes as it is driven; the rest of that follows.
     * Silence and settling mean nothing until the history has ended.
     */
    private ReceivedStore backFilled(List<List<Point>> stretches, List<DeviceAssignments> given, Random random) {
        int last = Math.max(0, stretches.size() - 1);
        List<List<Point>> history = new ArrayList<>();
        stretches.subList(0, last).forEach(stretch -> history.addAll(uploads(stretch, random)));
        List<List<Point>> driven = stretches.isEmpty() ? List.of() : uploads(stretches.get(last), random);
        int inBetween = random.nextInt(driven.size() + 1);
        history.addAll(driven.subList(0, inBetween));
        Collections.shuffle(history, random);

        DeviceJourneys others = new DeviceJourneys(rules, Input.BACK_FILL, allowance);
        DeviceStore other = new MemoryDeviceStore();
        ReceivedStore found = new ReceivedStore();
        for (List<Point> upload : history) {
            found.take(others.accept(other, DEVICE, upload));
            switch (random.nextInt(20)) {
                case 0 -> found.take(others.silence(other, DEVICE));
                case 1 -> found.take(others.settle(other, DEVICE));
                case 2 -> found.take(others.assign(other, DEVICE, given.get(random.nextInt(given.size()))));
                case 3 -> others = new DeviceJourneys(rules, Input.BACK_FILL, allowance);
                default -> {}
            }
        }
        for (DeviceAssignments assignments : given) { // what is settled when the history ends keeps what is known then
            found.take(others.assign(other, DEVICE, assignments));
        }
        assertThat(found.documents()).isEmpty();

        others.endBackFill();
        if (random.nextBoolean()) {
            found.take(others.endOfInput(other, DEVICE));
        }
        for (List<Point> upload : driven.subList(inBetween, driven.size())) {
            switch (random.nextInt(10)) {
                case 0 -> found.take(others.silence(other, DEVICE));
                case 1 -> others = new DeviceJourneys(rules, Input.BACK_FILL, allowance);
                case 2 -> others.endBackFill();
                default -> {}
            }
            found.take(others.accept(other, DEVICE, upload));
        }
        others.endBackFill();
        return found.take(others.silence(other, DEVICE));
    }

    /** Roads and profiles: the same throughout, or others that are given bit by bit. */
    private void drawRules(List<Point> points, Random random) {
        int draw = random.nextInt(4);
        if (draw == 0) {
            rules = rules(ProfileChanges.within(points, random));
        } else if (draw == 1) {
            Map<Instant, RoadNetwork> roads = new TreeMap<>();
            for (int number = random.nextInt(4); number > 0; number--) {
                roads.put(timeOfOne(points, random), FarRoads.numbered(number));
                rulesToCome.add(rules(Versions.from(roads), RULES.profiles()));
            }
            rulesToCome.add(rules(Versions.from(roads), ProfileChanges.within(points, random)));
        }
        journeys = process();
    }

    /** Lists of assignments that correct each other; of those of one version it is not told which is the newer. */
    private static List<DeviceAssignments> assignments(List<Point> points, Random random) {
        List<DeviceAssignments> given = new ArrayList<>(List.of(DeviceAssignments.NONE));
        for (int i = random.nextInt(4); i > 0; i--) {
            Instant change = timeOfOne(points, random);
            PolicyAssignment before = assignment("P-" + random.nextInt(3), Instant.EPOCH, change);
            PolicyAssignment after = assignment("P-" + random.nextInt(3), change, null);
            given.add(new DeviceAssignments(
                    1 + random.nextInt(3),
                    switch (random.nextInt(4)) {
                        case 0 -> List.of();
                        case 1 -> List.of(before);
                        case 2 -> List.of(after);
                        default -> List.of(before, after);
                    }));
        }
        return given;
    }

    private static PolicyAssignment assignment(String policy, Instant from, Instant to) {
        return new PolicyAssignment(policy, from, to, ZoneId.of("Europe/Helsinki"), VehicleClass.VAN);
    }

    private static int whichHolds(DeviceAssignments one, DeviceAssignments other) {
        return one.version() != other.version()
                ? Long.compare(one.version(), other.version())
                : Arrays.compare(json(one), json(other));
    }

    private static byte[] json(DeviceAssignments assignments) {
        return AssignmentCodec.json(new AssignmentMessage(DEVICE, assignments));
    }

    private static Instant timeOfOne(List<Point> points, Random random) {
        return Instant.ofEpochMilli(
                points.isEmpty() ? 1 : points.get(random.nextInt(points.size())).timeMillis());
    }

    /** Drives between which the device is not heard of, for days or only until its buffer is full. */
    private static List<List<Point>> stretches(Random random) {
        Drive drive = new Drive(10 + random.nextInt(20));
        switch (random.nextInt(5)) {
            case 0, 1 -> drive.tellingSpeed();
            case 2 -> drive.speedFrozenAtNought();
            default -> {}
        }
        List<List<Point>> stretches = new ArrayList<>();
        int told = 0;
        for (int left = random.nextInt(4) == 0 ? 2 + random.nextInt(MOST_STRETCHES - 1) : 1; left > 0; left--) {
            goAbout(drive, random);
            List<Point> points = drive.points();
            if (points.size() > told) {
                List<Point> timely = withinHorizon(points.subList(told, points.size()));
                stretches.add(withFloods(withRivals(timely, random), random));
                told = points.size();
            }
            drive.hole(random.nextInt(LONGEST_PAUSE_SECONDS), random.nextInt(20_000));
        }
        for (int rogues = random.nextInt(3); rogues > 0 && !stretches.isEmpty(); rogues--) {
            List<Point> stretch = stretches.get(random.nextInt(stretches.size()));
            stretch.add(ofTheFuture(rogues));
            if (random.nextBoolean()) {
                stretch.add(near(ofTheFuture(rogues), random.nextInt(Point.SLOT_MILLIS), random));
            }
        }
        return stretches;
    }

    /** Without what comes so much later than the first point that the first could be settled before it comes. */
    private static List<Point> withinHorizon(List<Point> points) {
        long horizon = RULES.horizon().toMillis() - HORIZON_MARGIN_MILLIS;
        long end = points.get(0).timeMillis() + horizon;
        return points.stream().takeWhile(point -> point.timeMillis() < end).toList();
    }

    /** Of some fixes the device has sent another for the same time. */
    private static List<Point> withRivals(List<Point> points, Random random) {
        List<Point> all = new ArrayList<>(points);
        for (int rivals = random.nextInt(20); rivals > 0; rivals--) {
            Point point = points.get(random.nextInt(points.size()));
            all.add(
                    random.nextInt(points.size()),
                    Point.at(point.timeMillis(), point.latitude() + random.nextInt(300) / 1e5, point.longitude())
                            .accuracyMetres(1 + random.nextInt(200))
                            .build());
        }
        return all;
    }

    /** At some moments the device sends as fast as it can: several fixes to a slot of time, and in the slots beside it. */
    private static List<Point> withFloods(List<Point> points, Random random) {
        List<Point> all = new ArrayList<>(points);
        for (int floods = random.nextInt(6); floods > 0; floods--) {
            Point point = points.get(random.nextInt(points.size()));
            for (int more = random.nextInt(40); more > 0; more--) {
                int millis = random.nextInt(4 * Point.SLOT_MILLIS) - 2 * Point.SLOT_MILLIS;
                all.add(1 + random.nextInt(all.size()), near(point, millis, random));
            }
        }
        int flooded = random.nextInt(4) == 0 ? Math.min(points.size(), 60) : 0;
        int first = random.nextInt(points.size() - flooded + 1);
        for (Point point : points.subList(first, first + flooded)) {
            all.add(all.indexOf(point) + 1, near(point, 1 + random.nextInt(Point.SLOT_MILLIS - 1), random));
        }
        return all;
    }

    /** Another fix so much later, up to some hundred metres away; some devices do not tell how good theirs are. */
    private static Point near(Point point, int millis, Random random) {
        Point.Builder near =
                Point.at(point.timeMillis() + millis, point.latitude() + random.nextInt(300) / 1e5, point.longitude());
        return (random.nextBoolean() ? near.accuracyMetres(1 + random.nextInt(200)) : near).build();
    }

    /** Some hours of driving, standing, holes and errors, or some days. */
    private static void goAbout(Drive drive, Random random) {
        int steps = 1 + random.nextInt(random.nextInt(4) == 0 ? 14 : 7);
        int hidden = random.nextInt(4 * steps);
        for (int i = 0; i < steps; i++) {
            if (i == hidden) {
                drive.coarse(90_000);
            }
            switch (random.nextInt(9)) {
                case 0 -> drive.stand(random.nextInt(900));
                case 7 -> drive.ignition(random.nextBoolean() ? Ignition.ON : Ignition.OFF);
                case 8 -> drive.stand(random.nextInt(200)).hole(random.nextInt(40_000), random.nextInt(3000));
                case 1 -> drive.hole(random.nextInt(5000), random.nextInt(20_000));
                case 2 -> drive.jump(random.nextInt(9000));
                case 4 -> drive.coarse(random.nextInt(5000));
                case 3 -> drive.drift(random.nextInt(900), random.nextInt(250));
                default -> drive.drive(random.nextInt(1500), random.nextInt(30));
            }
        }
    }

    /** The points cut into uploads, some twice, shuffled as a buffer that is sent late would. */
    private static List<List<Point>> uploads(List<Point> points, Random random) {
        List<List<Point>> uploads = new ArrayList<>();
        for (int at = 0; at < points.size(); ) {
            int to = Math.min(points.size(), at + 1 + random.nextInt(60));
            uploads.add(points.subList(at, to));
            if (random.nextInt(5) == 0) {
                uploads.add(points.subList(Math.max(0, at - random.nextInt(10)), to));
            }
            at = to;
        }
        for (int swaps = random.nextInt(uploads.size() + 1); swaps > 0; swaps--) {
            Collections.swap(uploads, random.nextInt(uploads.size()), random.nextInt(uploads.size()));
        }
        return uploads;
    }

    /** Some of what came long ago comes once more. */
    private static void sendAgain(List<Point> before, List<List<Point>> uploads, Random random) {
        for (int times = random.nextInt(3); times > 0; times--) {
            int from = random.nextInt(before.size());
            int to = Math.min(before.size(), from + 1 + random.nextInt(60));
            uploads.add(random.nextInt(uploads.size() + 1), before.subList(from, to));
        }
    }

    private static boolean anyOf(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }

    private void accept(List<Point> points) {
        received.take(journeys.accept(store, DEVICE, points));
    }

    private void silence() {
        received.take(journeys.silence(store, DEVICE));
    }
}
