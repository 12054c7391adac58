package org.trips.journeys.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.trips.journeys.EventType;
import org.trips.journeys.Severity;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/**
 * Finds a journey's harsh braking, acceleration and cornering, each by the accelerometer if most of its points carry
 * that axis, else by GPS, and merges hits of one kind that lie close together into one event.
 */
final class HarshEvents {
    /** An axis that fewer points than this share carry is not measured but scattered. */
    private static final double LEAST_MEASURED_SHARE = 0.5;

    private final List<Point> points;
    private final Profile.Harsh rule;
    private final AccelerometerManoeuvres accelerometer;
    private final GpsManoeuvres gps;
    private final boolean alongMeasured;
    private final boolean acrossMeasured;

    HarshEvents(List<Point> points, Speeds speeds, Profile.Harsh rule) {
        this.points = points;
        this.rule = rule;
        accelerometer = new AccelerometerManoeuvres(points, speeds, rule);
        gps = new GpsManoeuvres(points, speeds, rule);
        alongMeasured = measured(points, Point::accelLongCmps2);
        acrossMeasured = measured(points, Point::accelLatCmps2);
    }

    /** One event: from a point to a point, with its largest magnitude in m/s² and what that means. */
    record HarshEvent(EventType type, int fromPoint, int toPoint, double peakMps2, Severity severity) {}

    /** All events, braking, acceleration and cornering each in order of time. */
    List<HarshEvent> find() {
        List<HarshHit> hits = alongMeasured ? accelerometer.brakingAndAcceleration() : gps.brakingAndAcceleration();
        List<HarshEvent> events = new ArrayList<>();
        merge(EventType.BRAKING, hits, events);
        merge(EventType.ACCELERATION, hits, events);
        merge(EventType.CORNERING, acrossMeasured ? accelerometer.cornering() : gps.cornering(), events);
        return events;
    }

    /** Whether events of this kind, braking, acceleration or cornering, are found by the accelerometer; else by GPS. */
    boolean isByAccelerometer(EventType type) {
        return type == EventType.CORNERING ? acrossMeasured : alongMeasured;
    }

    /** Whether harsh braking and acceleration between this point and the next would be seen, had there been any. */
    boolean wouldBeFound(int i) {
        return alongMeasured ? accelerometer.measures(i) : gps.compares(i);
    }

    private static boolean measured(List<Point> points, ToIntFunction<Point> axis) {
        long known = points.stream()
                .filter(point -> axis.applyAsInt(point) != Point.UNKNOWN)
                .count();
        return known >= LEAST_MEASURED_SHARE * points.size();
    }

    private void merge(EventType type, List<HarshHit> hits, List<HarshEvent> events) {
        double thresholdMps2 = rule.thresholdMps2(type, isByAccelerometer(type));
        HarshHit open = null;
        for (HarshHit hit : hits) {
            if (hit.type() != type) {
                continue;
            }
            if (open != null && belongTogether(open, hit)) {
                open = new HarshHit(
                        type,
                        open.fromPoint(),
                        Math.max(open.toPoint(), hit.toPoint()),
                        Math.max(open.magnitudeMps2(), hit.magnitudeMps2()));
            } else {
                end(open, thresholdMps2, events);
                open = hit;
            }
        }
        end(open, thresholdMps2, events);
    }

    private boolean belongTogether(HarshHit open, HarshHit next) {
        long pause = points.get(next.fromPoint()).timeMillis()
                - points.get(open.toPoint()).timeMillis();
        return pause <= rule.merge().toMillis();
    }

    private void end(HarshHit merged, double thresholdMps2, List<HarshEvent> events) {
        if (merged != null) {
            double peak = merged.magnitudeMps2();
            events.add(new HarshEvent(
                    merged.type(),
                    merged.fromPoint(),
                    merged.toPoint(),
                    peak,
                    rule.severity().of(peak, thresholdMps2)));
        }
    }
}
