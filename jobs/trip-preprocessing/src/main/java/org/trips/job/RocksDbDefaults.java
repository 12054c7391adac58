package org.trips.job;

import static org.apache.flink.contrib.streaming.state.RocksDBConfigurableOptions.USE_BLOOM_FILTER;
import static org.apache.flink.contrib.streaming.state.RocksDBConfigurableOptions.WRITE_BUFFER_SIZE;
import static org.apache.flink.contrib.streaming.state.RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * What the job needs of RocksDB to hold millions of devices in little memory, other than by RocksDB's own defaults. What
 * Flink's configuration says itself, holds. How each was found is told in docs/state.md.
 */
final class RocksDbDefaults {
    /**
     * RocksDB keeps a buffer for each of some twenty states of a slot, and takes an eighth of its size at once. With its own
     * default of 64 MB these eighths alone are more than a slot of 128 MB may use for all buffers, and RocksDB writes
     * buffers to disk all the time.
     */
    private static final MemorySize WRITE_BUFFER = MemorySize.ofMebiBytes(16);

    private RocksDbDefaults() {}

    /** The defaults of which this configuration says nothing. */
    static Configuration where(ReadableConfig told) {
        Configuration defaults = new Configuration();
        setWhereUntold(told, defaults, WRITE_BUFFER_SIZE, WRITE_BUFFER);
        // A device never heard of is looked for in every file; a filter tells of nearly all that it is not there.
        setWhereUntold(told, defaults, USE_BLOOM_FILTER, true);
        // A whole index is megabytes for one device. Once the indexes do not fit into the slot's cache, each lookup
        // unpacks some anew, and everything is a hundred times slower.
        setWhereUntold(told, defaults, USE_PARTITIONED_INDEX_FILTERS, true);
        return defaults;
    }

    private static <T> void setWhereUntold(
            ReadableConfig told, Configuration defaults, ConfigOption<T> option, T value) {
        if (told.getOptional(option).isEmpty()) {
            defaults.set(option, value);
        }
    }
}
