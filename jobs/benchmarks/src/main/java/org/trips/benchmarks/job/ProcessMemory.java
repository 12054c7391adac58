package org.trips.benchmarks.job;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process takes of the machine's memory now, in megabytes of 1,000,000 bytes.
 *
 * @param resident all of it, files that are mapped into memory among them
 * @param anonymous the part that only the process itself can give back
 * @param heapAfterCollection what the last collection of each part of the heap left
 */
record ProcessMemory(long resident, long anonymous, long heapAfterCollection) {
    /** Linux counts in 1,024 bytes. */
    private static final long BYTES_PER_KILOBYTE = 1_024;

    private static final long MEGA = 1_000_000;

    static ProcessMemory now() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .filter(pool -> pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
        return new ProcessMemory(megabytes(status, "VmRSS:"), megabytes(status, "RssAnon:"), heap / MEGA);
    }

    private static long megabytes(List<String> status, String field) {
        return status.stream()
                        .filter(line -> line.startsWith(field))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                * BYTES_PER_KILOBYTE
                / MEGA;
    }
}
