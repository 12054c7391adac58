package org.trips.cli.compare;

import org.trips.journeys.documents.StoreDocument;

/**
 * A document of the left and the one of the right that is held against it.
 *
 * @param left null where there is none
 * @param right null where there is none, but never both
 */
public record DocumentPair(StoreDocument left, StoreDocument right) {}
