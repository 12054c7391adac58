package org.trips.job.mapping;

import java.math.BigDecimal;

/**
 * A quantity in another system's aggregates.
 *
 * @param perUnit how many of this product's unit are in one of the other's
 */
record MappedQuantity(ComparedField field, FieldPath path, BigDecimal perUnit) {}
