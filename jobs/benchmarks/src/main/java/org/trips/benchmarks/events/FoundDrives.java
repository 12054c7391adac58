package org.trips.benchmarks.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.JourneyPoints;
import org.trips.journeys.segmentation.Leg;
import org.trips.journeys.segmentation.ShortDrive;

/**
 * How well drives are found again in the points of all of them. A drive's journey is the one that overlaps it for
 * longest. Not thread-safe.
 */
final class FoundDrives {
    private static final long CLOSE_MILLIS = Duration.ofSeconds(60).toMillis();
    /** A fix at this speed is of a vehicle that drives. */
    private static final double DRIVING_MPS = 1;

    private static final double MILLIS_PER_SECOND = 1000;

    /** A drive as it was recorded, from when to when it was moving, and the journey it was found as, if any. */
    private record Drive(
            long start,
            long end,
            long movingStart,
            long movingEnd,
            Optional<Span> found,
            int parts,
            boolean tooShort) {}

    private record Span(long start, long end) {
        long overlap(long from, long to) {
            return Math.max(0, Math.min(end, to) - Math.max(start, from));
        }
    }

    private final Versions<Profile> profiles;
    private final List<Drive> drives = new ArrayList<>();
    private int journeys;

    FoundDrives(Profile profile) {
        profiles = Versions.always(profile);
    }

    /** Adds the drives of one vehicle, each as its points. */
    void add(List<List<Point>> recorded) {
        WholeHistory history = new WholeHistory();
        recorded.forEach(history::add);
        List<Span> spans = history.journeys(profiles).stream()
                .map((JourneyPoints found) -> new Span(found.startMillis(), found.endMillis()))
                .toList();
        List<ShortDrive> dropped = history.legs(profiles).stream()
                .flatMap((Leg leg) -> leg.tooShort().stream())
                .toList();
        journeys += spans.size();
        for (List<Point> points : recorded) {
            drives.add(drive(points, spans, dropped));
        }
    }

    private static Drive drive(List<Point> points, List<Span> spans, List<ShortDrive> dropped) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        long movingStart = Long.MAX_VALUE;
        long movingEnd = Long.MIN_VALUE;
        for (Point point : points) {
            start = Math.min(start, point.timeMillis());
            end = Math.max(end, point.timeMillis());
            if (point.speedMps() >= DRIVING_MPS) {
                movingStart = Math.min(movingStart, point.timeMillis());
                movingEnd = Math.max(movingEnd, point.timeMillis());
            }
        }
        long from = start;
        long to = end;
        List<Span> overlapping =
                spans.stream().filter(span -> span.overlap(from, to) > 0).toList();
        Optional<Span> longest =
                overlapping.stream().max((one, other) -> Long.compare(one.overlap(from, to), other.overlap(from, to)));
        boolean tooShort = overlapping.isEmpty()
                && dropped.stream().anyMatch(hop -> hop.startMillis() <= to && hop.endMillis() >= from);
        return new Drive(start, end, movingStart, movingEnd, longest, overlapping.size(), tooShort);
    }

    int drives() {
        return drives.size();
    }

    int journeys() {
        return journeys;
    }

    /** How many were found no further than 60 s off at the ends asked for. */
    long within(boolean atStart, boolean atEnd) {
        return drives.stream()
                .filter(drive -> (!atStart || close(startOff(drive))) && (!atEnd || close(endOff(drive))))
                .count();
    }

    /** How many were found no further than 60 s off both their first and last fix at which the vehicle moved. */
    long drivingWithin() {
        return drives.stream()
                .filter(drive -> drive.found().isPresent()
                        && Math.abs(drive.found().get().start() - drive.movingStart()) <= CLOSE_MILLIS
                        && Math.abs(drive.found().get().end() - drive.movingEnd()) <= CLOSE_MILLIS)
                .count();
    }

    /** How many share their journey with another. */
    long merged() {
        return drives.stream()
                .filter(drive -> drive.found().isPresent()
                        && drives.stream()
                                .anyMatch(other -> !other.equals(drive)
                                        && other.found().isPresent()
                                        && other.found()
                                                .get()
                                                .equals(drive.found().get())))
                .count();
    }

    /** How many were found in several pieces. */
    long split() {
        return drives.stream().filter(drive -> drive.parts() > 1).count();
    }

    /** How many were dropped as too short. */
    long tooShort() {
        return drives.stream().filter(Drive::tooShort).count();
    }

    /** In seconds, of those found. */
    double medianOffAtStart() {
        return median(drives.stream()
                .filter(drive -> drive.found().isPresent())
                .mapToLong(FoundDrives::startOff)
                .toArray());
    }

    /** In seconds, of those found. */
    double medianOffAtEnd() {
        return median(drives.stream()
                .filter(drive -> drive.found().isPresent())
                .mapToLong(FoundDrives::endOff)
                .toArray());
    }

    /** A line for each that was not found within 60 s at both ends. */
    List<String> misses() {
        List<String> lines = new ArrayList<>();
        for (Drive drive : drives) {
            if (!close(startOff(drive)) || !close(endOff(drive))) {
                lines.add(Instant.ofEpochMilli(drive.start()) + " for " + (drive.end() - drive.start()) / 1000 + " s: "
                        + drive.found()
                                .map(span ->
                                        "found from " + (span.start() - drive.start()) / 1000 + " s after its start to "
                                                + (span.end() - drive.end()) / 1000 + " s after its end, "
                                                + drive.parts() + " journeys")
                                .orElse(drive.tooShort() ? "too short" : "no journey"));
            }
        }
        return lines;
    }

    private static long startOff(Drive drive) {
        return drive.found().map(span -> Math.abs(span.start() - drive.start())).orElse(Long.MAX_VALUE);
    }

    private static long endOff(Drive drive) {
        return drive.found().map(span -> Math.abs(span.end() - drive.end())).orElse(Long.MAX_VALUE);
    }

    private static boolean close(long millis) {
        return millis <= CLOSE_MILLIS;
    }

    private static double median(long[] millis) {
        Arrays.sort(millis);
        return millis.length == 0 ? Double.NaN : millis[millis.length / 2] / MILLIS_PER_SECOND;
    }
}
