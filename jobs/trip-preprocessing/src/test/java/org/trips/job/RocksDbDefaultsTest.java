package org.trips.job;

import static org.apache.flink.contrib.streaming.state.RocksDBConfigurableOptions.USE_BLOOM_FILTER;
import static org.apache.flink.contrib.streaming.state.RocksDBConfigurableOptions.WRITE_BUFFER_SIZE;
import static org.apache.flink.contrib.streaming.state.RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

class RocksDbDefaultsTest {
    @Test
    void whatTheConfigurationOfFlinkSaysHolds() {
        Configuration told = new Configuration();
        told.setString("state.backend.rocksdb.use-bloom-filter", "false");
        told.setString("state.backend.rocksdb.writebuffer.size", "64mb");
        Configuration together = new Configuration(told);
        together.addAll(RocksDbDefaults.where(told));
        assertThat(together.get(USE_BLOOM_FILTER)).isFalse();
        assertThat(together.get(WRITE_BUFFER_SIZE)).isEqualTo(MemorySize.ofMebiBytes(64));
    }

    @Test
    void whereItSaysNothingIndexesArePartitionedSoThatFewMegabytesServeMillionsOfDevices() {
        Configuration defaults = RocksDbDefaults.where(new Configuration());
        assertThat(defaults.get(USE_PARTITIONED_INDEX_FILTERS)).isTrue();
        assertThat(defaults.get(USE_BLOOM_FILTER)).isTrue();
        assertThat(defaults.get(WRITE_BUFFER_SIZE)).isEqualTo(MemorySize.ofMebiBytes(16));
    }
}
