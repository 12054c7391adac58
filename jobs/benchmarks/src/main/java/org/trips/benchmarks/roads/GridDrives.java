package org.trips.benchmarks.roads;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.trips.matching.Trace;

/**
 * Drives in a corner of a {@link GridExtract}, so that the same ones lie on grids of all sizes: one fix a second along
 * the streets, turning now and then, with white noise.
 */
public final class GridDrives {
    private static final int DRIVES = 300;
    private static final int FIRST_CROSSING = 10;
    /** All drives stay within so many crossings to each side. */
    private static final int CROSSINGS = 230;

    private static final int STEPS_OF_CROSSING = 7;
    private static final double NOISE_UNITS = 450;
    private static final int TURNS_ONE_IN = 3;
    private static final long STEP_MILLIS = 1_000;

    private GridDrives() {}

    /** Makes the drives, with so many fixes each. */
    public static List<Trace> make(int fixes) {
        SplittableRandom random = new SplittableRandom(1);
        List<Trace> drives = new ArrayList<>();
        for (int d = 0; d < DRIVES; d++) {
            drives.add(drive(fixes, random));
        }
        return drives;
    }

    private static Trace drive(int fixes, SplittableRandom random) {
        Trace.Builder trace = Trace.builder(fixes);
        int row = FIRST_CROSSING + random.nextInt(CROSSINGS);
        int column = FIRST_CROSSING + random.nextInt(CROSSINGS);
        boolean alongRow = random.nextBoolean();
        int forward = 1;
        for (int i = 0; i < fixes; i++) {
            double on = (double) (i % STEPS_OF_CROSSING) / STEPS_OF_CROSSING * forward;
            double north = (row + (alongRow ? 0 : on)) * GridExtract.SPACING + NOISE_UNITS * random.nextGaussian();
            double east = (column + (alongRow ? on : 0)) * GridExtract.SPACING + NOISE_UNITS * random.nextGaussian();
            trace.add(
                    i * STEP_MILLIS,
                    GridExtract.SOUTH + north / GridExtract.UNITS_PER_DEGREE,
                    GridExtract.WEST + east / GridExtract.UNITS_PER_DEGREE);
            if (i % STEPS_OF_CROSSING == STEPS_OF_CROSSING - 1) {
                row += alongRow ? 0 : forward;
                column += alongRow ? forward : 0;
                if (random.nextInt(TURNS_ONE_IN) == 0) {
                    alongRow = !alongRow;
                    forward = random.nextBoolean() ? 1 : -1;
                }
            }
        }
        return trace.build();
    }
}
