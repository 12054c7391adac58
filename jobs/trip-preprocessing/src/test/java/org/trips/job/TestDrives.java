package org.trips.job;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.operators.RawMessage;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.AssignmentCodec;
import org.trips.journeys.policies.AssignmentMessage;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyAssignment;
import org.trips.journeys.policies.VehicleClass;

/** Plain drives northwards at 20 m/s with a fix each second, as messages of ten points. */
final class TestDrives {
    static final int POINTS_PER_MESSAGE = 10;
    static final Instant FIRST_START = Instant.parse("2026-03-01T07:30:00Z");

    private static final double METRES_PER_DEGREE = 111_195;
    private static final int SPEED_MPS = 20;

    private TestDrives() {}

    /** The messages of several drives of one device, the next an hour and a half after the start of the last. */
    static List<RawMessage> messages(String device, int drives, int seconds) {
        List<RawMessage> messages = new ArrayList<>();
        for (var drive = 0; drive < drives; drive++) {
            var start = FIRST_START.plusSeconds(drive * 5400L).toEpochMilli();
            for (var from = 0; from < seconds; from += POINTS_PER_MESSAGE) {
                List<Point> points = new ArrayList<>();
                for (var second = from; second < Math.min(seconds, from + POINTS_PER_MESSAGE); second++) {
                    var latitude = 50 + drive / 10.0 + second * SPEED_MPS / METRES_PER_DEGREE;
                    points.add(Point.of(start + second * 1000L, latitude, 8.5));
                }
                var upload = new Upload(device, points, OptionalLong.empty());
                messages.add(RawMessage.ofLine(UploadEncoder.encode(upload)));
            }
        }
        return messages;
    }

    /** The message that assigns a device to a policy for good. */
    static RawMessage assignment(String device, String policy) {
        var assignment =
                new PolicyAssignment(policy, Instant.EPOCH, null, ZoneId.of("Europe/Berlin"), VehicleClass.VAN);
        return RawMessage.ofLine(
                AssignmentCodec.json(new AssignmentMessage(device, new DeviceAssignments(1, List.of(assignment)))));
    }

    static RawMessage text(String text) {
        return RawMessage.ofLine(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The job of the savepoints that are kept: two devices that drive twice. */
    static StreamExecutionEnvironment job(Configuration flink, Duration checkpointInterval, JobSinks sinks) {
        List<RawMessage> messages = new ArrayList<>();
        var one = messages("d-1", 2, 600);
        var other = messages("d-2", 2, 600);
        for (var i = 0; i < one.size(); i++) {
            messages.add(one.get(i));
            messages.add(other.get(i));
        }
        var assignments = List.of(assignment("d-1", "P-1"), assignment("d-2", "P-2"));
        var environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        new TripPreprocessingJob(
                        new JobSources(
                                source -> List.of(InMemoryMessages.stream(source, messages, "uploads")),
                                source -> List.of(InMemoryMessages.stream(source, assignments, "assignments")),
                                none -> List.of()),
                        sinks,
                        JobConfiguration.defaults()
                                .with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef")
                                .with(JobOptions.CHECKPOINT_INTERVAL, checkpointInterval))
                .build(environment);
        return environment;
    }
}
