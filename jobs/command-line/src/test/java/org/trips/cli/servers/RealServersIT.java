package org.trips.cli.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.profile.Profile;
import org.trips.matching.PathLine;
import org.trips.matching.evaluation.TrueLine;
import org.trips.roads.RoadNetwork;
import org.trips.roads.osm.ImportProgress;
import org.trips.roads.osm.OsmImporter;

/** {@code trips run} between a real RabbitMQ and a real MongoDB-wire server, on real drives and on bad input. */
class RealServersIT {
    private static final long A_HUNDRED_MEGABYTES = 100_000_000;
    private static final double SAME_MAP_METRES = 4;

    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    Path folder;

    @Test
    void theKubickaDriveIsOneJourneyOverTheRoadsThatWereTrulyDriven() throws Exception {
        RealDrives drives = realDrives();
        Path roads = roads(drives.kubickaRoads());
        Path profile = Files.writeString(folder.resolve("with-geometry.yaml"), profileWithWholeGeometry());
        List<Document> journeys =
                play("kubicka", drives.kubicka(), Played.roads(roads) + "profiles:\n  - file: " + profile + "\n");
        assertThat(journeys).hasSize(1);
        Document journey = journeys.get(0);
        assertThat(journey.getString("distanceSource")).isEqualTo("roads");
        assertThat(journey.getDouble("matchedShare")).isGreaterThan(0.99);
        PathLine truth = drives.kubickaTruth();
        assertThat(journey.getDouble("distanceMetres"))
                .isCloseTo(truth.lengthMetres(), within(0.03 * truth.lengthMetres()));
        double mismatch =
                new TrueLine(RoadNetwork.open(roads), List.of(truth), SAME_MAP_METRES).mismatch(lines(journey));
        System.out.printf("Kubička through the job: route mismatch %.2f %%%n", 100 * mismatch);
        assertThat(mismatch).isLessThan(0.03);
    }

    /** The default one, but with the line driven, up to its very ends. */
    private static String profileWithWholeGeometry() throws IOException {
        try (InputStream defaults = Profile.class.getResourceAsStream("/org/trips/journeys/default-profile.yaml")) {
            return new String(defaults.readAllBytes(), UTF_8)
                    .replace("included: false", "included: true")
                    .replace("hiddenRadiusMetres: 500", "hiddenRadiusMetres: 0");
        }
    }

    /** The lines of a journey's geometry. */
    private static List<PathLine> lines(Document journey) {
        List<List<List<Number>>> lines = journey.get("geometry", Document.class).get("coordinates", List.of());
        return lines.stream()
                .map(line -> PathLine.through(
                        line.stream()
                                .mapToDouble(place -> place.get(1).doubleValue())
                                .toArray(),
                        line.stream()
                                .mapToDouble(place -> place.get(0).doubleValue())
                                .toArray()))
                .toList();
    }

    @Test
    void everyBusTripOfChicagoIsMatchedToItsRoads() throws Exception {
        RealDrives drives = realDrives();
        Path roads = roads(drives.chicagoRoads());
        List<Document> journeys = play("chicago", drives.chicago(), Played.roads(roads));
        assertThat(journeys.stream().map(journey -> journey.getString("device")).distinct())
                .hasSizeGreaterThan(800);
        assertThat(journeys.stream()
                        .filter(journey -> journey.getString("distanceSource").equals("roads")))
                .hasSizeGreaterThan(journeys.size() * 9 / 10);
    }

    @Test
    void drivesWithoutRoadsBeneathThemAreJourneysByGpsDistance() throws Exception {
        RealDrives drives = realDrives();
        List<Upload> uploads = Stream.concat(drives.ndsbr().stream(), drives.driveplotr().stream())
                .toList();
        List<Document> journeys = play("without-roads", uploads, "");
        assertThat(journeys)
                .allMatch(journey -> journey.getString("distanceSource").equals("gps"));
        // 109 km and 369 km, as the two sets themselves say; what lies in holes and between drives is not in that.
        double bridged = kilometres(journeys, "bridgedMetres");
        assertThat(kilometres(journeys, "distanceMetres") - bridged).isCloseTo(478, within(15.0));
        assertThat(bridged).isBetween(1.0, 20.0);
    }

    private static double kilometres(List<Document> journeys, String field) {
        return journeys.stream()
                        .mapToDouble(journey -> journey.getDouble(field))
                        .sum()
                / 1000;
    }

    @Test
    void badInputCostsOnlyItself() throws Exception {
        RealDrives drives = realDrives();
        List<Upload> uploads = drives.ndsbr();
        try (Played played = new Played("bad-input", folder, SERVERS, "")) {
            played.publish("not JSON at all".getBytes(UTF_8), null);
            played.publish("{\"device\":7,\"points\":\"many\"}".getBytes(UTF_8), null);
            played.publish(Arrays.copyOf(gzip("{\"device\":\"d\",\"points\":[]}"), 20), "gzip");
            played.publish("{\"device\":\"d\",\"points\":[]}".getBytes(UTF_8), null);
            played.publish(point("null-island", 0, 0), null);
            played.publish(point("device-nobody-knows", 60.17, 24.94), null);
            played.publish(new byte[(int) A_HUNDRED_MEGABYTES], null);
            played.publish(uploads);
            played.untilAllHasArrived();

            assertThat(played.deadLetterReasons())
                    .containsExactlyInAnyOrder(
                            "notJson", "wrongType", "truncatedGzip", "noPoints", "nullIsland", "tooLarge");
            long good =
                    uploads.stream().mapToLong(upload -> upload.points().size()).sum();
            played.assertThatNoPointIsUnaccountedFor(good + 2);
            assertThat(played.journeys()).isNotEmpty();
        }
    }

    private List<Document> play(String name, List<Upload> uploads, String roads) throws Exception {
        try (Played played = new Played(name, folder, SERVERS, roads)) {
            played.publish(uploads);
            played.untilAllHasArrived();
            played.assertThatNoPointIsUnaccountedFor(
                    uploads.stream().mapToLong(upload -> upload.points().size()).sum());
            assertThat(played.indexes("journeys")).hasSizeGreaterThan(1);
            return played.journeys();
        }
    }

    private Path roads(Path extract) throws IOException {
        Path roads = folder.resolve("network.roads");
        OsmImporter.importExtracts(List.of(extract), roads, ImportProgress.NONE);
        return roads;
    }

    private static RealDrives realDrives() {
        Optional<RealDrives> drives = RealDrives.besideTheCheckout();
        if (drives.isEmpty()) {
            System.out.println("SKIPPED a test on real drives: there is no shared/data beside the checkout");
        }
        assumeTrue(drives.isPresent(), "there is no shared/data beside the checkout");
        return drives.get();
    }

    private static byte[] point(String device, double latitude, double longitude) {
        return "{\"device\":\"%s\",\"points\":[{\"time\":\"2026-03-01T07:30:00.000Z\",\"lat\":%s,\"lon\":%s}]}"
                .formatted(device, latitude, longitude)
                .getBytes(UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
