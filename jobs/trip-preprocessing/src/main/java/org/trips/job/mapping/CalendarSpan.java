package org.trips.job.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.BsonValue;
import org.trips.journeys.intake.IsoTime;

/** A span of the calendar of which another system keeps sums. */
enum CalendarSpan {
    DAY("day", Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})(?:[T ][0-9:.,]*)?"), "2026-03-01, 20260301") {
        @Override
        String of(LocalDate date) {
            return date.toString();
        }
    },
    MONTH(
            "month",
            Pattern.compile("(\\d{4})-?(\\d{2})(?:-?\\d{2}(?:[T ][0-9:.,]*)?)?"),
            "2026-03, 202603, 2026-03-01") {
        @Override
        String of(LocalDate date) {
            return DateTimeFormatter.ofPattern("uuuu-MM").format(date);
        }
    };

    private final String label;
    private final Pattern written;
    private final String examples;

    CalendarSpan(String label, Pattern written, String examples) {
        this.label = label;
        this.written = written;
        this.examples = examples;
    }

    /** As documents call it. */
    String label() {
        return label;
    }

    /** What may stand in documents, for a sentence to a person. */
    String wanted() {
        return "a " + label + " such as " + examples
                + ", or, where the mapping gives a zone, a date or a time with its offset";
    }

    abstract String of(LocalDate date);

    /**
     * As this product writes it; empty where a value is none.
     *
     * @param zone in which a date falls on a day; null where dates are not expected
     */
    Optional<String> of(BsonValue value, ZoneId zone) {
        if (value.isDateTime()) {
            return zone == null
                    ? Optional.empty()
                    : Optional.of(of(Instant.ofEpochMilli(value.asDateTime().getValue())
                            .atZone(zone)
                            .toLocalDate()));
        }
        return Values.name(value).map(String::strip).flatMap(text -> {
            var millis = value.isString() ? IsoTime.epochMillis(text) : IsoTime.NOT_A_TIME;
            if (millis == IsoTime.NOT_A_TIME) {
                return of(text);
            }
            // Its offset tells an instant, and which day that is depends on where.
            return zone == null
                    ? Optional.empty()
                    : Optional.of(of(Instant.ofEpochMilli(millis).atZone(zone).toLocalDate()));
        });
    }

    private Optional<String> of(String text) {
        var matcher = written.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var month = YearMonth.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            return Optional.of(of(month.atDay(this == DAY ? Integer.parseInt(matcher.group(3)) : 1)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
