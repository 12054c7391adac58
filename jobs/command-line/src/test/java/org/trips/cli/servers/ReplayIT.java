package org.trips.cli.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.points.Point;

/** Dead letters sent again while the job runs. */
class ReplayIT {
    private static final int POINTS = 120;

    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    Path folder;

    @Test
    void whatWasSetAsideIsUsedWhenItIsSentAgainOrComesBack() throws Exception {
        try (Played job = new Played("replay", folder, SERVERS, "")) {
            // A broker whose clock was three hours behind: the fixes seem to lie in the future, until they are sent
            // again.
            Instant start = Instant.now().minus(Duration.ofHours(1));
            job.publish(job.uploads(), drive(start), null, start.minus(Duration.ofHours(2)));
            job.publish(job.uploads(), "not JSON at all".getBytes(UTF_8), null, Instant.now());
            job.until("all is set aside", () -> job.deadLettersWaiting() == POINTS + 1);

            ServerProcess replay = TripsProcess.start(
                    "replay",
                    folder,
                    "replay",
                    "--config",
                    job.job().configuration().toString());
            assertThat(replay.exitCode()).as(replay.output()).isZero();
            assertThat(replay.output())
                    .contains((POINTS + 1) + " dead letters sent again: 1 notJson, " + POINTS + " fromTheFuture");

            job.until("the drive is a journey", () -> job.journeys().size() == 1);
            job.until("what cannot be used is back", () -> job.deadLettersWaiting() == 1);
            assertThat(job.deadLetterReasons()).containsExactly("notJson");
            assertThat(job.metric("messagesIn")).isEqualTo(2 + POINTS + 1);
            job.assertThatNoPointIsUnaccountedFor(2 * POINTS);
        }
    }

    /** Northwards at 20 m/s, a fix each second. */
    private static byte[] drive(Instant start) {
        List<Point> points = new ArrayList<>();
        for (int second = 0; second < POINTS; second++) {
            points.add(Point.of(start.toEpochMilli() + second * 1000L, 60 + second * 20 / 111_195.0, 24.9));
        }
        return UploadEncoder.encode(new Upload("d-1", points, OptionalLong.empty()));
    }
}
