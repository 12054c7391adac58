package org.trips.roads.osm;

import ch.poole.openinghoursparser.DateRange;
import ch.poole.openinghoursparser.DateWithOffset;
import ch.poole.openinghoursparser.Month;
import ch.poole.openinghoursparser.OpeningHoursParseException;
import ch.poole.openinghoursparser.OpeningHoursParser;
import ch.poole.openinghoursparser.Rule;
import ch.poole.openinghoursparser.RuleModifier;
import ch.poole.openinghoursparser.TimeSpan;
import ch.poole.openinghoursparser.WeekDay;
import ch.poole.openinghoursparser.WeekDayRange;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trips.roads.WeekHours;

/**
 * Hours as OpenStreetMap's opening_hours writes them, as spans of the week: {@code Mo-Fr 07:00-09:00,16:00-18:00; Sa
 * 10:00-12:00}, whole months too. What only a calendar, the sun or a person can tell (holidays, dates, weeks, dusk) is
 * undecidable.
 */
final class OpeningHours {
    /** Hours in which it is so, or in which nobody knows. */
    record Span(WeekHours hours, boolean undecidable) {
        static final Span NOBODY_KNOWS = new Span(WeekHours.ALWAYS, true);
    }

    private static final List<WeekDay> WEEK = List.of(WeekDay.values());
    private static final List<Month> YEAR = List.of(Month.values());
    private static final int NO_TIME = TimeSpan.UNDEFINED_TIME;

    private List<Span> spans = new ArrayList<>();
    private boolean undecidable;

    private OpeningHours() {}

    /** The spans, those that are sure before the others; empty where this is no opening_hours. */
    static Optional<List<Span>> read(String text) {
        try {
            OpeningHours hours = new OpeningHours();
            // The strict grammar refuses spans over midnight.
            for (Rule rule : new OpeningHoursParser(new StringReader(text)).rules(false)) {
                hours.add(rule);
            }
            return Optional.of(hours.spans());
        } catch (OpeningHoursParseException e) {
            return Optional.empty();
        }
    }

    private List<Span> spans() {
        if (undecidable) {
            return List.of(Span.NOBODY_KNOWS);
        }
        List<Span> ordered =
                new ArrayList<>(spans.stream().filter(span -> !span.undecidable).toList());
        spans.stream().filter(span -> span.undecidable).forEach(ordered::add);
        return ordered;
    }

    private void add(Rule rule) {
        if (rule.isFallBack() || rule.isEmpty() || !hasWeekOnly(rule) || !isSaid(rule.getModifier())) {
            undecidable = true;
            return;
        }
        boolean off = isOff(rule.getModifier());
        if (rule.getHolidays() != null) {
            onHolidays(rule, off);
            return;
        }
        int days = days(rule.getDays());
        int months = months(rule.getDates());
        if (off && (rule.getTimes() != null || months != WeekHours.ALL_MONTHS)) {
            undecidable = true;
            return;
        }
        // A later rule replaces what was said of its days before, but for one that is added by a comma.
        if (!rule.isAdditive()) {
            takeOut(days, months);
        }
        if (!off) {
            addTimes(rule, days, months, false);
        }
    }

    /** Which days are holidays nobody knows here: any may be one, but those named beside are sure. */
    private void onHolidays(Rule rule, boolean off) {
        if (off) {
            spans = new ArrayList<>(
                    spans.stream().map(span -> new Span(span.hours, true)).toList());
            return;
        }
        int months = months(rule.getDates());
        if (rule.getDays() != null) {
            addTimes(rule, days(rule.getDays()), months, false);
        }
        addTimes(rule, WeekHours.ALL_DAYS, months, true);
    }

    private void addTimes(Rule rule, int days, int months, boolean onlyPerhaps) {
        if (rule.getTimes() == null) {
            spans.add(new Span(new WeekHours(days, months, 0, WeekHours.DAY_MINUTES), onlyPerhaps));
            return;
        }
        for (TimeSpan time : rule.getTimes()) {
            spans.add(new Span(new WeekHours(days, months, time.getStart(), time.getEnd()), onlyPerhaps));
        }
    }

    private void takeOut(int days, int months) {
        List<Span> left = new ArrayList<>();
        for (Span span : spans) {
            WeekHours hours = span.hours;
            boolean meets = (hours.days() & days) != 0 && (hours.months() & months) != 0;
            if (!meets) {
                left.add(span);
            } else if ((hours.months() & ~months) != 0) {
                undecidable = true;
            } else if ((hours.days() & ~days) != 0) {
                left.add(new Span(
                        new WeekHours(hours.days() & ~days, hours.months(), hours.fromMinute(), hours.toMinute()),
                        span.undecidable));
            }
        }
        spans = left;
    }

    private static boolean hasWeekOnly(Rule rule) {
        boolean week = rule.getYears() == null && rule.getWeeks() == null && rule.getComment() == null;
        boolean days = rule.getDays() == null || rule.getDays().stream().allMatch(OpeningHours::isWholeDays);
        boolean months = rule.getDates() == null || rule.getDates().stream().allMatch(OpeningHours::isWholeMonths);
        boolean times = rule.getTimes() == null || rule.getTimes().stream().allMatch(OpeningHours::isByClock);
        return week && days && months && times;
    }

    private static boolean isWholeDays(WeekDayRange range) {
        return (range.getNths() == null || range.getNths().isEmpty()) && range.getOffset() == 0;
    }

    private static boolean isWholeMonths(DateRange range) {
        return isWholeMonth(range.getStartDate())
                && (range.getEndDate() == null || isWholeMonth(range.getEndDate()))
                && range.getInterval() <= 1;
    }

    private static boolean isWholeMonth(DateWithOffset date) {
        return date.getMonth() != null
                && date.undefinedDay()
                && date.undefinedYear()
                && !date.isOpenEnded()
                && date.getVarDate() == null
                && date.getNthWeekDay() == null
                && date.getWeekDayOffset() == null
                && date.getDayOffset() == 0;
    }

    private static boolean isByClock(TimeSpan time) {
        boolean twoTimes = time.getStart() != NO_TIME && time.getEnd() != NO_TIME && !time.isOpenEnded();
        return twoTimes
                && time.getStartEvent() == null
                && time.getEndEvent() == null
                && time.getInterval() == 0
                && time.getStart() < WeekHours.DAY_MINUTES
                && time.getEnd() > time.getStart()
                && time.getEnd() < 2 * WeekHours.DAY_MINUTES;
    }

    private static boolean isSaid(RuleModifier modifier) {
        return modifier == null
                || (modifier.getComment() == null
                        && modifier.getModifier() != null
                        && modifier.getModifier() != RuleModifier.Modifier.UNKNOWN);
    }

    private static boolean isOff(RuleModifier modifier) {
        return modifier != null && modifier.getModifier() != RuleModifier.Modifier.OPEN;
    }

    private static int days(List<WeekDayRange> ranges) {
        if (ranges == null) {
            return WeekHours.ALL_DAYS;
        }
        int days = 0;
        for (WeekDayRange range : ranges) {
            int first = WEEK.indexOf(range.getStartDay());
            int last = range.getEndDay() == null ? first : WEEK.indexOf(range.getEndDay());
            days |= bits(first, last, WEEK.size());
        }
        return days;
    }

    private static int months(List<DateRange> ranges) {
        if (ranges == null) {
            return WeekHours.ALL_MONTHS;
        }
        int months = 0;
        for (DateRange range : ranges) {
            int first = YEAR.indexOf(range.getStartDate().getMonth());
            int last = range.getEndDate() == null
                    ? first
                    : YEAR.indexOf(range.getEndDate().getMonth());
            months |= bits(first, last, YEAR.size());
        }
        return months;
    }

    /** From one to the other, over the end of the week or year too. */
    private static int bits(int first, int last, int count) {
        int bits = 1 << last;
        for (int at = first; at != last; at = (at + 1) % count) {
            bits |= 1 << at;
        }
        return bits;
    }
}
