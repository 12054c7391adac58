package org.trips.journeys.intake;

/**
 * Reads times such as {@code 2026-03-01T07:30:00.000Z} without making objects: of all that decoding a point takes, the
 * library's own parsing of times would be the largest part. Seconds may have a fraction, of which milliseconds are
 * kept; the offset from UTC is {@code Z}, {@code +02:00} or {@code +0200}, and must be there.
 */
public final class IsoTime {
    /** What {@link #epochMillis} answers for text that is no such time. */
    public static final long NOT_A_TIME = Long.MIN_VALUE;

    private static final long NO_OFFSET = Long.MIN_VALUE;
    private static final int DATE_AND_TIME_LENGTH = "2026-03-01T07:30:00".length();
    private static final int MILLIS_PER_SECOND = 1000;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long SECONDS_PER_HOUR = 3600;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int DAYS_PER_400_YEARS = 146_097;
    private static final int DAYS_FROM_YEAR_0_TO_1970 = 719_468;

    private IsoTime() {}

    /** Milliseconds since 1970 UTC, or {@link #NOT_A_TIME}. */
    public static long epochMillis(String text) {
        return epochMillis(text.toCharArray(), 0, text.length());
    }

    /** The same of a part of a buffer. */
    static long epochMillis(char[] text, int offset, int length) {
        if (length <= DATE_AND_TIME_LENGTH) {
            return NOT_A_TIME;
        }
        int end = offset + length;
        int year = number(text, offset, 4);
        int month = number(text, offset + 5, 2);
        int day = number(text, offset + 8, 2);
        int hour = number(text, offset + 11, 2);
        int minute = number(text, offset + 14, 2);
        int second = number(text, offset + 17, 2);
        char separator = text[offset + 10];
        boolean shaped = text[offset + 4] == '-'
                && text[offset + 7] == '-'
                && (separator == 'T' || separator == 't' || separator == ' ')
                && text[offset + 13] == ':'
                && text[offset + 16] == ':';
        boolean inRange = year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= daysInMonth(year, month)
                && hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59;
        if (!shaped || !inRange) {
            return NOT_A_TIME;
        }

        int position = offset + DATE_AND_TIME_LENGTH;
        int millis = 0;
        if (text[position] == '.' || text[position] == ',') {
            int firstDigit = ++position;
            for (int weight = 100; position < end && isDigit(text[position]); position++) {
                millis += weight * (text[position] - '0');
                weight /= 10;
            }
            if (position == firstDigit) {
                return NOT_A_TIME;
            }
        }
        long utcOffset = offsetSeconds(text, position, end);
        if (utcOffset == NO_OFFSET) {
            return NOT_A_TIME;
        }
        long seconds = daysSince1970(year, month, day) * SECONDS_PER_DAY
                + hour * SECONDS_PER_HOUR
                + minute * SECONDS_PER_MINUTE
                + second
                - utcOffset;
        return seconds * MILLIS_PER_SECOND + millis;
    }

    /** Seconds east of UTC, or {@link #NO_OFFSET}. */
    private static long offsetSeconds(char[] text, int position, int end) {
        int length = end - position;
        if (length == 1 && (text[position] == 'Z' || text[position] == 'z')) {
            return 0;
        }
        boolean colon = length == 6 && text[position + 3] == ':';
        boolean signed = length > 0 && (text[position] == '+' || text[position] == '-');
        if (!signed || (!colon && length != 5)) {
            return NO_OFFSET;
        }
        int hours = number(text, position + 1, 2);
        int minutes = number(text, end - 2, 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return NO_OFFSET;
        }
        long seconds = hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE;
        return text[position] == '-' ? -seconds : seconds;
    }

    /** The number that these digits say, or -1. */
    private static int number(char[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            if (!isDigit(text[i])) {
                return -1;
            }
            number = number * 10 + text[i] - '0';
        }
        return number;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static int daysInMonth(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** In a calendar whose years begin in March, so that a leap day is a year's last and months have a simple rule. */
    private static long daysSince1970(int year, int month, int day) {
        int shiftedYear = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(shiftedYear, 400);
        int yearOfEra = shiftedYear - era * 400;
        int monthFromMarch = (month + 9) % 12;
        int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return (long) era * DAYS_PER_400_YEARS + dayOfEra - DAYS_FROM_YEAR_0_TO_1970;
    }
}
