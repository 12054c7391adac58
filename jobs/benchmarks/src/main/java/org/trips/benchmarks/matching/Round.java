package org.trips.benchmarks.matching;

/**
 * What matching for a while took.
 *
 * @param points fixes handed in, those of drives that the matcher gave up on among them
 * @param wallSeconds by the clock on the wall
 * @param cpuSeconds of all threads of the process: garbage collection and compilation count
 * @param allocatedBytes on the heap by the matching thread, or NaN where there is no such heap
 */
record Round(long points, double wallSeconds, double cpuSeconds, double allocatedBytes) {
    double pointsPerSecond() {
        return points / wallSeconds;
    }

    double pointsPerCpuSecond() {
        return points / cpuSeconds;
    }

    double bytesPerPoint() {
        return allocatedBytes / points;
    }
}
