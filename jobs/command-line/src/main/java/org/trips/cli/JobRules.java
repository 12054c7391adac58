package org.trips.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.trips.job.TripPreprocessingJob;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.configuration.RoadList;
import org.trips.job.operators.JourneyRulesFiles;
import org.trips.job.operators.VersionedFile;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyFile;

/** By what the job finds its journeys, as its configuration says it. */
record JobRules(JobConfiguration job) {
    JourneyRulesFiles files() throws ConfigurationException {
        JourneyRulesFiles files = TripPreprocessingJob.rulesFiles(job);
        Optional<Path> list = job.find(JobOptions.ROAD_LIST_FILE);
        return list.isEmpty()
                ? files
                : files.withRoads(RoadList.read(list.get()).stream()
                        .map(VersionedFile::of)
                        .toList());
    }

    /** The device's policies, or empty where only the job knows them. */
    Optional<DeviceAssignments> assignments(String device) throws IOException {
        Optional<Path> file = job.find(JobOptions.ASSIGNMENTS_FILE);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                PolicyFile.read(file.get(), device::equals).assignments().getOrDefault(device, DeviceAssignments.NONE));
    }
}
