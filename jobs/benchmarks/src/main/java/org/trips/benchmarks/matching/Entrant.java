package org.trips.benchmarks.matching;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.trips.matching.Trace;

/** The matchers that are compared. The first ones run in this process, the others in one of their own. */
enum Entrant {
    TRIPS("trips"),
    GRAPHHOPPER("GraphHopper 10.2"),
    GRAPHHOPPER_TUNED("GraphHopper 10.2, tuned"),
    OSRM("OSRM 26.10.0 MLD"),
    VALHALLA("Valhalla 3.9.1"),
    FASTMM("fastmm 0.3.2"),
    /** Given no negative coordinates. */
    FASTMM_NEVER_NEGATIVE("fastmm 0.3.2, without its slow search");

    private static final Path SCRIPT = Path.of("jobs/benchmarks/peers/contestant.py");

    private final String title;

    Entrant(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Whether it runs on this JVM. */
    boolean onThisJvm() {
        return compareTo(GRAPHHOPPER_TUNED) <= 0;
    }

    /** Makes of the course what it matches with, where that is not done when it starts. */
    void prepare(Course course, Path python) throws IOException, InterruptedException {
        if (!onThisJvm()) {
            WorkerProcess.run(command(course, python, "build"));
        }
    }

    /** Loads the network and the drives, in this process where it can be. */
    Contestant start(Course course, List<Trace> drives, Path python) throws IOException {
        return onThisJvm() ? startHere(course, drives) : new WorkerProcess(title, command(course, python, "match"));
    }

    /** Loads the network and the drives in this process. */
    LocalContestant startHere(Course course, List<Trace> drives) throws IOException {
        return switch (this) {
            case TRIPS -> new TripsContestant(drives, course.roads());
            case GRAPHHOPPER -> new GraphHopperContestant(drives, course, false);
            case GRAPHHOPPER_TUNED -> new GraphHopperContestant(drives, course, true);
            case OSRM, VALHALLA, FASTMM, FASTMM_NEVER_NEGATIVE ->
                throw new IllegalStateException(title + " is no matcher for the JVM");
        };
    }

    /** Loads the network and the drives in a process of its own, small as it comes, to see how much memory it takes. */
    WorkerProcess startAlone(Course course, Path python) throws IOException {
        return new WorkerProcess(title, command(course, python, "match"));
    }

    private List<String> command(Course course, Path python, String task) {
        List<String> command = new ArrayList<>();
        if (onThisJvm()) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(MatchingWorker.JVM_OPTIONS);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), MatchingWorker.class.getName()));
            command.add(name());
        } else {
            command.addAll(List.of(python.toString(), SCRIPT.toString(), name().toLowerCase(Locale.ROOT), task));
        }
        command.add(course.folder().toString());
        return command;
    }
}
