package org.trips.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.trips.roads.RoadFileException;
import org.trips.roads.RoadNetwork;
import org.trips.roads.osm.ImportSummary;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trips roads}: OSM extracts to one road file, and a look at such a file. */
@Command(
        name = "roads",
        header = "Makes a road file from OpenStreetMap extracts, or checks one.",
        description = {
            "",
            "Keeps what can be driven: ways, directions, access, speed limits, classes, names, turn restrictions, barriers.",
            "What several extracts have in common is kept once, whatever their order. Extracts of any region:"
                    + " https://download.geofabrik.de.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips roads finland.osm.pbf estonia.osm.pbf -o my.roads",
            "  trips roads --check my.roads"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:made, or every byte is as it was written",
            "1:the check found a file that is damaged, cut, of another format, or no road file",
            "2:bad input or usage; also a file to check that is not there"
        },
        mixinStandardHelpOptions = true)
final class RoadsCommand implements Callable<Integer> {
    private static final double BYTES_PER_MB = 1e6;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Task task;

    @Option(names = "--json", description = "Print the summary as one line of JSON.")
    private boolean json;

    /** One of the two. */
    private static final class Task {
        @ArgGroup(exclusive = false)
        private Making making;

        @Option(
                names = "--check",
                paramLabel = "FILE",
                description = "Say what a road file holds, after reading all of it to see that no byte has changed.")
        private Path checked;
    }

    private static final class Making {
        @Parameters(arity = "1..*", paramLabel = "EXTRACT", description = "Files in OSM's PBF format.")
        private List<Path> extracts;

        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "FILE",
                description = {
                    "The road file; one that is there is replaced when the new one is complete, and a folder that is",
                    "not there is made."
                })
        private String roadFile;
    }

    @Override
    public Integer call() throws IOException {
        RoadReport report = new RoadReport(spec.commandLine().getOut());
        if (task.making == null) {
            RoadNetwork roads = checked(task.checked);
            if (json) {
                report.printJson(roads);
            } else {
                report.print(roads, task.checked);
            }
        } else {
            Path roadFile = named(task.making.roadFile);
            ImportSummary summary = imported(task.making.extracts, roadFile);
            if (json) {
                report.printJson(summary, RoadNetwork.open(roadFile));
            } else {
                report.print(summary, roadFile);
            }
        }
        return 0;
    }

    private static RoadNetwork checked(Path roadFile) throws RoadFileException {
        if (!Files.isRegularFile(roadFile)) {
            throw new BadInputException(roadFile + " is not there, or is not a file");
        }
        try {
            return RoadNetwork.openChecked(roadFile);
        } catch (RoadFileException e) {
            throw new CheckFailedException(e.getMessage());
        }
    }

    /** The file of that name, unless it is the name of something else. */
    private static Path named(String output) {
        Path roadFile = Path.of(output);
        if (Files.isDirectory(roadFile) || output.endsWith("/")) {
            throw new BadInputException(
                    roadFile + " is a folder; name the road file in it, such as " + roadFile.resolve("my.roads"));
        }
        if (Files.exists(roadFile) && !Files.isRegularFile(roadFile)) {
            throw new BadInputException(roadFile + " is no file; a road file has to be one, because it is mapped");
        }
        return roadFile;
    }

    private ImportSummary imported(List<Path> extracts, Path roadFile) throws IOException {
        Path folder = roadFile.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            spec.commandLine().getErr().println("trips: made the folder " + folder);
        }
        try {
            return RoadImport.run(extracts, roadFile);
        } catch (OutOfMemoryError e) {
            // All that filled the memory belongs to the import, and is free again.
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "the roads of these extracts do not fit into %,.0f MB of memory; give more with"
                            + " TRIPS_JAVA_OPTS=-Xmx8g, or import a smaller region",
                    Runtime.getRuntime().maxMemory() / BYTES_PER_MB));
        }
    }
}
