package org.trips.job.mapping;

/**
 * A number in documents.
 *
 * @param unit as people write it, for sentences
 * @param perUnit how many of what the product reckons in one of it is: metres per second, m/s², degrees, metres
 */
record MappedNumber(FieldPath path, String unit, double perUnit) {}
