package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.documents.JourneyDocument;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.ProfileWith;
import org.trips.journeys.segmentation.DropReason;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.roads.RoadNetwork;

/** The documents that real measurement ends in. */
class JourneyDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(JourneyDocument.class.getResourceAsStream("/org/trips/journeys/journey.schema.json"));
    private static final DeviceAssignments VAN = new DeviceAssignments(
            1,
            List.of(new PolicyAssignment(
                    "P-1",
                    Instant.parse("2026-01-01T00:00:00Z"),
                    null,
                    ZoneId.of("Europe/Helsinki"),
                    VehicleClass.VAN)));

    @TempDir
    static Path folder;

    private static RoadNetwork roads;

    @BeforeAll
    static void buildRoads() throws IOException {
        roads = ToyRoads.in(folder);
    }

    @Test
    void everyJourneyKeepsToThePublishedSchema() throws IOException {
        for (Journey journey : List.of(
                roughNightDrive(roads, Profile.defaults(), VAN),
                roughNightDrive(roads, ProfileWith.geometry(200), VAN),
                roughNightDrive(
                        new JourneyMeasurer(
                                roads,
                                Profile.defaults(),
                                null,
                                List.of(Profile.defaults().withHarshFrom(2))),
                        VAN),
                roughNightDrive(null, Profile.defaults(), DeviceAssignments.NONE))) {
            assertThat(SCHEMA.validate(tree(journey))).isEmpty();
        }
    }

    @Test
    void theSchemaRefusesWhatIsNoJourney() throws IOException {
        ObjectNode tree = (ObjectNode) tree(roughNightDrive(roads, Profile.defaults(), VAN));
        assertThat(SCHEMA.validate(tree.deepCopy().put("driver", "Ms Example"))).isNotEmpty();
        assertThat(SCHEMA.validate(tree.deepCopy().put("start", 1))).isNotEmpty();
        assertThat(SCHEMA.validate(tree.deepCopy().without("policy"))).isNotEmpty();
    }

    @Test
    void theFieldsStandInTheirPublishedOrder() throws IOException {
        List<String> names = new ArrayList<>();
        tree(roughNightDrive(roads, Profile.defaults(), VAN)).fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "_id",
                        "device",
                        "policy",
                        "status",
                        "start",
                        "end",
                        "distanceMetres",
                        "distanceSource",
                        "gpsDistanceMetres",
                        "bridgedMetres",
                        "bridgedStartMetres",
                        "parkedUntil",
                        "ferryMetres",
                        "durationSeconds",
                        "movingSeconds",
                        "idleSeconds",
                        "meanSpeedMps",
                        "maxSpeedMps",
                        "roadClasses",
                        "speeding",
                        "limitUnknownSeconds",
                        "limits",
                        "harsh",
                        "nightSeconds",
                        "nightMetres",
                        "rushHour",
                        "speedBands",
                        "harshSeverity",
                        "harshExposureMetres",
                        "speedingExposureMetres",
                        "matchedShare",
                        "matchConfidence",
                        "events",
                        "parts",
                        "quality",
                        "profile",
                        "roads",
                        "revision");
    }

    @Test
    void theSameJourneyIsTheSameBytes() {
        StoreDocument once = JourneyDocument.of(roughNightDrive(roads, Profile.defaults(), VAN), 1);
        StoreDocument again = JourneyDocument.of(roughNightDrive(roads, Profile.defaults(), VAN), 1);
        assertThat(again).isEqualTo(once);
        assertThat(once.collection()).isEqualTo("journeys");
    }

    @Test
    void numbersSayWhatTheyAre() throws IOException {
        JsonNode journey = tree(roughNightDrive(roads, Profile.defaults(), VAN));
        assertThat(journey.get("start").textValue()).isEqualTo("2026-03-01T20:59:00.000Z");
        assertThat(journey.get("policy").textValue()).isEqualTo("P-1");
        assertThat(journey.get("status").textValue()).isEqualTo("settled");
        assertThat(journey.get("harsh").get("braking").intValue()).isEqualTo(1);
        assertThat(journey.get("speeding").get("episodes").intValue()).isEqualTo(1);
        // 27.77 m/s as the device stored it, where 13.89 are allowed.
        assertThat(journey.get("speeding").get("worstExcessMps").doubleValue()).isEqualTo(13.88);
        assertThat(journey.get("maxSpeedMps").doubleValue()).isEqualTo(27.77);
        assertThat(journey.get("quality").get("dropped").get("inaccurate").intValue())
                .isEqualTo(2);
        // Night begins in Helsinki at 21:00 UTC, a minute after the start.
        assertThat(journey.get("nightSeconds").doubleValue())
                .isEqualTo(journey.get("durationSeconds").doubleValue() - 60);
    }

    @Test
    void anEventSaysHowSevereItWasAndTheSpeedsBeforeAndAfter() throws IOException {
        JsonNode events = tree(roughNightDrive(roads, Profile.defaults(), VAN)).get("events");
        assertThat(events)
                .filteredOn(event -> event.get("type").textValue().equals("braking"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.get("severity").textValue()).isEqualTo("medium");
                    // The first second is left out of it: a speed that was held so exactly may have been held back.
                    assertThat(event.get("speedAtStartMps").doubleValue()).isEqualTo(23.77);
                    // The last second, down to 15, is no longer harsh.
                    assertThat(event.get("speedAtEndMps").doubleValue()).isEqualTo(15.77);
                });
        assertThat(events)
                .filteredOn(event -> event.get("type").textValue().equals("speeding"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.get("severity").isNull()).isTrue();
                    assertThat(event.get("speedAtEndMps").doubleValue()).isLessThanOrEqualTo(27.77);
                });
    }

    @Test
    void roadClassesAndWhatIsUnmatchedSumToTheWhole() throws IOException {
        for (RoadNetwork network : new RoadNetwork[] {roads, null}) {
            JsonNode journey = tree(roughNightDrive(network, Profile.defaults(), VAN));
            double metres = 0;
            for (JsonNode use : journey.get("roadClasses")) {
                metres += use.get("metres").doubleValue();
            }
            assertThat(Math.round(metres * 1000))
                    .isEqualTo(Math.round(journey.get("distanceMetres").doubleValue() * 1000));
        }
    }

    @Test
    void aJourneyWithoutConsentToGeometryHoldsNoCoordinates() {
        String text = new String(
                JourneyDocument.of(roughNightDrive(roads, Profile.defaults(), VAN), 1)
                        .json(),
                StandardCharsets.UTF_8);
        // Degrees are written with six decimals, and nothing else is.
        assertThat(text).doesNotContain("geometry").doesNotContainPattern("\\.[0-9]{6}");
    }

    /** Fast through the village, hard on the brakes, a minute before eleven in the evening. */
    private static Journey roughNightDrive(RoadNetwork network, Profile profile, DeviceAssignments assignments) {
        return roughNightDrive(new JourneyMeasurer(network, profile), assignments);
    }

    private static Journey roughNightDrive(JourneyMeasurer measurer, DeviceAssignments assignments) {
        Drive drive = Drive.from("2026-03-01T20:59:00Z")
                .to(27.77, 2)
                .seconds(120)
                .to(15, 4)
                .seconds(30)
                .to(0, 1)
                .seconds(20);
        JourneyPoints points = new JourneyPoints(drive.points(), Map.of(DropReason.INACCURATE, 2));
        return measurer.measure("k1-0123456789abcdef01234567", points, JourneyStatus.SETTLED, assignments);
    }

    private static JsonNode tree(Journey journey) throws IOException {
        return JSON.readTree(JourneyDocument.of(journey, 3).json());
    }
}
