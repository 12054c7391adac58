package org.trips.simulator;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.points.Point;
import org.trips.roads.RoadNetwork;

/** All that a simulation gave, for tests to look at. */
record Recording(List<Upload> uploads, List<JourneyTruth> truth) {

    static Recording of(RoadNetwork roads, SimulationOptions options) {
        List<Upload> uploads = new ArrayList<>();
        List<JourneyTruth> truth = new ArrayList<>();
        new Simulation(roads, options).run(uploads::add, truth::add);
        return new Recording(uploads, truth);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        uploads.forEach(upload -> bytes.writeBytes(UploadEncoder.encode(upload)));
        return bytes.toByteArray();
    }

    List<Point> points() {
        return uploads.stream().flatMap(upload -> upload.points().stream()).toList();
    }

    List<Upload> uploadsOf(String device) {
        return uploads.stream().filter(upload -> upload.device().equals(device)).toList();
    }

    /** The points of the journey between pulling away and standing, by time. */
    List<Point> pointsOf(JourneyTruth journey) {
        return uploadsOf(journey.device()).stream()
                .flatMap(upload -> upload.points().stream())
                .filter(point ->
                        point.timeMillis() >= journey.startMillis() && point.timeMillis() <= journey.endMillis())
                .sorted()
                .toList();
    }
}
