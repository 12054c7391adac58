package org.trips.journeys.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;

/** The two profiles of docs/segmentation.md, and the built-in one, on the same points. */
class ExampleProfilesTest {
    private static final Path BUILT_IN = Path.of("src/main/resources/org/trips/journeys/default-profile.yaml");

    @TempDir
    Path folder;

    @Test
    void theBuiltInProfileEndsAJourneyAtTheCustomerAndNotAtTheDoor() {
        assertThat(minutes(Profile.defaults())).containsExactly(23L, 1L, 10L);
    }

    @Test
    void greedyParkingFindsEachStopAndNoHop() throws IOException {
        assertThat(minutes(example("greedy-parking"))).containsExactly(10L, 10L, 10L);
    }

    @Test
    void greedyTripsMakesOneOfARoundWithItsDeliveries() throws IOException {
        assertThat(minutes(example("greedy-trips"))).containsExactly(54L);
    }

    /** What journeys last, to the minute. */
    private static List<Long> minutes(Profile profile) {
        Drive round = new Drive(1)
                .stand(1200)
                .drive(600, 12)
                .stand(180)
                .drive(600, 12)
                .stand(600)
                .drive(60, 10)
                .stand(600)
                .drive(600, 12)
                .stand(1200);
        JourneyFold fold = new JourneyFold(Versions.always(profile), FoldState.NEW);
        round.points().forEach(fold::accept);
        List<Leg> legs = new ArrayList<>(fold.ended());
        fold.finish().ifPresent(legs::add);
        return legs.stream()
                .flatMap(leg -> leg.journey().stream())
                .map(journey -> Math.round((journey.endMillis() - journey.startMillis()) / 60_000.0))
                .toList();
    }

    /** The built-in profile with the id and the section that the document gives. */
    private Profile example(String id) throws IOException {
        String document = Files.readString(document());
        Matcher section = Pattern.compile("```yaml\nid: " + id + "\n(segmentation:\n.*?)```", Pattern.DOTALL)
                .matcher(document);
        assertThat(section.find()).isTrue();
        String builtIn = Files.readString(BUILT_IN);
        String changed = builtIn.replaceFirst("(?m)^id: .*$", "id: " + id)
                .replaceFirst("(?s)segmentation:\n.*?\n\n", Matcher.quoteReplacement(section.group(1) + "\n"));
        Path file = folder.resolve(id + ".yaml");
        Files.writeString(file, changed);
        Profile profile = Profile.load(file);
        assertThat(profile.id()).isEqualTo(id);
        assertThat(profile.segmentation()).isNotEqualTo(Profile.defaults().segmentation());
        return profile;
    }

    private static Path document() {
        return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(at -> at.resolve("docs/segmentation.md"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow();
    }
}
