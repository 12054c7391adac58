package org.trips.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.EventType;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.DeviceChanges;
import org.trips.journeys.device.DeviceJourneys;
import org.trips.journeys.device.DeviceStore;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.MemoryDeviceStore;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.PointsFile;
import org.trips.journeys.intake.RefusedLine;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadDecoder;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyFile;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.PointTally;
import org.trips.roads.RoadNetwork;
import org.trips.roads.osm.ImportProgress;
import org.trips.roads.osm.OsmImporter;

/** What the product finds in the sample drives, held against what they truly were. */
class SampleDrivesTest {
    private static final Path SAMPLE_DATA = Path.of("../../sample-data");
    private static final double DISTANCE_TOLERANCE = 0.02;
    private static final long HARSH_TOLERANCE_MILLIS = 3000;
    /** When somebody passes a limit on the way up to a speed depends on each metre per second of noise. */
    private static final long SPEEDING_TOLERANCE_MILLIS = 10_000;

    private static final Pseudonyms PSEUDONYMS =
            new Pseudonyms("k1", "a key for tests alone".getBytes(StandardCharsets.UTF_8));

    private static final Map<String, JsonNode> JOURNEYS = new LinkedHashMap<>();
    private static final List<Upload> UPLOADS = new ArrayList<>();
    private static final List<RefusedLine> REFUSED = new ArrayList<>();
    private static List<JourneyTruth> truth;
    private static PointTally tally = PointTally.NONE;

    @BeforeAll
    static void findTheJourneysOfAllSampleUploads(@TempDir Path folder) throws IOException {
        truth = TruthFile.read(SAMPLE_DATA.resolve("truth.ndjson.gz"));
        PointsFile.read(
                SAMPLE_DATA.resolve("uploads.ndjson.gz"),
                new UploadDecoder(),
                UPLOADS::add,
                REFUSED::add,
                notice -> {});
        Path roadFile = folder.resolve("sample.roads");
        OsmImporter.importExtracts(
                List.of(SAMPLE_DATA.resolve("Helsinki.osm.pbf"), SAMPLE_DATA.resolve("test.osm.pbf")),
                roadFile,
                ImportProgress.NONE);
        DeviceJourneys product = new DeviceJourneys(new JourneyRules(
                Versions.always(RoadNetwork.open(roadFile)),
                Versions.always(Profile.defaults()),
                PSEUDONYMS,
                JourneyRules.DEFAULT_HORIZON));

        Map<String, DeviceStore> stores = new LinkedHashMap<>();
        for (Map.Entry<String, DeviceAssignments> device : PolicyFile.read(SAMPLE_DATA.resolve("policies.json"))
                .assignments()
                .entrySet()) {
            DeviceStore store = new MemoryDeviceStore();
            stores.put(device.getKey(), store);
            take(product.assign(store, device.getKey(), device.getValue()));
        }
        for (Upload upload : UPLOADS) {
            take(product.accept(stores.get(upload.device()), upload.device(), upload.points()));
        }
        for (Map.Entry<String, DeviceStore> device : stores.entrySet()) {
            take(product.silence(device.getValue(), device.getKey()));
        }
    }

    @Test
    void everyJourneyIsFoundAndNoneInvented() {
        assertThat(truth).isNotEmpty().allSatisfy(journey -> assertThat(foundAt(journey))
                .hasSize(1));
        assertThat(JOURNEYS).hasSameSizeAs(truth);
    }

    @Test
    void everyDistanceIsWithinTwoPercentOfTheTruth() {
        assertThat(truth).allSatisfy(journey -> assertThat(
                        found(journey).get("distanceMetres").doubleValue())
                .isCloseTo(journey.metres(), within(journey.metres() * DISTANCE_TOLERANCE)));
    }

    @Test
    void everyHarshEventAndSpeedingEpisodeOfClearSizeIsFound() {
        assertThat(truth)
                .flatExtracting(JourneyTruth::events)
                .extracting(TrueEvent::type)
                .contains(EventType.values());
        for (JourneyTruth journey : truth) {
            List<JsonNode> found = new ArrayList<>();
            found(journey).get("events").forEach(found::add);
            for (TrueEvent event : journey.events()) {
                JsonNode same = found.stream()
                        .filter(candidate -> isSame(candidate, event))
                        .findFirst()
                        .orElse(null);
                assertThat(same).as("%s of %s", event, journey.device()).isNotNull();
                found.remove(same);
            }
        }
    }

    @Test
    void hardlyAnyHarshEventIsFoundThatWasNotPlanned() {
        long planned =
                truth.stream().mapToLong(journey -> journey.events().size()).sum();
        long found = JOURNEYS.values().stream()
                .mapToLong(journey -> journey.get("events").size())
                .sum();

        // Nobody planned what lies between a threshold and what is beyond doubt.
        assertThat(found).isBetween(planned, planned + planned / 10);
    }

    @Test
    void everyPointIsUsedDroppedOrADuplicateAndNoneIsLateOrRefused() {
        long sent = UPLOADS.stream().mapToLong(upload -> upload.points().size()).sum();

        assertThat(REFUSED).isEmpty();
        assertThat(tally.total()).isEqualTo(sent);
        assertThat(tally.late()).isZero();
        assertThat(tally.open()).isZero();
        assertThat(tally.duplicates()).isPositive();
    }

    private static void take(DeviceChanges changes) throws IOException {
        tally = tally.plus(changes.tally());
        for (StoreDocument document : changes.documents()) {
            if (document.isDeletion()) {
                JOURNEYS.remove(document.id());
            } else {
                JOURNEYS.put(document.id(), new ObjectMapper().readTree(document.json()));
            }
        }
    }

    private static JsonNode found(JourneyTruth journey) {
        return foundAt(journey).get(0);
    }

    private static List<JsonNode> foundAt(JourneyTruth journey) {
        String device = PSEUDONYMS.of(journey.device());
        return JOURNEYS.values().stream()
                .filter(candidate -> candidate.get("device").textValue().equals(device)
                        && millis(candidate, "start") < journey.endMillis()
                        && millis(candidate, "end") > journey.startMillis())
                .toList();
    }

    private static boolean isSame(JsonNode found, TrueEvent event) {
        long tolerance = event.type() == EventType.SPEEDING ? SPEEDING_TOLERANCE_MILLIS : HARSH_TOLERANCE_MILLIS;
        return found.get("type").textValue().equals(event.type().label())
                && Math.abs(millis(found, "start") - event.startMillis()) <= tolerance;
    }

    private static long millis(JsonNode object, String field) {
        return Instant.parse(object.get(field).textValue()).toEpochMilli();
    }
}
