package org.trips.cli.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.trips.cli.journeys.FileJourneys;
import org.trips.cli.servers.StoredDocuments;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.AssignmentCodec;
import org.trips.journeys.policies.AssignmentMessage;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.roads.RoadNetwork;
import org.trips.simulator.Defects;
import org.trips.simulator.Simulation;
import org.trips.simulator.SimulationOptions;

/**
 * A few simulated vehicles over three days, sent in rounds of half a day: shuffled, repeated in part, and held back for
 * up to two rounds. So of two uploads that change places none is more than 36 hours behind the other, and no point is
 * late. Each fleet has devices and policies of its own. The same seed gives the same messages in the same order.
 */
public final class Fleet {
    public static final int ROUNDS = 6;

    private static final int VEHICLES = 6;
    private static final Duration ROUND = Duration.ofHours(12);
    private static final Instant START = SimulationOptions.DEFAULT_START;
    private static final ZoneId ZONE = ZoneId.of("Europe/Helsinki");
    private static final Defects DEFECTS = new Defects(2.5, 0.3, 0, 0, 0, 0, 0.3);

    /** A correction changes journeys that are not settled, and so has to come within the horizon. */
    private static final int ROUND_OF_CORRECTIONS = 2;

    private static final int ROUND_OF_OLD_ASSIGNMENTS = 4;
    private static final double HELD_BACK = 0.15;
    private static final int MOST_ROUNDS_HELD_BACK = 2;
    private static final double REPEATED = 0.2;
    private static final int NEARBY = 15;

    private final JourneyRules rules;
    private final String name;
    private final Random random;
    private final List<List<Upload>> fresh = new ArrayList<>();
    private final List<List<Upload>> sent = new ArrayList<>();
    private final Map<String, DeviceAssignments> first = new HashMap<>();
    private final Map<String, DeviceAssignments> corrected = new HashMap<>();

    /** @param number from 0; its devices and policies are named after it */
    public Fleet(RoadNetwork roads, String pseudonymKey, long seed, int number) {
        rules = new JourneyRules(
                Versions.always(roads),
                Versions.always(Profile.defaults()),
                new Pseudonyms("k1", pseudonymKey.getBytes(UTF_8)),
                JourneyRules.DEFAULT_HORIZON);
        name = "fleet" + number;
        random = new Random(seed * 1_000_003 + number);
        for (int round = 0; round < ROUNDS; round++) {
            fresh.add(new ArrayList<>());
            sent.add(new ArrayList<>());
        }
        var options = new SimulationOptions(
                VEHICLES,
                ROUND.multipliedBy(ROUNDS),
                random.nextLong() >>> 24,
                START,
                ZONE,
                name + "-",
                1.0 / 3,
                1.0 / 3,
                DEFECTS);
        new Simulation(roads, options).run(this::plan, truth -> {});
        sent.forEach(this::disorder);
        assign();
    }

    /** The messages of a round, from 0, in the order in which they are sent. */
    public List<byte[]> uploads(int round) {
        return sent.get(round).stream().map(UploadEncoder::encode).toList();
    }

    /** The messages that say which device belongs to which policy. */
    public List<byte[]> assignments(int round) {
        Map<String, DeviceAssignments> told =
                switch (round) {
                    case 0, ROUND_OF_OLD_ASSIGNMENTS -> first;
                    case ROUND_OF_CORRECTIONS -> corrected;
                    default -> Map.of();
                };
        return told.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(device -> AssignmentCodec.json(new AssignmentMessage(device.getKey(), device.getValue())))
                .toList();
    }

    /** What the store holds of this fleet after a round without any disturbance: what the plain functions find. */
    public StoredDocuments expected(int round) {
        Map<String, DeviceAssignments> known = new HashMap<>(first);
        if (round >= ROUND_OF_CORRECTIONS) {
            known.putAll(corrected);
        }
        FileJourneys journeys = new FileJourneys(rules, known);
        fresh.subList(0, round + 1).forEach(uploads -> uploads.forEach(journeys::accept));
        journeys.finish();
        return StoredDocuments.of(journeys);
    }

    private void plan(Upload upload) {
        long begin = upload.points().get(0).timeMillis() - START.toEpochMilli();
        int round = (int) Math.min(ROUNDS - 1, begin / ROUND.toMillis());
        if (random.nextDouble() < HELD_BACK) {
            round = Math.min(ROUNDS - 1, round + 1 + random.nextInt(MOST_ROUNDS_HELD_BACK));
        }
        fresh.get(round).add(upload);
        sent.get(round).add(upload);
        if (random.nextDouble() < REPEATED) {
            sent.get(round).add(part(upload));
        }
    }

    private Upload part(Upload upload) {
        List<Point> points = upload.points();
        int from = random.nextInt(points.size());
        return new Upload(
                upload.device(),
                points.subList(from, from + 1 + random.nextInt(points.size() - from)),
                upload.receivedAtMillis());
    }

    /** As sent, mixed with what is near, or (half of the time) mixed altogether. */
    private void disorder(List<Upload> round) {
        int within = List.of(1, NEARBY, round.size(), round.size()).get(random.nextInt(4));
        record Place(Upload upload, int at) {}
        List<Place> places = new ArrayList<>();
        for (int at = 0; at < round.size(); at++) {
            places.add(new Place(round.get(at), at + random.nextInt(within)));
        }
        places.sort(Comparator.comparingInt(Place::at));
        Collections.copy(round, places.stream().map(Place::upload).toList());
    }

    /** All but one vehicle have a policy; one changes it on the second day, and of two the policy is corrected later. */
    private void assign() {
        Instant always = START.minus(Duration.ofDays(60));
        Instant change = START.plus(ROUND.multipliedBy(3)).minus(Duration.ofHours(3));
        for (int vehicle = 1; vehicle < VEHICLES; vehicle++) {
            first.put(name + "-" + vehicle, of(1, policy(vehicle % 2 == 0 ? "A" : "B", always, null)));
        }
        first.put(name + "-1", of(1, policy("A", always, change), policy("B", change, null)));
        corrected.put(name + "-2", of(2, policy("C", always, null)));
        corrected.put(name + "-3", of(2, policy("B", always, change), policy("C", change, null)));
    }

    private static DeviceAssignments of(long version, PolicyAssignment... assignments) {
        return new DeviceAssignments(version, List.of(assignments));
    }

    private PolicyAssignment policy(String letter, Instant from, Instant to) {
        return new PolicyAssignment(name + "-" + letter, from, to, ZONE, VehicleClass.VAN);
    }
}
