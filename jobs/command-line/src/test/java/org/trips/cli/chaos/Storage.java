package org.trips.cli.chaos;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a cluster keeps what has to outlive it, and what its processes need to get there.
 *
 * @param root ends with a slash
 * @param settings lines of Flink's configuration
 * @param environment of Flink's processes
 */
record Storage(URI root, String settings, Map<String, String> environment) {
    static Storage onDisk(Path folder) {
        return new Storage(URI.create("file://" + folder + "/"), "", Map.of());
    }

    URI folder(String name) {
        return URI.create(root + name);
    }
}
