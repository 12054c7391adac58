package org.trips.job.stores;

import java.io.Serializable;

/**
 * How documents are gathered before they are written.
 *
 * @param size the most that are written in one go
 * @param intervalMillis the longest that one waits for others
 */
public record Batches(int size, long intervalMillis) implements Serializable {}
