package org.trips.journeys;

import java.util.Locale;

/** Where a speed limit is known from. */
public enum LimitSource {
    /** Posted at all times, for everybody or for vehicles of this kind. */
    TAGGED,
    /** Posted for some hours. */
    CONDITIONAL,
    /** A table of what is usual by class of road, which whoever runs the job chose. */
    DEFAULT,
    /** Nowhere: nothing is speeding there. */
    UNKNOWN;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it stands in documents. */
    public String label() {
        return label;
    }
}
