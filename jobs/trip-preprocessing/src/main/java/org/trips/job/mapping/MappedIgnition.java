package org.trips.job.mapping;

import java.util.List;
import org.bson.BsonValue;
import org.trips.journeys.points.Ignition;

/**
 * The ignition in documents.
 *
 * @param on the values that mean that it is on
 * @param off those that mean that it is off; where there are none, all others do
 */
record MappedIgnition(FieldPath path, List<BsonValue> on, List<BsonValue> off) {
    /** @param value null where a document says nothing */
    Ignition state(BsonValue value) {
        if (value == null) {
            return Ignition.UNKNOWN;
        }
        if (isOneOf(on, value)) {
            return Ignition.ON;
        }
        return off.isEmpty() || isOneOf(off, value) ? Ignition.OFF : Ignition.UNKNOWN;
    }

    private static boolean isOneOf(List<BsonValue> values, BsonValue value) {
        return values.stream().anyMatch(one -> Values.same(one, value));
    }
}
