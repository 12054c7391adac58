package org.trips.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.cli.ToyRoads;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

/** Another road file comes into force while the job runs. */
class RoadSwitchIT {
    private static final Instant MORNING = Instant.parse("2026-03-01T07:30:00Z");
    private static final int DRIVEN_SECONDS = 100;
    private static final int LATER_SECONDS = 3600;

    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    Path folder;

    @Test
    void aRoadFileAddedToTheListTakesTheJourneysSinceItsTimeWithoutARestart() throws Exception {
        Path old = ToyRoads.write(folder);
        Path young = folder.resolve("young.roads");
        Path list = write("roads: [{file: %s}]".formatted(old));
        String refresh = "road-list:\n  file: %s\n  refresh: 1 s\n".formatted(list);
        try (Played job = new Played("road-switch", folder, SERVERS, refresh)) {
            job.publish(List.of(drive(0), drive(LATER_SECONDS)));
            job.until("two journeys are found by the old roads", () -> roads(job)
                    .equals(List.of(version(old), version(old))));

            String both = "roads: [{file: %s}, {file: %s, from: %s}]".formatted(old, young, MORNING.plusSeconds(600));
            write(both);
            job.until("the missing file is told", () -> job.metric("roadListUnusable") > 0);
            assertThat(job.job().log()).contains(young + ": there is no such road file");

            new RoadNetworkBuilder()
                    .addNode(1, 0, 0)
                    .addNode(2, 0, 0.02)
                    .addWay(Way.of(10, RoadClass.MOTORWAY), 1, 2)
                    .write(young);
            job.until("the new roads are in force everywhere", () -> job.metric("roadListUnusable") == 0);
            job.publish(List.of(drive(2 * LATER_SECONDS)));
            job.until("all journeys since are found by the new roads", () -> roads(job)
                    .equals(List.of(version(old), version(young), version(young))));
        }
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("roads.yaml"), yaml);
    }

    private static List<String> roads(Played job) {
        return job.journeys().stream()
                .map((Document journey) -> journey.getString("roads"))
                .toList();
    }

    private static String version(Path roads) {
        try {
            return RoadNetwork.open(roads).version();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** East along the street, and then six minutes at rest, which prove that the journey has ended. */
    private static Upload drive(int fromSecond) {
        List<Point> points = new ArrayList<>();
        for (int second = 0; second < DRIVEN_SECONDS + 360; second++) {
            points.add(Point.of(
                    MORNING.plusSeconds(fromSecond + second).toEpochMilli(),
                    0,
                    0.002 + Math.min(second, DRIVEN_SECONDS) * 0.0001));
        }
        return new Upload("d-1", points, OptionalLong.empty());
    }
}
