package org.trips.benchmarks.matching;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.trips.matching.PathLine;

/** A matcher with its network and the drives loaded, so that a round is matching and nothing else. For one thread. */
interface Contestant extends AutoCloseable {
    /** Matches drive after drive for so long, beginning where the last round ended. */
    Round round(Duration length) throws IOException;

    /** The lines driven, for each drive: one more after every break, none where the matcher gave it up. */
    List<List<PathLine>> routes() throws IOException;

    @Override
    void close() throws IOException;
}
