package org.trips.benchmarks.matching;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.trips.matching.PathLine;
import org.trips.matching.Trace;

/** A matcher in this process. */
abstract class LocalContestant implements Contestant {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final List<Trace> drives;
    private int next;

    LocalContestant(List<Trace> drives) {
        this.drives = drives;
    }

    /** Matches one drive and forgets the answer. */
    abstract void match(int drive);

    /** Matches one drive and draws the answer. */
    abstract List<PathLine> lines(int drive);

    @Override
    public final Round round(Duration length) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        long points = 0;
        long wall;
        do {
            match(next);
            points += drives.get(next).size();
            next = (next + 1) % drives.size();
            wall = System.nanoTime() - start;
        } while (wall < length.toNanos());
        return new Round(
                points,
                wall / NANOS_PER_SECOND,
                (PROCESS.getProcessCpuTime() - cpu) / NANOS_PER_SECOND,
                THREADS.getCurrentThreadAllocatedBytes() - allocated);
    }

    @Override
    public final List<List<PathLine>> routes() {
        return IntStream.range(0, drives.size()).mapToObj(this::lines).toList();
    }
}
