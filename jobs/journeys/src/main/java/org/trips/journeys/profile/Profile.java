package org.trips.journeys.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.trips.journeys.EventType;
import org.trips.journeys.Severity;
import org.trips.journeys.SpeedBand;

/**
 * Every threshold that turns points into journeys, under an id that is stamped on each journey. Immutable. Defaults
 * come from measurements on real drives and stand, with the reason for each, in {@code default-profile.yaml}.
 */
public record Profile(
        String id,
        Segmentation segmentation,
        Cleaning cleaning,
        Measuring measuring,
        Harsh harsh,
        Speeding speeding,
        Night night,
        Exposure exposure,
        Geometry geometry) {

    private static final String DEFAULT_RESOURCE = "/org/trips/journeys/default-profile.yaml";
    private static final Profile DEFAULTS = readDefaults();

    public Profile {
        Objects.requireNonNull(id, "id");
        require(!id.isBlank(), "id must not be empty: it is stamped on every journey");
    }

    /** The profile in force where none is configured. */
    public static Profile defaults() {
        return DEFAULTS;
    }

    /**
     * Reads a profile from YAML. It must state every threshold and nothing else.
     *
     * @throws ProfileException naming the file, the line and the key, if it does not
     * @throws IOException if the file cannot be read
     */
    public static Profile load(Path file) throws IOException {
        try (InputStream yaml = Files.newInputStream(file)) {
            return ProfileReader.read(yaml, file.toString());
        }
    }

    /**
     * The same with one threshold for every kind of harsh event, by accelerometer and by GPS.
     *
     * @param mps2 a magnitude in m/s², above 0
     */
    public Profile withHarshFrom(double mps2) {
        Thresholds one = new Thresholds(mps2, mps2, mps2);
        return new Profile(
                id + " from " + mps2 + " m/s²",
                segmentation,
                cleaning,
                measuring,
                harsh.withThresholds(one, one),
                speeding,
                night,
                exposure,
                geometry);
    }

    private static Profile readDefaults() {
        try (InputStream yaml = Profile.class.getResourceAsStream(DEFAULT_RESOURCE)) {
            return ProfileReader.read(yaml, DEFAULT_RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static void requirePositive(Duration value, String key) {
        require(!value.isNegative() && !value.isZero(), key + " must be above 0");
    }

    private static void requirePositive(double value, String key) {
        require(value > 0, key + " must be above 0");
    }

    /** When a journey ends, and what is too little to be one. */
    public record Segmentation(
            @JsonProperty("stopSeconds") Duration stop,
            double stopRadiusMetres,
            @JsonProperty("splitGapSeconds") Duration splitGap,
            double minimumMetres,
            @JsonProperty("minimumSeconds") Duration minimumDuration,
            @JsonProperty("longestSeconds") Duration longest,
            double slowestBridgeMps,
            @JsonProperty("ignitionOffSeconds") Duration ignitionOff,
            double lostStartMetres) {
        public Segmentation {
            requirePositive(stop, "stopSeconds");
            requirePositive(stopRadiusMetres, "stopRadiusMetres");
            require(splitGap.compareTo(stop) > 0, "splitGapSeconds must be above stopSeconds");
            require(minimumMetres >= 0, "minimumMetres must not be negative");
            require(!minimumDuration.isNegative(), "minimumSeconds must not be negative");
            require(longest.compareTo(splitGap) > 0, "longestSeconds must be above splitGapSeconds");
            requirePositive(slowestBridgeMps, "slowestBridgeMps");
            require(!ignitionOff.isNegative(), "ignitionOffSeconds must not be negative");
            require(lostStartMetres >= 0, "lostStartMetres must not be negative");
        }
    }

    /**
     * Which points are not believed: an error radius above the first, a speed between fixes above the second; and how far
     * reported speeds may differ from a unit and still be taken for it, as a share.
     */
    public record Cleaning(double worstAccuracyMetres, double fastestMps, double unitToleranceShare) {
        /** Half of what knots and miles per hour lie apart: with more, one speed would have two units. */
        private static final double MOST_UNIT_TOLERANCE = 0.07;

        public Cleaning {
            requirePositive(worstAccuracyMetres, "worstAccuracyMetres");
            requirePositive(fastestMps, "fastestMps");
            require(
                    unitToleranceShare >= 0 && unitToleranceShare <= MOST_UNIT_TOLERANCE,
                    "unitToleranceShare must lie in 0 to " + MOST_UNIT_TOLERANCE);
        }
    }

    /** Below {@code standingMps} a vehicle stands; below {@code leastMatchedShare} (0 to 1) roads do not measure. */
    public record Measuring(
            @JsonProperty("standingKmh") @JsonDeserialize(using = ProfileReader.KmhAsMps.class)
            double standingMps,

            double leastMatchedShare) {
        public Measuring {
            requirePositive(standingMps, "standingKmh");
            require(leastMatchedShare >= 0 && leastMatchedShare <= 1, "leastMatchedShare must lie in 0 to 1");
        }
    }

    /** What makes braking, acceleration or cornering harsh, by source, and which measurements count at all. */
    public record Harsh(
            Thresholds accelerometer,
            Thresholds gps,
            SeverityLevels severity,

            @JsonProperty("gateKmh") @JsonDeserialize(using = ProfileReader.KmhAsMps.class)
            double gateMps,

            @JsonProperty("corneringGateKmh") @JsonDeserialize(using = ProfileReader.KmhAsMps.class)
            double corneringGateMps,

            @JsonProperty("mergeSeconds") Duration merge,
            @JsonProperty("meanShortestSeconds") Duration meanShortest,
            @JsonProperty("meanLongestSeconds") Duration meanLongest,
            @JsonProperty("headingShortestSeconds") Duration headingShortest,
            @JsonProperty("headingLongestSeconds") Duration headingLongest,
            @JsonProperty("pairShortestSeconds") Duration pairShortest,
            @JsonProperty("pairLongestSeconds") Duration pairLongest,
            double pairWorstAccuracyMetres,
            double pairMostMps2) {
        public Harsh {
            require(gateMps >= 0, "gateKmh must not be negative");
            require(corneringGateMps >= 0, "corneringGateKmh must not be negative");
            require(!merge.isNegative(), "mergeSeconds must not be negative");
            requireOrder(meanShortest, meanLongest, "mean");
            requireOrder(headingShortest, headingLongest, "heading");
            requireOrder(pairShortest, pairLongest, "pair");
            requirePositive(pairWorstAccuracyMetres, "pairWorstAccuracyMetres");
            requirePositive(pairMostMps2, "pairMostMps2");
        }

        /** From how many m/s² on braking, acceleration or cornering is harsh. */
        public double thresholdMps2(EventType type, boolean byAccelerometer) {
            Thresholds from = byAccelerometer ? accelerometer : gps;
            return switch (type) {
                case BRAKING -> from.brakingMps2();
                case ACCELERATION -> from.accelerationMps2();
                case CORNERING -> from.corneringMps2();
                case SPEEDING -> throw new IllegalArgumentException("Speeding has a limit of speed.");
            };
        }

        private Harsh withThresholds(Thresholds byAccelerometer, Thresholds byGps) {
            return new Harsh(
                    byAccelerometer,
                    byGps,
                    severity,
                    gateMps,
                    corneringGateMps,
                    merge,
                    meanShortest,
                    meanLongest,
                    headingShortest,
                    headingLongest,
                    pairShortest,
                    pairLongest,
                    pairWorstAccuracyMetres,
                    pairMostMps2);
        }

        private static void requireOrder(Duration shortest, Duration longest, String what) {
            requirePositive(shortest, what + "ShortestSeconds");
            require(
                    shortest.compareTo(longest) <= 0,
                    what + "ShortestSeconds must not be above " + what + "LongestSeconds");
        }
    }

    /** Magnitudes in m/s² from which an event is harsh. */
    public record Thresholds(double brakingMps2, double accelerationMps2, double corneringMps2) {
        public Thresholds {
            requirePositive(brakingMps2, "brakingMps2");
            requirePositive(accelerationMps2, "accelerationMps2");
            requirePositive(corneringMps2, "corneringMps2");
        }
    }

    /** From how many times its threshold on an event is of medium and of high severity; below, it is low. */
    public record SeverityLevels(double mediumTimesThreshold, double highTimesThreshold) {
        public SeverityLevels {
            require(mediumTimesThreshold >= 1, "mediumTimesThreshold must be at least 1");
            require(
                    highTimesThreshold >= mediumTimesThreshold,
                    "highTimesThreshold must not be below mediumTimesThreshold");
        }

        /** How harsh an event is; both in m/s². */
        public Severity of(double peakMps2, double thresholdMps2) {
            if (peakMps2 >= highTimesThreshold * thresholdMps2) {
                return Severity.HIGH;
            }
            return peakMps2 >= mediumTimesThreshold * thresholdMps2 ? Severity.MEDIUM : Severity.LOW;
        }
    }

    /**
     * Speeding is above {@code max(limit × (1 + toleranceShare), limit + toleranceMps)} for at least {@code
     * shortest}.
     */
    public record Speeding(
            double toleranceShare,

            @JsonProperty("toleranceKmh") @JsonDeserialize(using = ProfileReader.KmhAsMps.class)
            double toleranceMps,

            @JsonProperty("shortestSeconds") Duration shortest) {
        public Speeding {
            require(toleranceShare >= 0, "toleranceShare must not be negative");
            require(toleranceMps >= 0, "toleranceKmh must not be negative");
            require(!shortest.isNegative(), "shortestSeconds must not be negative");
        }

        /** Up to this speed nothing is speeding where that limit holds; both in m/s. */
        public double toleratedMps(double limitMps) {
            return Math.max(limitMps * (1 + toleranceShare), limitMps + toleranceMps);
        }
    }

    /** Night by the clock of the policy's own time zone; it may begin before midnight and end after. */
    public record Night(LocalTime from, LocalTime to) {
        public Night {
            require(!from.equals(to), "from and to must differ");
        }
    }

    /**
     * By what driving is summed apart, beside night and the class of the road.
     *
     * @param speedLimitsKmh where one speed band ends and the next begins, ascending and above 0
     */
    public record Exposure(
            RushHour rushHour,
            @JsonProperty("speedBandsKmh") List<Integer> speedLimitsKmh) {
        public Exposure {
            speedLimitsKmh = List.copyOf(speedLimitsKmh);
            int before = 0;
            for (int limit : speedLimitsKmh) {
                require(limit > before, "speedBandsKmh must be above 0 and ascend");
                before = limit;
            }
        }

        /** The bands between the limits, from 0 on; the last has no end. */
        public List<SpeedBand> speedBands() {
            List<SpeedBand> bands = new ArrayList<>();
            int from = 0;
            for (int limit : speedLimitsKmh) {
                bands.add(new SpeedBand(from, limit));
                from = limit;
            }
            bands.add(new SpeedBand(from, SpeedBand.UNBOUNDED));
            return bands;
        }
    }

    /** Rush hour by the clock and calendar of the policy's own time zone. Holidays are weekdays like others. */
    public record RushHour(Set<DayOfWeek> weekdays, List<Hours> hours) {
        public RushHour {
            // In the order of the week, since a profile's text names it in digests.
            weekdays = Collections.unmodifiableSortedSet(new TreeSet<>(weekdays));
            hours = List.copyOf(hours);
            for (int i = 1; i < hours.size(); i++) {
                require(
                        !hours.get(i).from().isBefore(hours.get(i - 1).to()),
                        "hours must follow one another without overlap");
            }
        }
    }

    /** From a time of day up to but without a later one of the same day. */
    public record Hours(LocalTime from, LocalTime to) {
        public Hours {
            require(from.isBefore(to), "from must be before to, on the same day");
        }
    }

    /** Whether a journey's document carries coordinates, and how far they keep away from where it began and ended. */
    public record Geometry(boolean included, double hiddenRadiusMetres) {
        public Geometry {
            require(hiddenRadiusMetres >= 0, "hiddenRadiusMetres must not be negative");
        }
    }
}
