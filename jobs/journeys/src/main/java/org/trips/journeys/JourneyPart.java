package org.trips.journeys;

import java.time.LocalDate;

/**
 * What of a journey fell to one policy on one local day of that policy's time zone (UTC days, and a null policy, where
 * none was assigned). A journey's parts sum exactly to the journey.
 */
public record JourneyPart(String policy, LocalDate day, long startMillis, long endMillis, Sums sums) {}
