package org.trips.journeys;

import java.util.List;
import java.util.Map;
import org.trips.roads.RoadClass;

/**
 * One drive of one device, measured. Times are milliseconds since 1970 UTC, all sums integers. The device is a
 * pseudonym; the policy is the one at its start, or null; the match confidence, in thousandths, is null where it was not
 * measured along roads; geometry is empty unless the profile asks for it; {@code roads} is the version of the road
 * network, or null where there was none. {@code ferryMm} is the way the vehicle was carried on ferries, which is not part
 * of the distance. Immutable.
 */
public record Journey(
        String id,
        String device,
        String policy,
        JourneyStatus status,
        long startMillis,
        long endMillis,
        DistanceSource distanceSource,
        long gpsDistanceMm,
        Bridged bridged,
        long ferryMm,
        int maxSpeedCmps,
        Sums sums,
        int matchedPoints,
        Integer matchConfidenceThousandths,
        LimitUse limits,
        List<JourneyEvent> events,
        ComparedEvents compared,
        List<JourneyPart> parts,
        Quality quality,
        List<List<Place>> geometry,
        String profile,
        String roads) {

    public Journey {
        // Journeys of earlier releases, kept in state, do not say.
        bridged = bridged == null ? Bridged.NONE : bridged;
        limits = limits == null ? LimitUse.NOT_TOLD : limits;
        events = List.copyOf(events);
        // A journey that an earlier release left in state has none.
        compared = compared == null ? ComparedEvents.NONE : compared;
        parts = List.copyOf(parts);
        geometry = geometry.stream().map(List::copyOf).toList();
    }

    public long distanceMm() {
        return sums.distanceMm();
    }

    /** Only of what lay on known roads. */
    public Map<RoadClass, Driven> roadClasses() {
        return sums.breakdown().roadClasses();
    }

    /** The part of its points that lie on a known road, 0 to 1. */
    public double matchedShare() {
        return (double) matchedPoints / quality.pointsUsed();
    }

    public Journey withStatus(JourneyStatus other) {
        return new Journey(
                id,
                device,
                policy,
                other,
                startMillis,
                endMillis,
                distanceSource,
                gpsDistanceMm,
                bridged,
                ferryMm,
                maxSpeedCmps,
                sums,
                matchedPoints,
                matchConfidenceThousandths,
                limits,
                events,
                compared,
                parts,
                quality,
                geometry,
                profile,
                roads);
    }
}
