package org.trips.job.operators;

/**
 * When a device was last heard of, and when to look at it again.
 *
 * @param lastHeardMillis in time in which the job ran, see {@link RunningTime}
 * @param timerMillis the processing time at which its one timer fires
 * @param open whether it has an open journey, which silence will end
 */
public record DeviceClock(long lastHeardMillis, long timerMillis, boolean open) {}
