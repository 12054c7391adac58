package org.trips.cli.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Flink's own programs as {@code .ci/install} keeps them. */
public record InstalledFlink(String version) {
    public Path home() {
        String cache = System.getenv("TRIPS_CACHE");
        Path folder = cache == null ? Path.of(System.getProperty("user.home"), ".cache", "trips") : Path.of(cache);
        return folder.resolve("flink-" + version);
    }

    /** Why there is no Flink to make a cluster of on this machine, or empty where there is one. */
    public Optional<String> missing() {
        return Files.isDirectory(home().resolve("lib"))
                ? Optional.empty()
                : Optional.of("Flink " + version + " is not in " + home() + " (.ci/install puts it there)");
    }
}
