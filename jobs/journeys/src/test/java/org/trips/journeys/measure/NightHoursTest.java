package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.trips.journeys.profile.Profile;

class NightHoursTest {
    private static final ZoneId HELSINKI = ZoneId.of("Europe/Helsinki");
    private static final Profile.Night DEFAULT = Profile.defaults().night();

    @Test
    void nightIsFromElevenToFiveByTheLocalClock() {
        // 22:30 to 23:30 in Helsinki, in winter.
        assertThat(night("2026-01-10T20:30:00Z", "2026-01-10T21:30:00Z")).isEqualTo(Duration.ofMinutes(30));
        assertThat(night("2026-01-10T02:30:00Z", "2026-01-10T03:30:00Z")).isEqualTo(Duration.ofMinutes(30));
        assertThat(night("2026-01-10T10:00:00Z", "2026-01-10T12:00:00Z")).isZero();
    }

    @Test
    void aNightIsShorterWhenClocksGoForwardAndLongerWhenTheyGoBack() {
        assertThat(night("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z")).isEqualTo(Duration.ofHours(5));
        assertThat(night("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z")).isEqualTo(Duration.ofHours(7));
    }

    @Test
    void aNightMayLieWithinOneDay() {
        Profile.Night early = new Profile.Night(LocalTime.of(1, 0), LocalTime.of(5, 0));
        Instant from = Instant.parse("2026-01-10T00:00:00Z");
        assertThat(NightHours.millis(
                        from.toEpochMilli(), from.plus(Duration.ofHours(24)).toEpochMilli(), HELSINKI, early))
                .isEqualTo(Duration.ofHours(4).toMillis());
    }

    private static Duration night(String from, String to) {
        return Duration.ofMillis(NightHours.millis(
                Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli(), HELSINKI, DEFAULT));
    }
}
