package org.trips.journeys.policies;

import org.trips.journeys.documents.StoreDocument;

/** What a contribution changed: the day's document, replaced or deleted, and what the month has to know. */
public record DayChange(StoreDocument document, DayTotals totals) {}
