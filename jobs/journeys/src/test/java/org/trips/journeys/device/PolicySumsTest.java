package org.trips.journeys.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.roads.Earth;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

/**
 * Days equal months equal journeys, to the millimetre and the millisecond, in every field that a journey's parts have: over
 * midnight, changes of clock and month, policies that change in mid-journey, devices that move to another policy,
 * corrections, and journeys that are withdrawn because late points show another.
 */
class PolicySumsTest {
    private static final int VEHICLES = 3;
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Europe/Helsinki"), ZoneId.of("Asia/Beirut"), ZoneId.of("America/New_York"), ZoneId.of("UTC"));

    /** Just before clocks go forward and back in each of the zones, a new month, a rush hour's end, and a night. */
    private static final List<String> TIMES = List.of(
            "2026-03-29T00:50:00Z",
            "2026-10-25T00:50:00Z",
            "2026-03-28T21:50:00Z",
            "2026-10-24T20:50:00Z",
            "2026-03-08T06:50:00Z",
            "2026-11-01T05:50:00Z",
            "2026-03-31T20:50:00Z",
            "2026-04-30T23:50:00Z",
            "2026-03-02T07:50:00Z",
            "2026-03-02T20:50:00Z");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private static RoadNetwork roads;

    private final ReceivedStore received = new ReceivedStore();

    @Property(tries = 40, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void daysEqualMonthsEqualJourneysInEveryField(@ForAll long seed) throws IOException {
        new PolicySumsTest().sumsAreEqual(new Random(seed));
    }

    private void sumsAreEqual(Random random) throws IOException {
        DeviceJourneys journeys = new DeviceJourneys(
                DeviceJourneysTest.rules(Versions.always(roads()), Versions.always(Profile.defaults())));
        long start = Instant.parse(TIMES.get(random.nextInt(TIMES.size()))).toEpochMilli();
        for (int vehicle = 0; vehicle < VEHICLES; vehicle++) {
            live(journeys, "d-" + vehicle, start + random.nextInt(600_000), random);
        }
        compare();
    }

    /** A day of one device: uploads in any order, silences, and assignments that correct each other. */
    private void live(DeviceJourneys journeys, String device, long start, Random random) {
        DeviceStore store = new MemoryDeviceStore();
        List<Point> points = drive(start, random);
        List<List<Point>> uploads = uploads(points, random);
        for (int i = 0; i < uploads.size(); i++) {
            if (random.nextInt(3) == 0) {
                received.take(journeys.assign(store, device, assignments(i, points, random)));
            }
            received.take(journeys.accept(store, device, uploads.get(i)));
            if (random.nextInt(3) == 0) {
                received.take(journeys.silence(store, device));
            }
        }
        received.take(journeys.silence(store, device));
        received.take(journeys.assignInSilence(store, device, assignments(uploads.size(), points, random)));
        if (random.nextBoolean()) {
            received.take(journeys.settle(store, device));
        }
    }

    private static DeviceAssignments assignments(int version, List<Point> points, Random random) {
        List<PolicyAssignment> assignments = new ArrayList<>();
        long first = points.get(0).timeMillis();
        long from = first - 3_600_000;
        for (int i = random.nextInt(5); i > 0; i--) {
            long to = from + 1 + random.nextInt(3_600_000);
            if (random.nextInt(4) > 0) {
                assignments.add(new PolicyAssignment(
                        "P-" + random.nextInt(3),
                        Instant.ofEpochMilli(from),
                        i == 1 ? null : Instant.ofEpochMilli(to),
                        ZONES.get(random.nextInt(ZONES.size())),
                        VehicleClass.VAN));
            }
            from = to;
        }
        return new DeviceAssignments(version, assignments);
    }

    private static List<List<Point>> uploads(List<Point> points, Random random) {
        List<List<Point>> uploads = new ArrayList<>();
        for (int at = 0; at < points.size(); ) {
            int to = Math.min(points.size(), at + 100 + random.nextInt(400));
            uploads.add(points.subList(at, to));
            at = to;
        }
        if (random.nextBoolean()) {
            Collections.shuffle(uploads, random);
        }
        return uploads;
    }

    /** Up the road at all speeds, hard on brakes and pedal, with stops that end journeys and holes that hide. */
    private static List<Point> drive(long start, Random random) {
        List<Point> points = new ArrayList<>();
        long time = start;
        double north = random.nextInt(3_000);
        double speed = 0;
        for (int stage = 3 + random.nextInt(5); stage > 0; stage--) {
            double wanted = random.nextInt(4) == 0 ? 0 : random.nextInt(45);
            double step = 1 + random.nextInt(4);
            int seconds = wanted == 0 && random.nextBoolean() ? 330 : 20 + random.nextInt(200);
            for (int i = 0; i < seconds; i++) {
                speed = speed < wanted ? Math.min(wanted, speed + step) : Math.max(wanted, speed - step);
                north += speed;
                time += 1_000;
                points.add(Point.at(time, 60 + north / METRES_PER_DEGREE, 24)
                        .speedMps(speed)
                        .headingDegrees(0)
                        .accuracyMetres(4)
                        .build());
            }
            if (random.nextInt(5) == 0) {
                int hole = random.nextInt(1_200);
                time += hole * 1_000L + random.nextInt(1_000);
                north += random.nextInt(20) * hole;
            }
        }
        return points;
    }

    private void compare() throws JsonProcessingException {
        Map<String, Map<String, BigDecimal>> ofParts = new TreeMap<>();
        Map<String, Integer> begun = new HashMap<>();
        Map<String, Set<String>> vehicles = new HashMap<>();
        for (String document : received.documents()) {
            JsonNode journey = JSON.readTree(document);
            Map<String, BigDecimal> whole = new TreeMap<>();
            for (JsonNode part : journey.get("parts")) {
                addNumbers(part, "", whole);
                // What classes and bands do not sum to would stand there.
                assertThat(part.get("roadClasses").has("notKept")).isFalse();
                assertThat(part.get("speedBands").has("notKept")).isFalse();
                String policy = part.get("policy").asText();
                String day = part.get("day").asText();
                if (!part.get("policy").isNull()) {
                    addNumbers(part, "", ofParts.computeIfAbsent(policy + "|" + day, none -> new TreeMap<>()));
                    for (String span : List.of(day, day.substring(0, 7))) {
                        vehicles.computeIfAbsent(policy + "|" + span, none -> new HashSet<>())
                                .add(journey.get("device").asText());
                        begun.merge(
                                policy + "|" + span,
                                part.get("start").equals(journey.get("start")) ? 1 : 0,
                                Integer::sum);
                    }
                }
            }
            whole.forEach(
                    (field, sum) -> assertThat(at(journey, field)).as(field).isEqualByComparingTo(sum));
        }
        Map<String, Map<String, BigDecimal>> ofDays = new TreeMap<>();
        Map<String, Map<String, BigDecimal>> days = new TreeMap<>();
        Map<String, Map<String, BigDecimal>> months = new TreeMap<>();
        for (var kept : received.daysAndMonths().entrySet()) {
            JsonNode span = JSON.readTree(kept.getValue());
            String id = span.get("_id").asText();
            Map<String, BigDecimal> sums = new TreeMap<>();
            addNumbers(span, "", sums);
            sums.keySet().removeIf(field -> field.startsWith("/per100Km/"));
            assertThat(sums.remove("/vehicles"))
                    .as(id)
                    .isEqualByComparingTo(BigDecimal.valueOf(vehicles.get(id).size()));
            assertThat(sums.remove("/journeys")).as(id).isEqualByComparingTo(BigDecimal.valueOf(begun.get(id)));
            if (span.has("day")) {
                days.put(id, sums);
                Map<String, BigDecimal> month =
                        ofDays.computeIfAbsent(id.substring(0, id.length() - "-01".length()), none -> new TreeMap<>());
                sums.forEach((field, sum) -> month.merge(field, sum, BigDecimal::add));
            } else {
                months.put(id, sums);
            }
        }
        assertThat(withoutZeros(days)).isEqualTo(withoutZeros(ofParts));
        assertThat(withoutZeros(months)).isEqualTo(withoutZeros(ofDays));
    }

    /** All numbers of a document by the path on which they lie, but for those in lists. */
    private static void addNumbers(JsonNode node, String path, Map<String, BigDecimal> sums) {
        node.properties().forEach(field -> {
            String at = path + "/" + field.getKey();
            if (field.getValue().isNumber()) {
                sums.merge(at, field.getValue().decimalValue(), BigDecimal::add);
            } else if (field.getValue().isObject()) {
                addNumbers(field.getValue(), at, sums);
            }
        });
    }

    /** A class of road in which nothing was driven is absent. */
    private static BigDecimal at(JsonNode document, String path) {
        return document.at(path).isMissingNode()
                ? BigDecimal.ZERO
                : document.at(path).decimalValue();
    }

    private static Map<String, Map<String, BigDecimal>> withoutZeros(Map<String, Map<String, BigDecimal>> spans) {
        spans.values().forEach(sums -> {
            sums.values().removeIf(sum -> sum.signum() == 0);
            sums.replaceAll((field, sum) -> sum.stripTrailingZeros());
        });
        return spans;
    }

    private static final double METRES_PER_DEGREE = Earth.RADIUS_METRES * Math.toRadians(1);

    /** Ten kilometres of roads of several classes and limits, of which some are unknown; it goes on beyond them. */
    private static synchronized RoadNetwork roads() throws IOException {
        if (roads == null) {
            List<RoadClass> classes = List.of(
                    RoadClass.RESIDENTIAL, RoadClass.SECONDARY, RoadClass.MOTORWAY, RoadClass.TRUNK, RoadClass.PRIMARY);
            RoadNetworkBuilder builder = new RoadNetworkBuilder().addNode(0, 60, 24);
            for (int kilometre = 1; kilometre <= 10; kilometre++) {
                builder.addNode(kilometre, 60 + kilometre * 1_000 / METRES_PER_DEGREE, 24);
                Way way = Way.of(kilometre, classes.get(kilometre % classes.size()));
                builder.addWay(kilometre % 3 == 0 ? way : way.limitKmh(30 + 10 * kilometre), kilometre - 1, kilometre);
            }
            Path file = Files.createTempFile("sums", ".roads");
            builder.write(file);
            roads = RoadNetwork.open(file);
            Files.delete(file);
        }
        return roads;
    }
}
