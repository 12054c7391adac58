package org.trips.deployment;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program that {@code .ci/install} keeps. Without it see {@link Manifest#missing}. */
record InstalledLinter(String name) {
    String program() {
        String cache = System.getenv("TRIPS_CACHE");
        Path folder = cache == null ? Path.of(System.getProperty("user.home"), ".cache", "trips") : Path.of(cache);
        Path program = folder.resolve("linters/bin").resolve(name);
        if (!Files.isExecutable(program)) {
            throw Manifest.missing("No " + name + " in " + program + " (.ci/install puts it there)");
        }
        return program.toString();
    }
}
