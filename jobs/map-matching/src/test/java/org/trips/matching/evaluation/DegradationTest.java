package org.trips.matching.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trips.matching.Drive;
import org.trips.matching.Trace;
import org.trips.roads.Earth;

class DegradationTest {
    private static final Trace DRIVE = Drive.from(0, 0).to(1005, 0, 5).trace();

    @Test
    void aThinnedTraceKeepsOneFixInSoManySecondsAndTheLast() {
        Trace thinned = new Degradation(10, 0).of(DRIVE, new Random(1));

        assertThat(IntStream.range(0, thinned.size())
                        .mapToLong(i -> (thinned.timeMillis(i) - DRIVE.timeMillis(0)) / 1000))
                .startsWith(0L, 10L, 20L)
                .endsWith(190L, 200L, 201L);
        assertThat(thinned.longitude(1)).isEqualTo(DRIVE.longitude(10));
    }

    @Test
    void aFixDatedYearsAheadCostsTheThinnedTraceNoOther() {
        Trace faulty = Drive.from(0, 0)
                .to(100, 0, 5)
                .at(1e8, 101, 0)
                .at(21, 102, 0)
                .to(500, 0, 5)
                .trace();

        Trace thinned = new Degradation(10, 0).of(faulty, new Random(1));

        assertThat(thinned.size()).isBetween(10, 14);
    }

    @Test
    void noiseHasItsStandardDeviationOnBothAxes() {
        Trace noisy = new Degradation(0, 20).of(DRIVE, new Random(1));

        double squares = 0;
        for (int i = 0; i < noisy.size(); i++) {
            double metres = Earth.metres(DRIVE.latitude(i), DRIVE.longitude(i), noisy.latitude(i), noisy.longitude(i));
            squares += metres * metres;
        }
        assertThat(Math.sqrt(squares / noisy.size() / 2)).isCloseTo(20, within(2.0));
        assertThat(noisy.size()).isEqualTo(DRIVE.size());
    }

    @Test
    void anAccuracyThatIsKnownGrowsWithTheNoise() {
        Trace said = Drive.from(0, 0).accuracy(5).to(100, 0, 5).trace();

        assertThat(new Degradation(0, 10).of(said, new Random(1)).accuracyMetres(3))
                .isCloseTo(Math.hypot(5, 15.1), within(0.1));
        assertThat(new Degradation(0, 0).of(said, new Random(1)).accuracyMetres(3))
                .isEqualTo(5);
        assertThat(new Degradation(0, 10).of(DRIVE, new Random(1)).accuracyMetres(3))
                .isNaN();
    }

    @Test
    void whatIsNotRandomLeavesTheRecordedDriveAsItIs() {
        Trace same = new Degradation(0, 0).of(DRIVE, new Random(1));

        assertThat(new Degradation(0, 0).isRandom()).isFalse();
        assertThat(IntStream.range(0, same.size()))
                .allMatch(i -> same.latitude(i) == DRIVE.latitude(i) && same.longitude(i) == DRIVE.longitude(i));
    }

    @Test
    void faultsMakeTheCarJumpAndRepeatTimesButLeaveBothEnds() {
        Trace faulty = new Degradation(0, 0, 0.1).of(DRIVE, new Random(3));

        int repeatedTimes = 0;
        int back = 0;
        int off = 0;
        for (int i = 1; i < faulty.size(); i++) {
            repeatedTimes += faulty.timeMillis(i) == faulty.timeMillis(i - 1) ? 1 : 0;
            back += faulty.longitude(i) < faulty.longitude(i - 1) ? 1 : 0;
            off += Math.abs(faulty.latitude(i) - DRIVE.latitude(0)) > 1e-4 ? 1 : 0;
        }
        assertThat(repeatedTimes).isPositive();
        assertThat(back).isPositive();
        assertThat(off).isPositive();
        assertThat(faulty.longitude(0)).isEqualTo(DRIVE.longitude(0));
        assertThat(faulty.longitude(faulty.size() - 1)).isEqualTo(DRIVE.longitude(DRIVE.size() - 1));
    }
}
