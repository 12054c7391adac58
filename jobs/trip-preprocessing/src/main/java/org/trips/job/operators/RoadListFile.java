package org.trips.job.operators;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A file that lists the road files, and may change while the job runs.
 *
 * @param refresh how often to look whether it has
 */
public record RoadListFile(String path, Duration refresh) implements Serializable {
    /** The path from wherever the job runs. */
    public static RoadListFile of(Path file, Duration refresh) {
        return new RoadListFile(file.toAbsolutePath().toString(), refresh);
    }
}
