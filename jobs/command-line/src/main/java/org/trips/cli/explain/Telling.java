package org.trips.cli.explain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and amounts as the sentences say them: times of another day than the journey's with their day. Immutable. */
final class Telling {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final double MILLIS = 1_000;
    private static final double KMH_PER_MPS = 3.6;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long SECONDS_PER_HOUR = 3_600;
    private static final long HOURS_PER_DAY = 24;
    private static final long LONGEST_TOLD_IN_MINUTES = 2 * HOURS_PER_DAY * 60;
    private static final double METRES_TOLD_AS_KM = 10_000;

    private final ZoneId zone;
    private final LocalDate day;

    /** @param dayMillis a time of the day that needs not be said */
    Telling(ZoneId zone, long dayMillis) {
        this.zone = zone;
        day = at(dayMillis).toLocalDate();
    }

    String time(long millis) {
        ZonedDateTime time = at(millis);
        return (time.toLocalDate().equals(day) ? CLOCK : DAY).format(time);
    }

    static String span(long millis) {
        long seconds = Math.round(millis / MILLIS);
        if (seconds < 2 * SECONDS_PER_MINUTE) {
            return millis % 1_000 == 0 || seconds >= SECONDS_PER_MINUTE
                    ? seconds + " s"
                    : String.format(Locale.ROOT, "%.1f s", millis / MILLIS);
        }
        if (seconds < SECONDS_PER_HOUR) {
            long rest = seconds % SECONDS_PER_MINUTE;
            return seconds / SECONDS_PER_MINUTE + " min" + (rest == 0 ? "" : " " + rest + " s");
        }
        long minutes = Math.round((double) seconds / SECONDS_PER_MINUTE);
        if (minutes > LONGEST_TOLD_IN_MINUTES) {
            long hours = Math.round((double) seconds / SECONDS_PER_HOUR);
            return hours / HOURS_PER_DAY + " d " + hours % HOURS_PER_DAY + " h";
        }
        return String.format(Locale.ROOT, "%d h %02d min", minutes / SECONDS_PER_MINUTE, minutes % SECONDS_PER_MINUTE);
    }

    static String metres(double metres) {
        return metres < METRES_TOLD_AS_KM
                ? String.format(Locale.ROOT, "%,.0f m", metres)
                : String.format(Locale.ROOT, "%,.1f km", metres / 1_000);
    }

    static String kmh(double metresPerSecond) {
        return String.format(Locale.ROOT, "%.0f km/h", metresPerSecond * KMH_PER_MPS);
    }

    /** A number with as many decimals as it needs, two at most. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%,.2f", value).replaceAll("\\.?0+$", "");
    }

    /** The zone's name; Java calls UTC a Z. */
    static String zone(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    private ZonedDateTime at(long millis) {
        return Instant.ofEpochMilli(millis).atZone(zone);
    }
}
