package org.trips.benchmarks.speeds;

import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.trips.journeys.measure.JourneyTrack;

/** How far the speeds of journeys lie from the true ones. Not thread-safe. */
final class SpeedErrors {
    private double squares;
    private long compared;
    private long points;
    private long notReported;
    private double highestOff;
    private int journeys;

    /** @param trueMps by point, in metres per second; NaN where nobody knows */
    void add(JourneyTrack journey, IntToDoubleFunction trueMps) {
        double highest = 0;
        double trueHighest = 0;
        for (int i = 0; i < journey.size(); i++) {
            points++;
            notReported += journey.reported(i) ? 0 : 1;
            double speed = journey.speedMps(i);
            double truth = trueMps.applyAsDouble(i);
            if (!Double.isNaN(speed) && !Double.isNaN(truth)) {
                squares += (speed - truth) * (speed - truth);
                compared++;
                highest = Math.max(highest, speed);
                trueHighest = Math.max(trueHighest, truth);
            }
        }
        highestOff += Math.abs(highest - trueHighest);
        journeys++;
    }

    /** Root mean square, metres per second. */
    String rms() {
        return format(Math.sqrt(squares / compared));
    }

    /** By how much the highest speed of a journey is off in the mean, metres per second. */
    String highest() {
        return format(highestOff / journeys);
    }

    /** The share of points at which no report was believed, or there was none. */
    String notReported() {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * notReported / points);
    }

    int journeys() {
        return journeys;
    }

    private static String format(double mps) {
        return String.format(Locale.ROOT, "%.2f", mps);
    }
}
