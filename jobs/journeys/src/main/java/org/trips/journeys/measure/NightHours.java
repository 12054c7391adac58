package org.trips.journeys.measure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.trips.journeys.profile.Profile;

/** How much of a time lies at night by the clock of a place. Nights last as long as they do when clocks change. */
final class NightHours {
    private NightHours() {}

    static long millis(long from, long to, ZoneId zone, Profile.Night night) {
        int daysToItsEnd = night.to().isAfter(night.from()) ? 0 : 1;
        LocalDate last = Instant.ofEpochMilli(to).atZone(zone).toLocalDate();
        long millis = 0;
        LocalDate evening =
                Instant.ofEpochMilli(from).atZone(zone).toLocalDate().minusDays(1);
        for (; !evening.isAfter(last); evening = evening.plusDays(1)) {
            long begins = millisAt(evening, night.from(), zone);
            long ends = millisAt(evening.plusDays(daysToItsEnd), night.to(), zone);
            millis += Math.max(0, Math.min(to, ends) - Math.max(from, begins));
        }
        return millis;
    }

    private static long millisAt(LocalDate day, LocalTime time, ZoneId zone) {
        return day.atTime(time).atZone(zone).toInstant().toEpochMilli();
    }
}
