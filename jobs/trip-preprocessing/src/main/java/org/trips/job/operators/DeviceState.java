package org.trips.job.operators;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.trips.journeys.device.DeviceStore;

/**
 * The current key's device, in Flink's keyed state. Its header outlives its points and is forgotten after 13 months of
 * silence; its policy assignments stay until others replace them.
 */
final class DeviceState implements DeviceStore {
    private static final TypeInformation<byte[]> BYTES = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

    private final ValueState<byte[]> header;
    private final ValueState<byte[]> assignments;
    private final MapState<Long, byte[]> points;
    private final MapState<Long, byte[]> legs;

    DeviceState(RuntimeContext context) {
        var headerDescriptor = new ValueStateDescriptor<>("header", BYTES);
        headerDescriptor.enableTimeToLive(Retention.THIRTEEN_MONTHS);
        header = context.getState(headerDescriptor);
        assignments = context.getState(new ValueStateDescriptor<>("assignments", BYTES));
        points = context.getMapState(new MapStateDescriptor<>("points", Types.LONG, BYTES));
        legs = context.getMapState(new MapStateDescriptor<>("legs", Types.LONG, BYTES));
    }

    @Override
    public byte[] header() {
        return StateAccess.of(header::value);
    }

    @Override
    public void header(byte[] bytes) {
        StateAccess.run(() -> header.update(bytes));
    }

    @Override
    public byte[] assignments() {
        return StateAccess.of(assignments::value);
    }

    @Override
    public void assignments(byte[] bytes) {
        StateAccess.run(() -> assignments.update(bytes));
    }

    @Override
    public byte[] points(long bucket) {
        return StateAccess.of(() -> points.get(bucket));
    }

    @Override
    public void points(long bucket, byte[] chunk) {
        put(points, bucket, chunk);
    }

    @Override
    public Iterable<Long> pointBuckets() {
        return StateAccess.of(points::keys);
    }

    @Override
    public byte[] leg(long id) {
        return StateAccess.of(() -> legs.get(id));
    }

    @Override
    public void leg(long id, byte[] bytes) {
        put(legs, id, bytes);
    }

    @Override
    public Iterable<Long> legs() {
        return StateAccess.of(legs::keys);
    }

    private static void put(MapState<Long, byte[]> map, long key, byte[] bytes) {
        StateAccess.run(() -> {
            if (bytes == null) {
                map.remove(key);
            } else {
                map.put(key, bytes);
            }
        });
    }
}
