package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.Profile;

class ClockHoursTest {
    private static final ZoneId HELSINKI = ZoneId.of("Europe/Helsinki");
    private static final Profile.Night NIGHT = Profile.defaults().night();
    private static final Profile.RushHour RUSH_HOUR =
            Profile.defaults().exposure().rushHour();

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
        assertThat(within(
                        HELSINKI,
                        "2026-01-10T00:00:00Z",
                        "2026-01-11T00:00:00Z",
                        span -> ClockHours.night(span, early)))
                .isEqualTo(Duration.ofHours(4));
    }

    @Test
    void rushHourIsOnWeekdaysFromSevenToTenAndFromFourToSevenByTheLocalClock() {
        // Thursday to Saturday noon in Helsinki, in winter.
        assertThat(rushHour("2026-01-08T10:00:00Z", "2026-01-10T10:00:00Z")).isEqualTo(Duration.ofHours(9));
        assertThat(rushHour("2026-01-09T04:59:00Z", "2026-01-09T05:01:00Z")).isEqualTo(Duration.ofMinutes(1));
        assertThat(rushHour("2026-01-10T05:00:00Z", "2026-01-10T08:00:00Z")).isZero();
    }

    @Test
    void hoursThatTheClockShowsTwiceCountTwiceAndThoseItSkipsNotAtAll() {
        Profile.RushHour small = new Profile.RushHour(
                Set.of(DayOfWeek.SUNDAY), List.of(new Profile.Hours(LocalTime.of(3, 15), LocalTime.of(3, 45))));
        // In Helsinki clocks go from 3 to 4 in spring, and from 4 to 3 in autumn.
        assertThat(within(
                        HELSINKI,
                        "2026-03-28T12:00:00Z",
                        "2026-03-29T12:00:00Z",
                        span -> ClockHours.rushHour(span, small)))
                .isZero();
        assertThat(within(
                        HELSINKI,
                        "2026-10-24T12:00:00Z",
                        "2026-10-25T12:00:00Z",
                        span -> ClockHours.rushHour(span, small)))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aDayThatComesAgainBecauseTheClockGoesBackOverMidnightHasAllItsTime() {
        // In Newfoundland, a minute after midnight it was a minute after eleven again.
        ZoneId newfoundland = ZoneId.of("America/St_Johns");
        List<PolicySpan> spans = spans(newfoundland, "2010-11-07T00:00:00Z", "2010-11-08T00:00:00Z");
        assertThat(spans)
                .extracting(PolicySpan::day)
                .containsExactly(
                        LocalDate.of(2010, 11, 6),
                        LocalDate.of(2010, 11, 7),
                        LocalDate.of(2010, 11, 6),
                        LocalDate.of(2010, 11, 7));
        assertThat(spans.stream()
                        .mapToLong(span -> span.endMillis() - span.startMillis())
                        .sum())
                .isEqualTo(Duration.ofDays(1).toMillis());
    }

    private static Duration night(String from, String to) {
        return within(HELSINKI, from, to, span -> ClockHours.night(span, NIGHT));
    }

    private static Duration rushHour(String from, String to) {
        return within(HELSINKI, from, to, span -> ClockHours.rushHour(span, RUSH_HOUR));
    }

    private static Duration within(
            ZoneId zone, String from, String to, Function<PolicySpan, List<ClockHours.Time>> hours) {
        return Duration.ofMillis(spans(zone, from, to).stream()
                .flatMap(span -> hours.apply(span).stream())
                .mapToLong(ClockHours.Time::millis)
                .sum());
    }

    private static List<PolicySpan> spans(ZoneId zone, String from, String to) {
        return PolicySpan.of(
                Instant.parse(from).toEpochMilli(),
                Instant.parse(to).toEpochMilli(),
                new DeviceAssignments(
                        1, List.of(new PolicyAssignment("P-1", Instant.EPOCH, null, zone, VehicleClass.VAN))));
    }
}
