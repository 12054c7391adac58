package org.trips.job.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The option {@code roads} in a file of its own. */
public final class RoadList {
    private RoadList() {}

    /**
     * Reads the list; relative paths in it start at its folder.
     *
     * @return one version or more
     * @throws ConfigurationException naming the file and the line, if it is not there or is not such a list
     */
    public static List<Option.Version> read(Path file) throws ConfigurationException {
        if (!Files.exists(file)) {
            throw new ConfigurationException(file + " is not there");
        }
        var settings = SettingsFile.read(file, System::getenv);
        settings.refuseUnknown(List.of(JobOptions.ROADS));
        var roads = settings.value(JobOptions.ROADS);
        if (roads == null || roads.isEmpty()) {
            throw new ConfigurationException(
                    file + " lists no road file; begin with `roads:` and `- file: PATH` below it");
        }
        return roads;
    }
}
