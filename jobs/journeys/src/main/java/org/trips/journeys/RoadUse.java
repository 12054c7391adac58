package org.trips.journeys;

/** How far (mm) and how long (ms) a journey went on roads of one class. */
public record RoadUse(long distanceMm, long millis) {
    public static final RoadUse NONE = new RoadUse(0, 0);

    public RoadUse plus(long moreMm, long moreMillis) {
        return new RoadUse(distanceMm + moreMm, millis + moreMillis);
    }
}
