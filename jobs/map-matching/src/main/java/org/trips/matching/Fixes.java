package org.trips.matching;

/**
 * A trace as the matcher reads it: the points in time order, how far they lie apart and how well each is to be believed.
 * Reused from trace to trace, not thread-safe.
 */
final class Fixes {
    /** A reported accuracy is the radius that holds 68 % of fixes: 1.51 standard deviations per axis (Rayleigh). */
    private static final double ACCURACY_PER_SIGMA = 1.51;
    /** Noise is measured on three fixes at steps no longer than this: a car hardly changes its speed between them. */
    private static final double DENSE_SECONDS = 2.5;
    /** Steps of three fixes must be equal within this, or the middle one lies off the middle without any noise. */
    private static final double EQUAL_STEP_SECONDS = 0.2;
    /** The median length of a second difference (1, -2, 1) of fixes with unit noise per axis (Rayleigh). */
    private static final double MEDIAN_SECOND_DIFFERENCE = Math.sqrt(2 * Math.log(2)) * Math.sqrt(6);

    /** Less noise than this is left alone. */
    private static final double CLEAR_JITTER = 2.5;
    /** How sharply cars turn and brake in town. */
    private static final double BEND_MPS2 = 2;

    /** Noise per axis of one fix against the middle of two others, for unit noise each. */
    private static final double MIDDLE_NOISE = Math.sqrt(1.5);
    /** More than this many standard deviations is no noise: once in three thousand. */
    private static final double MOST_NOISE = 4;

    private static final int ENOUGH_TO_MEASURE = 20;

    private final MatchingParameters parameters;
    private Trace trace;
    private int size;
    private int[] point = new int[0];
    private double[] cosLatitude = new double[0];
    private double[] latitude = new double[0];
    private double[] longitude = new double[0];
    private double[] jitter = new double[0];
    private double[] sigma = new double[0];
    private double[] secondDifference = new double[0];
    private int[] runEnd = new int[0];
    private int[] before = new int[0];

    Fixes(MatchingParameters parameters) {
        this.parameters = parameters;
    }

    /** Takes up the points of a trace from one to before another, and writes the reason for each that is left out. */
    void read(Trace newTrace, int from, int to, UnmatchedReason[] reason) {
        trace = newTrace;
        if (point.length < to - from) {
            int capacity = Integer.highestOneBit(to - from) * 2;
            point = new int[capacity];
            cosLatitude = new double[capacity];
            latitude = new double[capacity];
            longitude = new double[capacity];
            jitter = new double[capacity];
            sigma = new double[capacity];
            secondDifference = new double[capacity];
            runEnd = new int[capacity];
            before = new int[capacity];
        }
        boolean ordered = takePositions(from, to, reason);
        if (!ordered) {
            keepLongestRunInTimeOrder(reason);
        }
        for (int f = 0; f < size; f++) {
            cosLatitude[f] = Math.cos(Math.toRadians(trace.latitude(point[f])));
        }
        smooth();
    }

    int size() {
        return size;
    }

    /** Index in the trace of fix f. */
    int point(int f) {
        return point[f];
    }

    /** Where the fix lies by itself and its neighbours. */
    double latitude(int f) {
        return latitude[f];
    }

    double longitude(int f) {
        return longitude[f];
    }

    /** Standard deviation per axis in metres. */
    double sigma(int f) {
        return sigma[f];
    }

    double speedMps(int f) {
        return trace.speedMps(point[f]);
    }

    double headingDegrees(int f) {
        return trace.headingDegrees(point[f]);
    }

    double seconds(int from, int to) {
        return (trace.timeMillis(point[to]) - trace.timeMillis(point[from])) / 1000.0;
    }

    /** The longest time between two fixes that follow each other, from a to b. */
    double longestUnseen(int a, int b) {
        double longest = 0;
        for (int f = a + 1; f <= b; f++) {
            longest = Math.max(longest, seconds(f - 1, f));
        }
        return longest;
    }

    /** Straight distance in metres. */
    double metres(int a, int b) {
        double y = latitude(b) - latitude(a);
        double x = eastDegrees(a, b);
        return Geometry.METRES_PER_DEGREE * Math.sqrt(x * x + y * y);
    }

    /** Straight distance of a fix, as it was sent, from a position near it. */
    double metresTo(int f, double toLatitude, double toLongitude) {
        double y = toLatitude - trace.latitude(point[f]);
        double x = Geometry.longitudeDifference(trace.longitude(point[f]), toLongitude) * cosLatitude[f];
        return Geometry.METRES_PER_DEGREE * Math.sqrt(x * x + y * y);
    }

    /** Direction from a to b in degrees clockwise from north. */
    double bearingDegrees(int a, int b) {
        return Math.toDegrees(Math.atan2(eastDegrees(a, b), latitude(b) - latitude(a)));
    }

    /** Cosine of the latitude of two fixes, the smaller one. */
    double leastCosLatitude(int a, int b) {
        return Math.min(cosLatitude[a], cosLatitude[b]);
    }

    private double eastDegrees(int a, int b) {
        return Geometry.longitudeDifference(longitude(a), longitude(b)) * (cosLatitude[a] + cosLatitude[b]) / 2;
    }

    private boolean takePositions(int from, int to, UnmatchedReason[] reason) {
        size = 0;
        boolean ordered = true;
        for (int i = from; i < to; i++) {
            if (Math.abs(trace.latitude(i)) <= 90 && Math.abs(trace.longitude(i)) <= 180) {
                ordered &= size == 0 || trace.timeMillis(point[size - 1]) <= trace.timeMillis(i);
                point[size++] = i;
            } else {
                reason[i] = UnmatchedReason.NOT_A_POSITION;
            }
        }
        return ordered;
    }

    /** Longest non-decreasing subsequence (patience sorting), so that one clock fault costs one fix and not the rest. */
    private void keepLongestRunInTimeOrder(UnmatchedReason[] reason) {
        int length = 0;
        for (int f = 0; f < size; f++) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (trace.timeMillis(point[runEnd[middle]]) <= trace.timeMillis(point[f])) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[f] = low == 0 ? -1 : runEnd[low - 1];
            runEnd[low] = f;
            length = Math.max(length, low + 1);
        }
        for (int f = 0; f < size; f++) {
            reason[point[f]] = UnmatchedReason.OUT_OF_ORDER;
        }
        for (int f = runEnd[length - 1]; f >= 0; f = before[f]) {
            reason[point[f]] = null;
        }
        int kept = 0;
        for (int f = 0; f < size; f++) {
            if (reason[point[f]] == null) {
                point[kept++] = point[f];
            }
        }
        size = kept;
    }

    /** Standard deviation per axis of the noise that changes from fix to fix, in metres. */
    double jitter(int f) {
        return jitter[f];
    }

    /**
     * Takes each fix to the mean of those around it where the noise is worth it, and says how well it is then to be
     * believed. The mean of fixes up to w seconds away cuts a bend by a·w²/6 and leaves jitter/√(2w) of the noise at one
     * fix a second; their squares add up to the least at w⁵ = 4.5·jitter²/a².
     */
    private void smooth() {
        double measured = measureJitter();
        boolean known = !Double.isNaN(measured);
        double reach = known && measured > CLEAR_JITTER
                ? Math.pow(4.5 * measured * measured / (BEND_MPS2 * BEND_MPS2), 0.2)
                : 0;
        for (int f = 0; f < size; f++) {
            int averaged = 1;
            double sumLatitude = trace.latitude(point[f]);
            double sumEast = 0;
            for (int side = 1; isWithin(reach, f, side); side++) {
                double north = trace.latitude(point[f - side]) + trace.latitude(point[f + side]);
                double east = eastOf(f, f - side) + eastOf(f, f + side);
                if (agrees(f, north / 2, east / 2, measured, seconds(f, f + side))) {
                    averaged += 2;
                    sumLatitude += north;
                    sumEast += east;
                }
            }
            latitude[f] = sumLatitude / averaged;
            longitude[f] = trace.longitude(point[f]) + sumEast / averaged;
            double accuracy = trace.accuracyMetres(point[f]);
            double rest = known ? measured / Math.sqrt(averaged) : 0;
            double believed = accuracy > 0 ? accuracy / ACCURACY_PER_SIGMA : known ? rest : parameters.unknownSigma();
            sigma[f] =
                    Math.min(parameters.largestSigma(), Math.max(parameters.smallestSigma(), Math.max(rest, believed)));
            jitter[f] = known ? rest : sigma[f];
        }
    }

    private boolean isWithin(double reach, int f, int side) {
        return f - side >= 0 && f + side < size && seconds(f - side, f) <= reach && seconds(f, f + side) <= reach;
    }

    /**
     * Whether the middle of two fixes, one before and one after, lies where noise and bends can take it: a stale fix must
     * not pull others.
     */
    private boolean agrees(int f, double middleLatitude, double middleEast, double noise, double secondsApart) {
        double y = middleLatitude - trace.latitude(point[f]);
        double x = middleEast * cosLatitude[f];
        double most = MOST_NOISE * MIDDLE_NOISE * noise + BEND_MPS2 * secondsApart * secondsApart / 2;
        return Geometry.METRES_PER_DEGREE * Math.sqrt(x * x + y * y) <= most;
    }

    private double eastOf(int f, int other) {
        return Geometry.longitudeDifference(trace.longitude(point[f]), trace.longitude(point[other]));
    }

    /** The noise of this trace, measured where three fixes follow each other closely and evenly. */
    private double measureJitter() {
        int count = 0;
        for (int f = 1; f + 1 < size; f++) {
            double step = seconds(f - 1, f);
            double next = seconds(f, f + 1);
            if (step > 0 && next > 0 && step <= DENSE_SECONDS && Math.abs(step - next) <= EQUAL_STEP_SECONDS) {
                double y = trace.latitude(point[f - 1]) - 2 * trace.latitude(point[f]) + trace.latitude(point[f + 1]);
                double x = (eastOf(f, f + 1) + eastOf(f, f - 1)) * cosLatitude[f];
                secondDifference[count++] = Geometry.METRES_PER_DEGREE * Math.sqrt(x * x + y * y);
            }
        }
        if (count < ENOUGH_TO_MEASURE) {
            return Double.NaN;
        }
        return select(secondDifference, count, count / 2) / MEDIAN_SECOND_DIFFERENCE;
    }

    /** What comes at a place in the order of values, without ordering all of them (Hoare's selection). */
    private static double select(double[] values, int count, int place) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            double pivot = values[(low + high) >>> 1];
            int up = low;
            int down = high;
            while (up <= down) {
                while (values[up] < pivot) {
                    up++;
                }
                while (values[down] > pivot) {
                    down--;
                }
                if (up <= down) {
                    double swapped = values[up];
                    values[up++] = values[down];
                    values[down--] = swapped;
                }
            }
            if (place <= down) {
                high = down;
            } else if (place >= up) {
                low = up;
            } else {
                break;
            }
        }
        return values[place];
    }
}
