package org.trips.cli.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;

class FileJourneysTest {
    private static final long START_MILLIS = 1_772_000_000_000L;
    private static final long STEP_MILLIS = 20_000;
    private static final JourneyRules RULES = new JourneyRules(
            Versions.none(),
            Versions.always(Profile.defaults()),
            new Pseudonyms("k1", "a key for tests only".getBytes(StandardCharsets.UTF_8)),
            JourneyRules.DEFAULT_HORIZON);
    private static final Map<String, DeviceAssignments> ASSIGNMENTS = Map.of(
            "d-0",
            new DeviceAssignments(
                    1,
                    List.of(new PolicyAssignment(
                            "policy-A", Instant.EPOCH, null, ZoneId.of("Europe/Helsinki"), VehicleClass.VAN))));

    @Property(tries = 60)
    void theSamePointsInWhateverOrderFilesAndLinesComeGiveTheSameDocuments(@ForAll long seed) {
        Random random = new Random(seed);
        List<List<Upload>> files = new ArrayList<>();
        for (int device = 0; device < 2; device++) {
            for (int file = 0; file < 3; file++) {
                files.add(file("d-" + device, random));
            }
        }
        FileJourneys inOrder = read(files);

        Collections.shuffle(files, random);
        files.forEach(file -> Collections.shuffle(file, random));
        FileJourneys shuffled = read(files);

        assertThat(documents(shuffled)).isEqualTo(documents(inOrder)).isNotEmpty();
        assertThat(shuffled.tally()).isEqualTo(inOrder.tally());
        assertThat(shuffled.tally().late()).isZero();
        assertThat(shuffled.tally().open()).isZero();
    }

    /** Some drives of one device that begin within a fortnight, in lines of up to twenty points. */
    private static List<Upload> file(String device, Random random) {
        List<Upload> lines = new ArrayList<>();
        for (int drives = 1 + random.nextInt(3); drives > 0; drives--) {
            long start = START_MILLIS + random.nextInt(14 * 86_400) * 1000L;
            int fixes = 3 + random.nextInt(120);
            int at = 0;
            while (at < fixes) {
                int to = Math.min(fixes, at + 1 + random.nextInt(20));
                List<Point> points = new ArrayList<>();
                for (; at < to; at++) {
                    points.add(Point.of(start + at * STEP_MILLIS, 60 + at * 0.002, 24));
                }
                lines.add(new Upload(device, points, OptionalLong.empty()));
            }
        }
        return lines;
    }

    private static FileJourneys read(List<List<Upload>> files) {
        FileJourneys journeys = new FileJourneys(RULES, ASSIGNMENTS);
        files.forEach(file -> file.forEach(journeys::accept));
        journeys.finish();
        return journeys;
    }

    /** All documents, but for how often each was written. */
    private static List<String> documents(FileJourneys journeys) {
        return Stream.of(StoreDocument.JOURNEYS, StoreDocument.POLICY_DAYS, StoreDocument.POLICY_MONTHS)
                .flatMap(collection -> journeys.documents(collection).stream())
                .map(document ->
                        new String(document.json(), StandardCharsets.UTF_8).replaceAll("\"revision\":\\d+", ""))
                .toList();
    }
}
