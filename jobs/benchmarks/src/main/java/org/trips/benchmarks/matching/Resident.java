package org.trips.benchmarks.matching;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Resident memory of a process that matches, in kilobytes.
 *
 * @param before the network was loaded: the runtime and the drives
 * @param after rounds of matching
 */
record Resident(long before, long after) {
    /** Linux counts in 1,024 bytes. */
    private static final double MEGABYTES_PER_KILOBYTE = 1_024 / 1e6;

    /** Of this process, now. */
    static long kilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    double megabytes() {
        return after * MEGABYTES_PER_KILOBYTE;
    }

    /** What matching added to the runtime's own. */
    double megabytesBeyondTheRuntime() {
        return (after - before) * MEGABYTES_PER_KILOBYTE;
    }
}
