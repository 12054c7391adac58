package org.trips.cli.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.trips.cli.journeys.FileJourneys;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.intake.UploadDecoder;
import org.trips.journeys.policies.PolicyFile;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.roads.RoadNetwork;
import org.trips.roads.osm.ImportProgress;
import org.trips.roads.osm.OsmImporter;

/** The sample data: its uploads, its roads, and what the functions behind {@code trips journeys} make of them. */
public final class SampleUploads {
    /** The key of the pseudonyms that are expected. */
    public static final String PSEUDONYM_KEY = Played.PSEUDONYM_KEY;

    private static final Path SAMPLE_DATA = Path.of("../../sample-data");

    private SampleUploads() {}

    /** The messages in the order in which they were sent. */
    static List<byte[]> messages() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SAMPLE_DATA.resolve("uploads.ndjson.gz"))), UTF_8))) {
            return lines.lines().map(line -> line.getBytes(UTF_8)).toList();
        }
    }

    static String policies() throws IOException {
        return Files.readString(SAMPLE_DATA.resolve("policies.json"));
    }

    public static Path importRoads(Path folder) throws IOException {
        Path roads = folder.resolve("sample.roads");
        OsmImporter.importExtracts(
                List.of(SAMPLE_DATA.resolve("Helsinki.osm.pbf"), SAMPLE_DATA.resolve("test.osm.pbf")),
                roads,
                ImportProgress.NONE);
        return roads;
    }

    /** What the plain functions find in all of it. */
    public static StoredDocuments expected(Optional<Path> roads, Path policies) throws IOException {
        JourneyRules rules = new JourneyRules(
                roads.isPresent() ? Versions.always(RoadNetwork.open(roads.get())) : Versions.none(),
                Versions.always(Profile.defaults()),
                new Pseudonyms("k1", PSEUDONYM_KEY.getBytes(UTF_8)),
                JourneyRules.DEFAULT_HORIZON);
        FileJourneys journeys =
                new FileJourneys(rules, PolicyFile.read(policies).assignments());
        UploadDecoder decoder = new UploadDecoder();
        for (byte[] message : messages()) {
            decoder.decode(message, null, OptionalLong.empty()).uploads().forEach(journeys::accept);
        }
        journeys.finish();
        return StoredDocuments.of(journeys);
    }
}
