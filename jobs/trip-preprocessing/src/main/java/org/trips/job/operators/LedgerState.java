package org.trips.job.operators;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.trips.journeys.policies.LedgerStore;

/** The sums of the current key's policy day or month, in Flink's keyed state. */
final class LedgerState implements LedgerStore {
    private final MapState<String, byte[]> entries;

    LedgerState(RuntimeContext context) {
        var descriptor =
                new MapStateDescriptor<>("ledger", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        descriptor.enableTimeToLive(Retention.THIRTEEN_MONTHS);
        entries = context.getMapState(descriptor);
    }

    @Override
    public byte[] get(String key) {
        return StateAccess.of(() -> entries.get(key));
    }

    @Override
    public void put(String key, byte[] value) {
        StateAccess.run(() -> {
            if (value == null) {
                entries.remove(key);
            } else {
                entries.put(key, value);
            }
        });
    }

    @Override
    public Iterable<String> keys() {
        return StateAccess.of(entries::keys);
    }
}
