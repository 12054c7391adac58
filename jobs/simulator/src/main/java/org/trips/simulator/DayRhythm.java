package org.trips.simulator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.SplittableRandom;

/**
 * When a vehicle is out: one shift a day, by day or (one in five) by night, with pauses between the journeys in it.
 * Pauses are longer than any stop in traffic, so that it is clear where one journey ends.
 */
final class DayRhythm {
    private static final double NIGHT_SHARE = 0.2;
    private static final int DAY_BEGINS_HOUR = 7;
    private static final int NIGHT_BEGINS_HOUR = 21;
    private static final long MILLIS_PER_MINUTE = 60_000;
    private static final int LATEST_BEGIN_MINUTES = 120;
    private static final int SHIFT_MINUTES = 9 * 60;
    private static final int SHORTEST_PAUSE_MINUTES = 12;
    private static final int LONGEST_PAUSE_MINUTES = 100;

    private final ZoneId zone;
    private final SplittableRandom random;
    private final int beginsHour;

    DayRhythm(ZoneId zone, SplittableRandom random) {
        this.zone = zone;
        this.random = random;
        this.beginsHour = random.nextDouble() < NIGHT_SHARE ? NIGHT_BEGINS_HOUR : DAY_BEGINS_HOUR;
    }

    /** The first departure at or after that time. */
    long firstDeparture(long fromMillis) {
        LocalDate day = Instant.ofEpochMilli(fromMillis).atZone(zone).toLocalDate();
        long departure;
        do {
            departure = beginningOfShift(day) + minutes(0, LATEST_BEGIN_MINUTES);
            day = day.plusDays(1);
        } while (departure < fromMillis);
        return departure;
    }

    /** The departure after an arrival: after a pause, or when the next shift begins. */
    long nextDeparture(long arrivalMillis) {
        long departure = arrivalMillis + minutes(SHORTEST_PAUSE_MINUTES, LONGEST_PAUSE_MINUTES);
        // A shift that began yesterday evening may still go on.
        LocalDate day = Instant.ofEpochMilli(departure).atZone(zone).toLocalDate();
        boolean inShift = isInShift(departure, day) || isInShift(departure, day.minusDays(1));
        return inShift ? departure : firstDeparture(departure);
    }

    private boolean isInShift(long millis, LocalDate day) {
        long beginning = beginningOfShift(day);
        return millis >= beginning && millis < beginning + SHIFT_MINUTES * MILLIS_PER_MINUTE;
    }

    private long beginningOfShift(LocalDate day) {
        return day.atTime(LocalTime.of(beginsHour, 0)).atZone(zone).toInstant().toEpochMilli();
    }

    private long minutes(int from, int to) {
        return random.nextLong(from * MILLIS_PER_MINUTE, to * MILLIS_PER_MINUTE);
    }
}
