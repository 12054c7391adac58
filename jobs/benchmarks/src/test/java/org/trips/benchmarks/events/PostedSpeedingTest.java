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
import org.trips.benchmarks.events.PostedSpeeding.Shares;
import org.trips.journeys.profile.Profile;

/** Real drives whose limits somebody else looked up, where they lie beside the checkout. */
class PostedSpeedingTest {
    @Test
    void pointsAboveThePostedLimitAreThoseThatWereCountedByHand() throws IOException {
        RecordedDrives drives = RecordedDrives.ndsbr(folder());

        Shares above = Shares.of(drives, new Profile.Speeding(0, 0, Duration.ZERO));
        Shares by10 = Shares.of(drives, new Profile.Speeding(0, 10 / 3.6, Duration.ZERO));

        assertThat(share(above.aboveInFile, above.knownInFile)).isCloseTo(0.157, within(0.001));
        assertThat(share(by10.aboveInFile, by10.knownInFile)).isCloseTo(0.067, within(0.001));
        assertThat(share(above.unknownInFile, above.knownInFile + above.unknownInFile))
                .isCloseTo(0.128, within(0.001));
    }

    @Test
    void theRuleFindsAsManyPointsAboveTheLimitAsAreAboveItEachByItself() throws IOException {
        RecordedDrives drives = RecordedDrives.ndsbr(folder());

        for (double tolerance : new double[] {0, 10 / 3.6}) {
            Shares shares = Shares.of(drives, new Profile.Speeding(0, tolerance, Duration.ZERO));
            assertThat(share(shares.inEpisodes, shares.known))
                    .isCloseTo(share(shares.above, shares.known), within(0.01));
        }
    }

    private static double share(long points, long all) {
        return (double) points / all;
    }

    private static Path folder() {
        Optional<Path> folder = Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(at -> at.resolve("shared/data/ndsbr"))
                .filter(Files::isDirectory)
                .findFirst();
        if (folder.isEmpty()) {
            System.out.println("SKIPPED a test on real drives: there is no shared/data/ndsbr beside the checkout");
        }
        assumeTrue(folder.isPresent());
        return folder.get();
    }
}
