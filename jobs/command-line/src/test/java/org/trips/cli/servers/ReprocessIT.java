package org.trips.cli.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.cli.journeys.FileJourneys;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadArchive;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.PolicyFile;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;

/** What came too late, points and policies, gets into the store through the archive and the running job. */
class ReprocessIT {
    private static final String DEVICE = "d-17";
    private static final Duration HORIZON = Duration.ofSeconds(5);

    /** Longer than what ends a journey, and the horizon after it. */
    private static final int STANDING_SECONDS = 400;

    /** The job remembers a year. */
    private final LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(40);

    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    Path folder;

    private final List<Upload> sent = new ArrayList<>();

    @Test
    void afterReprocessingTheStoreHoldsWhatThePlainFunctionFindsInAllThatEverCame() throws Exception {
        Path archive = folder.resolve("archive");
        Path policies = write("P-1", 1);
        try (Played job =
                new Played("reprocess", folder, SERVERS, """
                journeys.horizon: %d s
                archive.folder: %s
                archive.roll-interval: 1 s
                reprocess.queue: reprocess-spans
                assignments:
                  file: %s
                  refresh: 1 s
                """.formatted(HORIZON.toSeconds(), archive, policies))) {
            job.awaitQueue("reprocess-spans");
            send(job, driveAndStand(8, 0, 300));
            // Of this drive the middle is missing.
            send(job, drive(11, 0, 200));
            send(job, driveAndStand(11, 4300, 4600));
            send(job, driveAndStand(30, 0, 300));
            job.until("all is settled", () -> StoredDocuments.of(job).equals(expected(policies)));
            assertThat(job.journeys()).hasSize(4);

            send(job, drive(11, 200, 4300));
            send(job, driveAndStand(15, 0, 300));
            job.until("both came too late", () -> job.deadLettersWaiting() == 2);
            assertThat(job.deadLetterReasons()).containsOnly("late");
            job.until("they are in the archive", () -> pointsIn(archive) == points());
            ServerProcess reprocess = reprocess(job);
            assertThat(reprocess.exitCode()).as(reprocess.output()).isZero();
            assertThat(reprocess.output())
                    .contains("Journeys: 2 kept, 1 changed, 1 new, 1 withdrawn.", "The store has it.");
            assertThat(StoredDocuments.of(job).journeys())
                    .isEqualTo(expected(policies).journeys());
            job.until("the store holds all that came", () -> StoredDocuments.of(job)
                    .equals(expected(policies)));
            assertThat(job.journeys()).hasSize(4);

            write("P-2", 2);
            job.until("the job knows the other policy", () -> job.job().metric("messagesIn", "assignments") == 2);
            ServerProcess again = reprocess(job);
            assertThat(again.exitCode()).as(again.output()).isZero();
            assertThat(again.output()).contains("Journeys: 0 kept, 4 changed, 0 new, 0 withdrawn.");
            job.until(
                    "the other policy has it all", () -> StoredDocuments.of(job).equals(expected(policies)));
            assertThat(StoredDocuments.of(job).policyDays()).hasSize(2).allSatisfy((id, day) -> assertThat(id)
                    .startsWith("P-2"));
            assertThat(job.deadLettersWaiting()).isZero();
        }
    }

    private void send(Played job, List<Point> points) throws Exception {
        Upload upload = new Upload(DEVICE, points, OptionalLong.empty());
        sent.add(upload);
        job.publish(List.of(upload));
    }

    private ServerProcess reprocess(Played job) {
        return TripsProcess.start(
                "reprocess",
                folder,
                "reprocess",
                "--config",
                job.job().configuration().toString(),
                "--device",
                DEVICE,
                "--from",
                day.toString(),
                "--to",
                day.plusDays(2).toString(),
                "--wait");
    }

    private StoredDocuments expected(Path policies) {
        try {
            FileJourneys found = new FileJourneys(
                    new JourneyRules(
                            Versions.none(),
                            Versions.always(Profile.defaults()),
                            new Pseudonyms("k1", Played.PSEUDONYM_KEY.getBytes(UTF_8)),
                            HORIZON),
                    PolicyFile.read(policies).assignments());
            sent.forEach(found::accept);
            found.finish();
            return StoredDocuments.of(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long points() {
        return sent.stream().mapToLong(upload -> upload.points().size()).sum();
    }

    private long pointsIn(Path archive) {
        AtomicInteger points = new AtomicInteger();
        try {
            new UploadArchive(archive)
                    .read(
                            day,
                            DEVICE,
                            upload -> points.addAndGet(upload.points().size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return points.get();
    }

    private Path write(String policy, int version) throws IOException {
        return Files.writeString(folder.resolve("policies.json"), """
                [{"device":"%s","version":%d,"assignments":[
                  {"policy":"%s","from":"1970-01-01T00:00:00Z","timeZone":"Europe/Helsinki","vehicleClass":"van"}]}]
                """.formatted(DEVICE, version, policy));
    }

    /** A drive and the stand after it. */
    private List<Point> driveAndStand(int hour, int fromSecond, int toSecond) {
        List<Point> points = drive(hour, fromSecond, toSecond);
        Point last = points.get(points.size() - 1);
        for (int second = 1; second <= STANDING_SECONDS; second++) {
            points.add(Point.of(last.timeMillis() + second * 1000L, last.latitude(), last.longitude()));
        }
        return points;
    }

    /** From that hour of the first day on northwards at 10 m/s, a fix each second. */
    private List<Point> drive(int hour, int fromSecond, int toSecond) {
        long start =
                day.atStartOfDay(ZoneOffset.UTC).plusHours(hour).toInstant().toEpochMilli();
        List<Point> points = new ArrayList<>();
        for (int second = fromSecond; second < toSecond; second++) {
            points.add(Point.of(start + second * 1000L, 60 + hour * 0.05 + second * 10 / 111_195.0, 24.9));
        }
        return points;
    }
}
