package org.trips.benchmarks.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.trips.job.TripPreprocessingJob;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.operators.RawMessage;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadDecoder;
import picocli.CommandLine;

class ManyDevicesTest {
    private static final int UPLOADS_OF_A_DRIVE = 60;
    private static final JobConfiguration CONFIGURATION =
            JobConfiguration.defaults().with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef");

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
        var rules = TripPreprocessingJob.rulesFiles(CONFIGURATION).open();
        long uploads = 3L * UPLOADS_OF_A_DRIVE * VehiclesOnTheRoad.VEHICLES;
        assertThat(VehiclesOnTheRoad.expected(uploads, rules)).hasSize(3 * VehiclesOnTheRoad.VEHICLES);
    }

    @Test
    void theJobIsBuiltWithTheOlderLibrariesThatGraphHopperNeeds() {
        ManyDevices benchmark = new ManyDevices();
        new CommandLine(benchmark).parseArgs();
        assertThat(benchmark.graph(CONFIGURATION, new Configuration()).getVerticesAsArray())
                .isNotEmpty();
    }

    private Upload onlyUpload(RawMessage message) {
        var decoded = decoder.decode(message.body(), message.contentEncoding(), message.brokerTime());
        assertThat(decoded.refused()).isEqualTo(Optional.empty());
        assertThat(decoded.refusedPoints()).isEqualTo(List.of());
        assertThat(decoded.uploads()).hasSize(1);
        return decoded.uploads().get(0);
    }
}
