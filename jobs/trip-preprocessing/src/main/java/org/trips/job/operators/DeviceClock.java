package org.trips.job.operators;

/**
 * When a device was last heard of, and when to look at it again.
 *
 * @param lastHeardMillis in time in which the job ran, see {@link RunningTime}; {@link #FILLED_IN} where nobody knows when its
 *     history was driven, and the journeys in it are yet to be found
 * @param timerMillis the processing time at which its one timer fires
 * @param open whether it has an open journey, which silence will end
 */
public record DeviceClock(long lastHeardMillis, long timerMillis, boolean open) {
    static final long FILLED_IN = Long.MIN_VALUE;

    DeviceClock filledIn(long turnMillis) {
        return new DeviceClock(FILLED_IN, turnMillis, open);
    }
}
