package org.trips.journeys.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.trips.journeys.EventType;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/**
 * Finds a journey's harsh braking, acceleration and cornering, each by the accelerometer if most of its points carry
 * that axis, else by GPS, and merges hits of one kind that lie close together into one event.
 */
final class HarshEvents {
    /** An axis that fewer points than this share carry is not measured but scattered. */
    private static final double LEAST_MEASURED_SHARE = 0.5;

    private HarshEvents() {}

    /** One event: from a point to a point, with its largest magnitude in m/s². */
    record HarshEvent(EventType type, int fromPoint, int toPoint, double peakMps2) {}

    /** All events, braking, acceleration and cornering each in order of time. */
    static List<HarshEvent> find(List<Point> points, Speeds speeds, Profile.Harsh rule) {
        var accelerometer = new AccelerometerManoeuvres(points, speeds, rule);
        var gps = new GpsManoeuvres(points, speeds, rule);
        List<HarshHit> hits = new ArrayList<>();
        hits.addAll(
                measured(points, Point::accelLongCmps2)
                        ? accelerometer.brakingAndAcceleration()
                        : gps.brakingAndAcceleration());
        hits.addAll(measured(points, Point::accelLatCmps2) ? accelerometer.cornering() : gps.cornering());

        List<HarshEvent> events = new ArrayList<>();
        for (EventType type : List.of(EventType.BRAKING, EventType.ACCELERATION, EventType.CORNERING)) {
            merge(hits.stream().filter(hit -> hit.type() == type).toList(), points, rule, events);
        }
        return events;
    }

    private static boolean measured(List<Point> points, ToIntFunction<Point> axis) {
        long known = points.stream()
                .filter(point -> axis.applyAsInt(point) != Point.UNKNOWN)
                .count();
        return known >= LEAST_MEASURED_SHARE * points.size();
    }

    private static void merge(List<HarshHit> hits, List<Point> points, Profile.Harsh rule, List<HarshEvent> events) {
        HarshEvent open = null;
        for (HarshHit hit : hits) {
            if (open != null
                    && points.get(hit.fromPoint()).timeMillis()
                                    - points.get(open.toPoint()).timeMillis()
                            <= rule.merge().toMillis()) {
                open = new HarshEvent(
                        open.type(),
                        open.fromPoint(),
                        Math.max(open.toPoint(), hit.toPoint()),
                        Math.max(open.peakMps2(), hit.magnitudeMps2()));
            } else {
                if (open != null) {
                    events.add(open);
                }
                open = new HarshEvent(hit.type(), hit.fromPoint(), hit.toPoint(), hit.magnitudeMps2());
            }
        }
        if (open != null) {
            events.add(open);
        }
    }
}
