package org.trips.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.RefusedPoint;
import org.trips.journeys.intake.UploadDecoder;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.points.Point;
import org.trips.roads.Earth;
import org.trips.roads.RoadNetwork;

class DefectsTest {
    private static final RoadNetwork TOWN = ToyTown.build();

    @Property(tries = 25)
    void whateverHappensToUploadsNoPointIsLostAndNoneInvented(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 1) double duplicates,
            @ForAll @DoubleRange(min = 0, max = 1) double disorder,
            @ForAll @DoubleRange(min = 0, max = 1) double late) {
        Recording good = morning(seed, Defects.NOISE);

        Recording bad = morning(seed, new Defects(2.5, 0, duplicates, disorder, late, 0, 0));

        assertThat(new HashSet<>(bad.points())).isEqualTo(new HashSet<>(good.points()));
        assertThat(bad.points()).hasSizeGreaterThanOrEqualTo(good.points().size());
    }

    @Example
    void aDuplicateIsTheSameUploadAgain() {
        Recording good = morning(1, Defects.NONE);

        Recording doubled = morning(1, new Defects(0, 0, 1, 0, 0, 0, 0));

        List<Point> remaining = new ArrayList<>(doubled.points());
        good.points().forEach(remaining::remove);
        assertThat(remaining).hasSameSizeAs(good.points()).hasSameElementsAs(good.points());
    }

    @Example
    void disorderMixesPointsWithinAnUploadAndUploadsAmongEachOther() {
        Recording mixed = morning(1, new Defects(0, 0, 0, 1, 0, 0, 0));

        List<Long> firstTimes = mixed.uploadsOf("d-1").stream()
                .map(upload -> upload.points().stream()
                        .mapToLong(Point::timeMillis)
                        .min()
                        .orElseThrow())
                .toList();
        assertThat(firstTimes).isNotEqualTo(firstTimes.stream().sorted().toList());
        assertThat(mixed.uploads()).anySatisfy(upload -> assertThat(upload.points())
                .isNotEqualTo(upload.points().stream().sorted().toList()));
    }

    @Example
    void aLateUploadComesHoursLaterButWithinTwoDays() {
        Recording late = morning(1, new Defects(0, 0, 0, 0, 1, 0, 0));

        assertThat(late.uploads()).isNotEmpty().allSatisfy(upload -> {
            long age = upload.receivedAtMillis().orElseThrow()
                    - upload.points().get(0).timeMillis();
            assertThat(Duration.ofMillis(age)).isBetween(Duration.ofHours(1), Duration.ofHours(24));
        });
    }

    @Example
    void aHoleIsBetweenFortyFourAndSeventyFourSecondsLong() {
        Recording torn = morning(1, new Defects(0, 1, 0, 0, 0, 0, 0));

        assertThat(torn.truth()).allSatisfy(journey -> {
            List<Point> points = torn.uploadsOf(journey.device()).stream()
                    .flatMap(upload -> upload.points().stream())
                    .filter(point -> point.timeMillis() >= journey.startMillis() - 30_000
                            && point.timeMillis() <= journey.endMillis() + 95_000)
                    .sorted()
                    .toList();
            long longest = 0;
            for (int i = 1; i < points.size(); i++) {
                longest = Math.max(
                        longest, points.get(i).timeMillis() - points.get(i - 1).timeMillis());
            }
            assertThat(Duration.ofMillis(longest)).isBetween(Duration.ofSeconds(44), Duration.ofSeconds(74));
        });
    }

    @Example
    void aClockFaultAddsAFixFromTheFutureOrSetsTheRestOfAJourneyBackAnHour() {
        Recording good = morning(1, Defects.NONE);
        Recording faulty = morning(1, new Defects(0, 0, 0, 0, 0, 1, 0));

        List<Point> future = faulty.points().stream()
                .filter(point -> point.timeMillis()
                        > good.points().get(0).timeMillis()
                                + Duration.ofDays(700).toMillis())
                .toList();
        assertThat(future).hasSameSizeAs(faulty.truth());
        assertThat(faulty.points()).hasSize(good.points().size() + future.size());
        List<Point> setBack = new ArrayList<>(faulty.points());
        setBack.removeAll(future);
        setBack.removeAll(good.points());
        assertThat(setBack)
                .hasSizeBetween(good.points().size() / 4, good.points().size() / 2);
    }

    @Example
    void theDecoderTakesAllThatIsSentButFixesFromTheFuture() {
        Recording faulty = morning(1, new Defects(3, 0.5, 0.5, 0.5, 0.5, 1, 0.5));
        UploadDecoder decoder = new UploadDecoder();

        List<RefusedPoint> refused = new ArrayList<>();
        int taken = 0;
        for (var upload : faulty.uploads()) {
            var decoded = decoder.decode(UploadEncoder.encode(upload), null, OptionalLong.empty());
            assertThat(decoded.refused()).isEmpty();
            refused.addAll(decoded.refusedPoints());
            taken += decoded.uploads().stream().mapToInt(u -> u.points().size()).sum();
        }

        assertThat(taken + refused.size()).isEqualTo(faulty.points().size());
        assertThat(refused)
                .isNotEmpty()
                .extracting(RefusedPoint::reason)
                .containsOnly(DeadLetterReason.FROM_THE_FUTURE);
    }

    @Example
    void aDeviceWithoutSpeedHeadingOrAccuracySendsNone() {
        assertThat(morning(1, new Defects(0, 0, 0, 0, 0, 0, 1)).points())
                .isNotEmpty()
                .allMatch(point -> point.speedCmps() == Point.UNKNOWN
                        && point.headingTenths() == Point.UNKNOWN
                        && point.accuracyTenths() == Point.UNKNOWN);
    }

    @Example
    void noiseIsAsLargeAsAskedForAndDriftsSlowly() {
        List<Point> exact = morning(1, Defects.NONE).points();
        List<Point> noisy = morning(1, new Defects(10, 0, 0, 0, 0, 0, 0)).points();

        double squares = 0;
        double steps = 0;
        for (int i = 0; i < exact.size(); i++) {
            double north = Earth.RADIUS_METRES
                    * Math.toRadians(noisy.get(i).latitude() - exact.get(i).latitude());
            double northNext = i + 1 < exact.size()
                    ? Earth.RADIUS_METRES
                            * Math.toRadians(noisy.get(i + 1).latitude()
                                    - exact.get(i + 1).latitude())
                    : north;
            squares += north * north;
            steps += Math.abs(northNext - north);
        }
        assertThat(Math.sqrt(squares / exact.size())).isBetween(8.0, 12.0);
        assertThat(steps / exact.size()).isBetween(1.0, 5.0);
    }

    @Example
    void impossibleDefectsAreRefused() {
        assertThatThrownBy(() -> new Defects(0, 0, 1.5, 0, 0, 0, 0))
                .hasMessage("The share of duplicates is between 0 and 1: 1.5 is not.");
        assertThatThrownBy(() -> new Defects(-1, 0, 0, 0, 0, 0, 0)).hasMessageContaining("-1.0 is not");
        assertThatThrownBy(() -> SimulationOptions.of(0, Duration.ofHours(1), 1))
                .hasMessageContaining("1 vehicle or more");
        assertThatThrownBy(() -> SimulationOptions.of(1, Duration.ZERO, 1)).hasMessageContaining("some time");
    }

    private static Recording morning(long seed, Defects defects) {
        return Recording.of(
                TOWN, SimulationOptions.of(2, Duration.ofHours(12), seed).with(defects));
    }
}
