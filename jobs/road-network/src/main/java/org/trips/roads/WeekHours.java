package org.trips.roads;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One span of hours on some days of the week in some months, by the local clock. Immutable.
 *
 * @param days those on which the span begins: bit 0 is Monday
 * @param months those in which it begins: bit 0 is January
 * @param fromMinute of the day, 0 to 1439
 * @param toMinute without that minute itself; above 1440 the span ends on the next day; at most 2879
 */
public record WeekHours(int days, int months, int fromMinute, int toMinute) {
    /** Bits of all days of the week. */
    public static final int ALL_DAYS = (1 << DayOfWeek.values().length) - 1;
    /** Bits of all months. */
    public static final int ALL_MONTHS = (1 << Month.values().length) - 1;
    /** How many minutes a day has; days on which clocks are changed are read off the clock like others. */
    public static final int DAY_MINUTES = 24 * 60;

    /** At any time. */
    public static final WeekHours ALWAYS = new WeekHours(ALL_DAYS, ALL_MONTHS, 0, DAY_MINUTES);

    private static final int LAST_END = 2 * DAY_MINUTES - 1;
    private static final int HOUR_MINUTES = 60;

    /** @throws IllegalArgumentException if there is no day or month, or the span does not begin before it ends */
    public WeekHours {
        boolean someDay = days > 0 && days <= ALL_DAYS && months > 0 && months <= ALL_MONTHS;
        boolean span = fromMinute >= 0 && fromMinute < DAY_MINUTES && toMinute > fromMinute && toMinute <= LAST_END;
        if (!someDay || !span) {
            throw new IllegalArgumentException("days " + days + ", months " + months + ", minutes " + fromMinute
                    + " to " + toMinute + " are no hours of a week");
        }
    }

    public boolean isAlways() {
        return equals(ALWAYS);
    }

    /** Whether the clock stands within. */
    public boolean contains(LocalDateTime local) {
        int minute = local.getHour() * HOUR_MINUTES + local.getMinute();
        boolean begunToday = minute >= fromMinute && minute < toMinute && beginsOn(local);
        return begunToday || (minute + DAY_MINUTES < toMinute && beginsOn(local.minusDays(1)));
    }

    private boolean beginsOn(LocalDateTime day) {
        return (days & bit(day.getDayOfWeek())) != 0 && (months & bit(day.getMonth())) != 0;
    }

    /** Like {@code Jan,Feb Mo,Tu 22:00-06:00}; "" for always. */
    @Override
    public String toString() {
        String monthNames = months == ALL_MONTHS
                ? ""
                : Arrays.stream(Month.values())
                                .filter(month -> (months & bit(month)) != 0)
                                .map(month -> month.getDisplayName(TextStyle.SHORT, Locale.ROOT))
                                .collect(Collectors.joining(","))
                        + " ";
        String dayNames = days == ALL_DAYS
                ? ""
                : Arrays.stream(DayOfWeek.values())
                                .filter(day -> (days & bit(day)) != 0)
                                .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ROOT)
                                        .substring(0, 2))
                                .collect(Collectors.joining(","))
                        + " ";
        boolean wholeDay = fromMinute == 0 && toMinute == DAY_MINUTES;
        return (monthNames + dayNames + (wholeDay ? "" : clock(fromMinute) + "-" + clock(toMinute))).strip();
    }

    private static int bit(DayOfWeek day) {
        return 1 << (day.getValue() - 1);
    }

    private static int bit(Month month) {
        return 1 << (month.getValue() - 1);
    }

    private static String clock(int minute) {
        int ofDay = minute > DAY_MINUTES ? minute - DAY_MINUTES : minute;
        return String.format(Locale.ROOT, "%02d:%02d", ofDay / HOUR_MINUTES, ofDay % HOUR_MINUTES);
    }
}
