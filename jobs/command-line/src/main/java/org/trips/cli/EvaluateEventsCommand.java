package org.trips.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.trips.cli.evaluate.EventsTable;
import org.trips.cli.evaluate.JudgedProfile;
import org.trips.cli.evaluate.KnownEvents;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.profile.Profile;
import org.trips.roads.RoadNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips evaluate events}: the harsh events that profiles find on the same drives, against those that happened. */
@Command(
        name = "events",
        header = "Compares the harsh events that profiles find on the same drives.",
        description = {
            "",
            "Journeys and distances are found as 'trips journeys' finds them; the built-in profile always takes part.",
            "",
            "  Per 100 km        events found",
            "  Found             share of the true events that were found (recall)",
            "  Precision         share of the events found that are true",
            "  False per 100 km  events found that are not true",
            "",
            "A found event and a true one of the same type are the same where they overlap, or miss each other by no more",
            "than the tolerance: speed by GPS lags an accelerometer by 1 to 2 s. Every drive in the points is taken to be",
            "covered by the truth, which is a file of one of two kinds, each also with .gz behind it:",
            "  .csv with the header device,time,type[,seconds][,peak]",
            "              time as 2026-03-01T07:30:00Z or in milliseconds since 1970; type braking, acceleration or",
            "              cornering; how long it lasted, 0 if empty; its greatest magnitude in m/s²",
            "  truth.ndjson of 'trips simulate', or lines like it:",
            "              {\"device\":\"a\",\"events\":[{\"type\":\"braking\",\"start\":\"2026-03-01T07:30:00Z\",\"seconds\":2,\"peak\":3.9}]}",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips evaluate events --points my.csv --profile mine.yaml --thresholds 2.0,2.5,3.0,3.5",
            "  trips simulate --roads my.roads -o drives &&",
            "  trips evaluate events --roads my.roads --points drives/uploads.ndjson --truth drives/truth.ndjson"
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class EvaluateEventsCommand implements Callable<Integer> {
    private static final double MILLIS = 1_000;
    private static final int DEVICES_TOLD = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PointsInput input;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Thresholds (YAML) beside the built-in ones; may be given several times.")
    private List<Path> profileFiles = new ArrayList<>();

    @Option(names = "--gps-alone", description = "Also judge each profile as if no device had an accelerometer.")
    private boolean gpsAlone;

    @Option(
            names = "--thresholds",
            split = ",",
            paramLabel = "MPS2",
            description =
                    "Also list events per 100 km at these thresholds, one for all types, by each profile's gates.")
    private List<Double> thresholds = new ArrayList<>();

    @Option(names = "--truth", paramLabel = "FILE", description = "The events that truly happened.")
    private Path truth;

    @Option(
            names = "--clear-from",
            defaultValue = "0",
            paramLabel = "MPS2",
            description = {
                "True events with a lower peak are doubtful: nobody has to find them, and found they are not false;",
                "default ${DEFAULT-VALUE}."
            })
    private double clearFrom;

    @Option(
            names = "--tolerance",
            defaultValue = "2",
            paramLabel = "SECONDS",
            description = "By which a found event and a true one may miss each other; default ${DEFAULT-VALUE}.")
    private double tolerance;

    @Option(
            names = "--roads",
            paramLabel = "FILE",
            description = "Road file, made by 'trips roads'; without it distances are by GPS.")
    private Path roadFile;

    @Option(names = "--json", description = "Print one line of JSON instead of the tables.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        requirePositiveThresholds();
        RoadNetwork roads = roadFile == null ? null : RoadNetwork.open(roadFile);
        List<JudgedProfile> judged = judges(profiles(), roads);
        KnownEvents known = truth == null ? null : KnownEvents.read(truth, clearFrom);
        Map<String, WholeHistory> devices = readPoints();
        if (known != null) {
            requireSameDevices(known, devices.keySet());
        }
        try (Progress progress = Progress.of("Finding events", devices.size(), " devices", 1)) {
            devices.forEach((device, history) -> {
                judged.forEach(profile -> profile.add(history, known == null ? List.of() : known.of(device)));
                progress.add(1);
            });
        }
        JudgedProfile builtIn = judged.get(0);
        if (roads != null && builtIn.judge().journeysOnRoads() == 0) {
            spec.commandLine().getErr().println(OtherRoads.HINT);
        }
        tell(
                new EventsTable(judged, known != null),
                devices.size(),
                builtIn.judge().journeys());
        return 0;
    }

    private void requirePositiveThresholds() {
        if (tolerance < 0) {
            throw new BadInputException("--tolerance must be 0 s or more");
        }
        for (double threshold : thresholds) {
            if (!(threshold > 0)) {
                throw new BadInputException("--thresholds must be above 0 m/s², and " + threshold + " is not");
            }
        }
    }

    private List<Profile> profiles() throws IOException {
        List<Profile> profiles = new ArrayList<>(List.of(Profile.defaults()));
        Set<String> ids = new HashSet<>(Set.of(Profile.defaults().id()));
        for (Path file : profileFiles) {
            Profile profile = Profile.load(file);
            if (!ids.add(profile.id())) {
                throw new BadInputException(file + ": another profile is called " + profile.id()
                        + " too: give each an id of its own, so that the table can tell them apart");
            }
            profiles.add(profile);
        }
        return profiles;
    }

    private List<JudgedProfile> judges(List<Profile> profiles, RoadNetwork roads) {
        Duration within = Duration.ofMillis(Math.round(tolerance * MILLIS));
        List<JudgedProfile> judged = new ArrayList<>();
        for (Profile profile : profiles) {
            judged.add(JudgedProfile.of(profile, false, roads, within, thresholds));
            if (gpsAlone) {
                judged.add(JudgedProfile.of(profile, true, roads, within, thresholds));
            }
        }
        return judged;
    }

    private Map<String, WholeHistory> readPoints() throws IOException {
        Map<String, WholeHistory> devices = new TreeMap<>();
        try (Progress progress = Progress.of("Reading points", -1, " points", 1)) {
            input.read(upload -> {
                devices.computeIfAbsent(upload.device(), none -> new WholeHistory())
                        .add(upload.points());
                progress.add(upload.points().size());
            });
        }
        input.tellUnused(spec.commandLine().getErr());
        if (devices.isEmpty()) {
            throw input.nothingUsable();
        }
        return devices;
    }

    private void requireSameDevices(KnownEvents known, Set<String> devices) {
        List<String> absent = known.devices().stream()
                .filter(device -> !devices.contains(device))
                .sorted()
                .toList();
        String names = String.join(", ", absent.subList(0, Math.min(DEVICES_TOLD, absent.size())))
                + (absent.size() > DEVICES_TOLD ? ", …" : "");
        if (absent.size() == known.devices().size()) {
            throw new BadInputException("no device in " + truth + " (" + names + ") is one of those in "
                    + input.names() + " ("
                    + String.join(", ", devices.stream().limit(DEVICES_TOLD).toList())
                    + (devices.size() > DEVICES_TOLD ? ", …)" : ")"));
        }
        if (!absent.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("trips: left out " + absent.size() + " devices in " + truth + " without points: " + names);
        }
    }

    private void tell(EventsTable table, int devices, int journeys) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode object = new ObjectMapper().createObjectNode();
            object.put("devices", devices);
            object.put("truth", truth == null ? null : truth.toString());
            object.put("clearFromMps2", clearFrom);
            object.put("toleranceSeconds", tolerance);
            object.set("profiles", table.json());
            out.println(object);
            return;
        }
        out.printf(Locale.ROOT, "%,d journeys of %,d devices by the first profile%n%n", journeys, devices);
        out.println(table.render(Terminal.columns()));
        if (!thresholds.isEmpty()) {
            out.println();
            out.println(table.renderThresholds(thresholds, Terminal.columns()));
        }
    }
}
