package org.trips.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.trips.journeys.EventType;
import org.trips.journeys.evaluation.EventScore;
import org.trips.journeys.evaluation.ProfileJudge;
import org.trips.journeys.profile.Profile;

/** Real drives, where they lie beside the checkout, are read as they were published. */
class RecordedDrivesTest {
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    @Test
    void theDeviceMarked24EventsFrom0Point45GOn() throws IOException {
        RecordedDrives drives = RecordedDrives.driveplotr(folder("nds-driveplotr"));

        ProfileJudge judge = drives.judgedBy(ProfileJudge.of(null, Profile.defaults(), TOLERANCE));

        assertThat(ProfileJudge.HARSH)
                .extracting(type -> judge.score(type).known())
                .containsExactly(3, 8, 13);
        assertThat(judge.score(EventType.BRAKING).foundShare()).isEqualTo(1);
    }

    @Test
    void cityDrivesBrakeHardFortyTimesIn100Km() throws IOException {
        RecordedDrives drives = RecordedDrives.ndsbr(folder("ndsbr"));

        EventScore braking = drives.judgedBy(ProfileJudge.of(null, Profile.defaults(), TOLERANCE))
                .score(EventType.BRAKING);

        assertThat(braking.distanceMm() / 1e6).isCloseTo(109, within(0.05 * 109));
        assertThat(braking.per100Km()).isCloseTo(42.1, within(4.21));
    }

    private static Path folder(String name) {
        Optional<Path> folder = Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(at -> at.resolve("shared/data").resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
        if (folder.isEmpty()) {
            System.out.println(
                    "SKIPPED a test on real drives: there is no shared/data/" + name + " beside the checkout");
        }
        assumeTrue(folder.isPresent());
        return folder.get();
    }
}
