package org.trips.benchmarks.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import picocli.CommandLine;

class ManyDevicesTest {
    @Test
    void theJobIsBuiltWithTheOlderLibrariesThatGraphHopperNeeds() {
        ManyDevices benchmark = new ManyDevices();
        new CommandLine(benchmark).parseArgs();
        JobConfiguration configuration = JobConfiguration.defaults().with(JobOptions.PSEUDONYM_KEY, "0123456789abcdef");
        assertThat(benchmark.graph(configuration, new Configuration()).getVerticesAsArray())
                .isNotEmpty();
    }
}
