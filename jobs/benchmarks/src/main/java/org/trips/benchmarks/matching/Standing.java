package org.trips.benchmarks.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.trips.matching.PathLine;
import org.trips.matching.evaluation.TrueLine;

/** What has been measured of one matcher on one set of drives. Not thread-safe. */
final class Standing {
    private final List<Round> rounds = new ArrayList<>();
    private List<List<PathLine>> routes = List.of();
    private double mismatch = Double.NaN;
    private Resident resident = new Resident(0, 0);

    void add(Round round) {
        rounds.add(round);
    }

    /** Takes up the lines driven, drive by drive, and holds those of the only drive against the truth. */
    void setRoutes(List<List<PathLine>> routes, Optional<TrueLine> truth) {
        this.routes = routes;
        truth.ifPresent(line -> mismatch = line.mismatch(routes.get(0)));
    }

    void setResident(Resident resident) {
        this.resident = resident;
    }

    Resident resident() {
        return resident;
    }

    int drives() {
        return routes.size();
    }

    /** Route mismatch fraction, or NaN where the truth is not known. */
    double mismatch() {
        return mismatch;
    }

    /** Drives that the matcher gave up or broke. */
    long brokenDrives() {
        return routes.stream().filter(lines -> lines.size() != 1).count();
    }

    /** Of all rounds. */
    double median(ToDoubleFunction<Round> what) {
        double[] sorted = rounds.stream().mapToDouble(what).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
