package org.trips.journeys.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trips.journeys.device.DeviceJourneysTest.DEVICE;
import static org.trips.journeys.device.DeviceJourneysTest.RULES;
import static org.trips.journeys.device.DeviceJourneysTest.always;
import static org.trips.journeys.device.DeviceJourneysTest.ofTheFuture;
import static org.trips.journeys.device.DeviceJourneysTest.rules;
import static org.trips.journeys.device.DeviceJourneysTest.whole;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.Drive;
import org.trips.journeys.segmentation.ProfileChanges;
import org.trips.roads.RoadNetwork;

/** Whatever the order in which things come, the store ends with what the plain function finds in the whole. */
class AnyOrderTest {
    private final Deque<JourneyRules> rulesToCome = new ArrayDeque<>();
    private JourneyRules rules = RULES;
    private DeviceJourneys journeys = new DeviceJourneys(rules);
    private final MemoryDeviceStore store = new MemoryDeviceStore();
    private final ReceivedStore received = new ReceivedStore();

    private AnyOrderTest under(JourneyRules others) {
        rules = others;
        journeys = new DeviceJourneys(others);
        return this;
    }

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

    @Property(tries = 200)
    void whateverTheOrderTheStoreEndsTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        List<Point> points = drives(random);
        new AnyOrderTest().endsTheSame(points, random);
    }

    @Property(tries = 100)
    void whateverTheOrderAChangeOfProfileInMidJourneyLeavesTheStoreTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        List<Point> points = drives(random);
        new AnyOrderTest().under(rules(ProfileChanges.within(points, random))).endsTheSame(points, random);
    }

    @Property(tries = 100)
    void whateverTheMomentAtWhichOtherRoadsAndProfilesAreGivenTheStoreEndsTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        List<Point> points = drives(random);
        AnyOrderTest device = new AnyOrderTest();
        Map<Instant, RoadNetwork> roads = new TreeMap<>();
        for (int number = random.nextInt(4); number > 0; number--) {
            long from = points.isEmpty()
                    ? 0
                    : points.get(random.nextInt(points.size())).timeMillis();
            roads.put(Instant.ofEpochMilli(from), FarRoads.numbered(number));
            device.rulesToCome.add(rules(Versions.from(roads), RULES.profiles()));
        }
        device.rulesToCome.add(rules(Versions.from(roads), ProfileChanges.within(points, random)));
        device.endsTheSame(points, random);
    }

    /** The next rules are given, to the running process or to one that goes on after it. */
    private void giveRules(Random random) {
        rules = rulesToCome.remove();
        if (random.nextBoolean()) {
            journeys.switchTo(rules);
        } else {
            journeys = new DeviceJourneys(rules);
        }
    }

    private void endsTheSame(List<Point> driven, Random random) {
        List<Point> points = new ArrayList<>(driven);
        for (int rogues = random.nextInt(3); rogues > 0; rogues--) {
            points.add(ofTheFuture(rogues));
        }
        DeviceAssignments lasting = new DeviceAssignments(2, List.of(always("policy-B")));
        List<DeviceAssignments> given = new ArrayList<>(List.of(
                new DeviceAssignments(1, List.of()), new DeviceAssignments(2, List.of(always("policy-A"))), lasting));
        for (List<Point> upload : uploads(points, random)) {
            accept(upload);
            if (random.nextInt(10) == 0) {
                silence();
            }
            if (random.nextInt(20) == 0) {
                received.take(journeys.assign(store, DEVICE, given.get(random.nextInt(given.size()))));
            }
            if (!rulesToCome.isEmpty() && random.nextInt(20) == 0) {
                giveRules(random);
            }
        }
        while (!rulesToCome.isEmpty()) {
            giveRules(random);
        }
        Collections.shuffle(given, random);
        int silentAfter = random.nextInt(given.size() + 1);
        for (int i = 0; i < given.size(); i++) {
            if (i < silentAfter) {
                received.take(journeys.assign(store, DEVICE, given.get(i)));
            } else {
                silence();
                received.take(journeys.assignInSilence(store, DEVICE, given.get(i)));
            }
        }
        if (silentAfter == given.size()) {
            silence();
        }

        ReceivedStore expected = whole(rules, points, lasting);
        assertThat(received.documentsWithoutRevision()).isEqualTo(expected.documentsWithoutRevision());
        assertThat(received.contributions()).isEqualTo(expected.contributions());
        assertThat(received.tally().used()).isEqualTo(expected.tally().used());
        assertThat(received.tally().dropped()).isEqualTo(expected.tally().dropped());
        assertThat(received.tally().open()).isZero();
        assertThat(inFiles(points, random, lasting).documentsWithoutRevision())
                .isEqualTo(expected.documentsWithoutRevision());
        assertThat(starts(points, random))
                .allSatisfy(start ->
                        assertThat(expected.documents()).anyMatch(json -> json.contains("\"start\":\"" + start)))
                .hasSameSizeAs(expected.documents());
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

    /** Some hours of driving, standing, holes and errors; less than the horizon, so that nothing is late. */
    private static List<Point> drives(Random random) {
        Drive drive = new Drive(10 + random.nextInt(20));
        int steps = 3 + random.nextInt(12);
        int hidden = random.nextInt(4 * steps);
        for (int i = 0; i < steps; i++) {
            if (i == hidden) {
                drive.coarse(90_000);
            }
            switch (random.nextInt(7)) {
                case 0 -> drive.stand(random.nextInt(900));
                case 1 -> drive.hole(random.nextInt(5000), random.nextInt(20_000));
                case 2 -> drive.jump(random.nextInt(9000));
                case 4 -> drive.coarse(random.nextInt(5000));
                case 3 -> drive.drift(random.nextInt(900), random.nextInt(250));
                default -> drive.drive(random.nextInt(1500), random.nextInt(30));
            }
        }
        return drive.points();
    }

    /** The points cut into uploads, some twice, shuffled as a buffer that is sent late would. */
    private static List<List<Point>> uploads(List<Point> points, Random random) {
        List<List<Point>> uploads = new ArrayList<>();
        for (int at = 0; at < points.size(); ) {
            int to = Math.min(points.size(), at + 1 + random.nextInt(40));
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

    private void accept(List<Point> points) {
        received.take(journeys.accept(store, DEVICE, points));
    }

    private void silence() {
        received.take(journeys.silence(store, DEVICE));
    }
}
