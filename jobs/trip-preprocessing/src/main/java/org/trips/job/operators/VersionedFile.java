package org.trips.job.operators;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import org.trips.job.configuration.Option;
import org.trips.roads.RoadNetwork;

/**
 * A file and the time from which it holds.
 *
 * @param version what the file has to say it is; null where it may be any
 */
public record VersionedFile(String path, Instant from, String version) implements Serializable {
    /** The file as a configuration names it. */
    public static VersionedFile of(Option.Version version) {
        return new VersionedFile(version.file().toAbsolutePath().toString(), version.from(), version.version());
    }

    /** @throws IOException if it is no road file, or not of the version it has to be; the message names it */
    public RoadNetwork openRoads() throws IOException {
        var roads = RoadNetwork.open(Path.of(path));
        if (version != null && !version.equals(roads.version())) {
            throw new IOException(path + " holds the roads of version " + roads.version() + ", not " + version
                    + "; a road file never changes under its name: give the other one a name of its own");
        }
        return roads;
    }
}
