package org.trips.roads.osm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds real extracts, which are not part of this repository, in a folder shared/data beside the checkout. */
final class RealData {
    /** Names the folder where it lies somewhere else. */
    private static final String PROPERTY = "trips.shared.data";

    private RealData() {}

    /** The file under shared/data; skips the test where it is missing. */
    static Path file(String name) {
        Path file = folder().resolve(name);
        assumeTrue(Files.exists(file), "skipped: no " + file + "; -D" + PROPERTY + " names the folder");
        return file;
    }

    private static Path folder() {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return Path.of(named);
        }
        Path shared = Path.of("shared", "data");
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            if (Files.isDirectory(above.resolve(shared))) {
                return above.resolve(shared);
            }
        }
        return shared;
    }
}
