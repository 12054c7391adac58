package org.trips.benchmarks.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trips.job.TripPreprocessingJob;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.operators.RawMessage;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadDecoder;

class ManyDevicesTest {
    private static final int UPLOADS_OF_A_DRIVE = 60;

    private final UploadDecoder decoder = new UploadDecoder(1_000_000, Duration.ofMinutes(5));

    @Test
    void everyDeviceOfTheCrowdSendsOnePointUnderAnIdOfItsOwn() {
        Crowd crowd = new Crowd(1);
        Set<String> ids = new HashSet<>();
        for (long number = 0; number < 10_000; number++) {
            Upload upload = onlyUpload(crowd.map(number));
            assertThat(upload.points()).hasSize(1);
            ids.add(upload.device());
        }
        assertThat(ids).hasSize(10_000).allMatch(id -> id.matches("35[0-9]{13}"));
    }

    @Test
    void everyDriveOfEveryVehicleIsAJourney() throws Exception {
        JobConfiguration configuration = JobConfiguration.defaults().with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef");
        var rules = TripPreprocessingJob.rulesFiles(configuration).open();
        long uploads = 3L * UPLOADS_OF_A_DRIVE * VehiclesOnTheRoad.VEHICLES;
        assertThat(VehiclesOnTheRoad.expected(uploads, rules)).hasSize(3 * VehiclesOnTheRoad.VEHICLES);
    }

    private Upload onlyUpload(RawMessage message) {
        var decoded = decoder.decode(message.body(), message.contentEncoding(), message.brokerTime());
        assertThat(decoded.refused()).isEqualTo(Optional.empty());
        assertThat(decoded.refusedPoints()).isEqualTo(List.of());
        assertThat(decoded.uploads()).hasSize(1);
        return decoded.uploads().get(0);
    }
}
