package org.trips.cli.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.MessageProperties;
import org.trips.journeys.intake.Refusal;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.points.Point;

/** Dead letters sent again while the job runs. */
class ReplayIT {
    private static final Instant START = Instant.parse("2026-03-01T07:30:00Z");
    private static final int POINTS = 120;

    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    Path folder;

    @Test
    void whatWasSetAsideIsUsedWhenItIsSentAgainOrComesBack() throws Exception {
        try (Played job = new Played("replay", folder, SERVERS, "")) {
            job.publish(job.uploads(), "not JSON at all".getBytes(UTF_8), null, null);
            // An upload that an earlier release could not read, and this one can.
            Refusal refusal = new Refusal(DeadLetterReason.WRONG_TYPE, "as an earlier release saw it", 0);
            job.setAside(DeadLetter.of(refusal, Instant.now().toEpochMilli(), MessageProperties.NONE, drive()));
            job.until("both are set aside", () -> job.deadLettersWaiting() == 2);

            ServerProcess replay = TripsProcess.start(
                    "replay",
                    folder,
                    "replay",
                    "--config",
                    job.job().configuration().toString());
            assertThat(replay.exitCode()).as(replay.output()).isZero();
            assertThat(replay.output()).contains("2 dead letters sent again").contains("1 notJson, 1 wrongType");

            job.until("the drive is a journey", () -> job.journeys().size() == 1);
            job.until("what cannot be used is back", () -> job.deadLettersWaiting() == 1);
            assertThat(job.deadLetterReasons()).containsExactly("notJson");
            assertThat(job.metric("messagesIn")).isEqualTo(3);
            assertThat(job.metric("deadLetters")).isEqualTo(2);
            job.assertThatNoPointIsUnaccountedFor(POINTS);
        }
    }

    /** Northwards at 20 m/s, a fix each second. */
    private static byte[] drive() {
        List<Point> points = new ArrayList<>();
        for (int second = 0; second < POINTS; second++) {
            points.add(Point.of(START.toEpochMilli() + second * 1000L, 60 + second * 20 / 111_195.0, 24.9));
        }
        return UploadEncoder.encode(new Upload("d-1", points, OptionalLong.empty()));
    }
}
