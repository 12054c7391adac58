package org.trips.job.mapping;

import org.bson.BsonValue;
import org.trips.journeys.intake.IsoTime;

/**
 * A time in documents: a date, a text such as 2026-03-01T07:30:00Z, or a number.
 *
 * @param millisPerUnit what a number counts, since 1970 UTC or since {@code start}; 0 where the mapping does not say
 * @param start of which the number is the offset; null where it is none
 */
record MappedTime(FieldPath path, long millisPerUnit, MappedTime start) {
    /** What {@link #millis} answers for what is no time. */
    static final long NOT_A_TIME = IsoTime.NOT_A_TIME;

    private static final long MILLIS_PER_SECOND = 1000;

    /** Milliseconds since 1970 UTC; of an offset, since its start; or {@link #NOT_A_TIME}. */
    long millis(BsonValue value) {
        if (start == null) {
            switch (value.getBsonType()) {
                case DATE_TIME -> {
                    return value.asDateTime().getValue();
                }
                case TIMESTAMP -> {
                    return value.asTimestamp().getTime() * MILLIS_PER_SECOND;
                }
                case STRING -> {
                    var millis = IsoTime.epochMillis(value.asString().getValue().strip());
                    if (millis != NOT_A_TIME) {
                        return millis;
                    }
                }
                default -> {}
            }
        }
        var number = Values.number(value);
        return millisPerUnit == 0 || number.isEmpty() || !Double.isFinite(number.getAsDouble())
                ? NOT_A_TIME
                : Math.round(number.getAsDouble() * millisPerUnit);
    }

    /** What it should be, for a sentence to a person. */
    String wanted() {
        if (start != null) {
            return "a number of " + unit() + " since " + start.path();
        }
        return "a date, a time such as 2026-03-01T07:30:00Z"
                + (millisPerUnit == 0
                        ? ", or, where the mapping gives a unit, a number"
                        : ", or " + unit() + " since 1970");
    }

    private String unit() {
        return millisPerUnit == 1 ? "milliseconds" : "seconds";
    }
}
