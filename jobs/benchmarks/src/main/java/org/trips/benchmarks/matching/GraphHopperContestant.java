package org.trips.benchmarks.matching;

import com.graphhopper.GraphHopper;
import com.graphhopper.config.Profile;
import com.graphhopper.matching.MapMatching;
import com.graphhopper.matching.MatchResult;
import com.graphhopper.matching.Observation;
import com.graphhopper.util.GHUtility;
import com.graphhopper.util.PMap;
import com.graphhopper.util.PointList;
import com.graphhopper.util.shapes.GHPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.trips.matching.PathLine;
import org.trips.matching.Trace;

/** GraphHopper's map matching for cars, as it comes or tuned. */
final class GraphHopperContestant extends LocalContestant {
    private static final String PROFILE = "car";
    /** The extracts are parts of a road network, whose small components are roads too. */
    private static final int KEEP_ALL_COMPONENTS = 0;
    /** Wider than the 10 m it comes with: fewer drives break. */
    private static final double TUNED_SIGMA_METRES = 20;
    /** It says only in words where a drive broke. */
    private static final Pattern BROKEN_AT = Pattern.compile("time step (\\d+)");

    private final boolean tuned;
    private final GraphHopper hopper;
    private final MapMatching matching;
    private final List<List<Observation>> drives;

    /**
     * Loads the graph, and makes it before where it is not there.
     *
     * @param tuned with a wider sigma, and going on behind the place where a drive breaks; else it gives the drive up
     */
    GraphHopperContestant(List<Trace> traces, Course course, boolean tuned) {
        super(traces);
        this.tuned = tuned;
        hopper = importOrLoad(course.extract(), course.graph());
        matching = MapMatching.fromGraphHopper(hopper, new PMap().putObject("profile", PROFILE));
        if (tuned) {
            matching.setMeasurementErrorSigma(TUNED_SIGMA_METRES);
        }
        drives = traces.stream().map(GraphHopperContestant::observations).toList();
    }

    /** Makes the graph of an extract in a folder, or loads it where it is there. */
    static GraphHopper importOrLoad(Path extract, Path folder) {
        // It reads extracts with classes that today's protobuf only takes when told so.
        System.setProperty("com.google.protobuf.use_unsafe_pre22_gencode", "true");
        GraphHopper hopper = new GraphHopper();
        hopper.setOSMFile(extract.toString());
        hopper.setGraphHopperLocation(folder.toString());
        hopper.setMinNetworkSize(KEEP_ALL_COMPONENTS);
        hopper.setEncodedValuesString("car_access,car_average_speed,road_access");
        hopper.setProfiles(new Profile(PROFILE).setCustomModel(GHUtility.loadCustomModelFromJar(PROFILE + ".json")));
        return hopper.importOrLoad();
    }

    @Override
    void match(int drive) {
        results(drives.get(drive));
    }

    @Override
    List<PathLine> lines(int drive) {
        return results(drives.get(drive)).stream()
                .map(result -> line(result.getMergedPath().calcPoints()))
                .toList();
    }

    @Override
    public void close() {
        hopper.close();
    }

    private List<MatchResult> results(List<Observation> drive) {
        return tuned ? matchInParts(drive) : matchWhole(drive);
    }

    private List<MatchResult> matchWhole(List<Observation> drive) {
        try {
            return List.of(matching.match(drive));
        } catch (IllegalArgumentException broken) {
            return List.of();
        }
    }

    private List<MatchResult> matchInParts(List<Observation> drive) {
        List<MatchResult> parts = new ArrayList<>();
        List<Observation> rest = matching.filterObservations(drive);
        while (rest.size() > 1) {
            try {
                parts.add(matching.match(rest));
                return parts;
            } catch (IllegalArgumentException broken) {
                int until = brokenAt(broken, rest.size());
                parts.addAll(matchWhole(rest.subList(0, until)));
                rest = rest.subList(until, rest.size());
            }
        }
        return parts;
    }

    /** Where the next part begins: at least one fix further. */
    private static int brokenAt(IllegalArgumentException broken, int size) {
        Matcher step = BROKEN_AT.matcher(String.valueOf(broken.getMessage()));
        return step.find() ? Math.min(size, Math.max(1, Integer.parseInt(step.group(1)))) : size;
    }

    private static PathLine line(PointList points) {
        double[] latitudes = new double[points.size()];
        double[] longitudes = new double[points.size()];
        for (int i = 0; i < points.size(); i++) {
            latitudes[i] = points.getLat(i);
            longitudes[i] = points.getLon(i);
        }
        return PathLine.through(latitudes, longitudes);
    }

    private static List<Observation> observations(Trace drive) {
        return IntStream.range(0, drive.size())
                .mapToObj(i -> new Observation(new GHPoint(drive.latitude(i), drive.longitude(i))))
                .toList();
    }
}
