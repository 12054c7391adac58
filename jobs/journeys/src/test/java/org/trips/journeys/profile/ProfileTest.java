package org.trips.journeys.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
    @TempDir
    Path folder;

    @Test
    void theDefaultProfileEndsAJourneyAfterFiveMinutesWithinTwoHundredMetres() {
        Profile profile = Profile.defaults();
        assertThat(profile.id()).isEqualTo("default-1");
        assertThat(profile.segmentation().stop()).isEqualTo(Duration.ofMinutes(5));
        assertThat(profile.segmentation().stopRadiusMetres()).isEqualTo(200);
    }

    @Test
    void speedsWrittenInKilometresPerHourAreReckonedInMetresPerSecond() {
        assertThat(Profile.defaults().harsh().gateMps()).isCloseTo(10 / 3.6, within(1e-12));
        assertThat(Profile.defaults().speeding().toleranceMps()).isCloseTo(8 / 3.6, within(1e-12));
    }

    @Test
    void partsOfSecondsAndTimesOfDayAreRead() {
        assertThat(Profile.defaults().harsh().pairLongest()).isEqualTo(Duration.ofMillis(1600));
        assertThat(Profile.defaults().night().from()).isEqualTo(LocalTime.of(23, 0));
    }

    @Test
    void aProfileOfOnesOwnIsReadFromAFile() throws IOException {
        Path file = write(defaultYaml().replace("default-1", "vans-2").replace("stopSeconds: 300", "stopSeconds: 600"));
        assertThat(Profile.load(file).id()).isEqualTo("vans-2");
        assertThat(Profile.load(file).segmentation().stop()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void anUnknownKeyIsRefusedWithItsLineAndTheKeysThereAre() throws IOException {
        Path file = write(defaultYaml().replace("  splitGapSeconds", "  splitGapMinutes: 60\n  splitGapSeconds"));
        assertThatThrownBy(() -> Profile.load(file))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining(file + ", line ")
                .hasMessageContaining("unknown key segmentation.splitGapMinutes")
                .hasMessageContaining("splitGapSeconds");
    }

    @Test
    void aMissingKeyIsRefusedByName() throws IOException {
        Path file = write(defaultYaml().replaceFirst("  longestSeconds: .*\n", ""));
        assertThatThrownBy(() -> Profile.load(file))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("segmentation.longestSeconds is missing");
    }

    @Test
    void aKeyGivenTwiceIsRefused() throws IOException {
        Path file = write(defaultYaml() + "id: again\n");
        assertThatThrownBy(() -> Profile.load(file))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("uplicate");
    }

    @Test
    void aThresholdThatMakesNoSenseIsRefusedWithWhatIsWanted() throws IOException {
        Path negative = write(defaultYaml().replace("stopRadiusMetres: 200", "stopRadiusMetres: -200"));
        assertThatThrownBy(() -> Profile.load(negative)).hasMessageContaining("stopRadiusMetres must be above 0");
        Path severity = write(defaultYaml().replace("highTimesThreshold: 1.7", "highTimesThreshold: 1.2"));
        assertThatThrownBy(() -> Profile.load(severity))
                .hasMessageContaining("highTimesThreshold must not be below mediumTimesThreshold");
        Path word = write(defaultYaml().replace("gateKmh: 10", "gateKmh: fast"));
        assertThatThrownBy(() -> Profile.load(word)).hasMessageContaining("a number is wanted, not 'fast'");
        Path time = write(defaultYaml().replace("\"23:00\"", "\"11pm\""));
        assertThatThrownBy(() -> Profile.load(time)).hasMessageContaining("a time of day in quotes");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("profile.yaml"), yaml);
    }

    private static String defaultYaml() throws IOException {
        try (InputStream yaml = Profile.class.getResourceAsStream("/org/trips/journeys/default-profile.yaml")) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
