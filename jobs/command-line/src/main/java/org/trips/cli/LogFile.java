package org.trips.cli;

import java.nio.file.Path;

/** Where the log goes, since the terminal belongs to the person. */
final class LogFile {
    private LogFile() {}

    /** The same place as in log4j2.xml. */
    static Path path() {
        return Path.of(System.getProperty("java.io.tmpdir"), "trips-" + System.getProperty("user.name"), "trips.log");
    }
}
