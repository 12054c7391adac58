package org.trips.job.operators;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.trips.journeys.device.DeviceStore;
import org.trips.journeys.points.ByteColumn;

/**
 * The current key's device, in Flink's keyed state. Its header outlives its points and is forgotten after 13 months of
 * silence, with the points that no others have borne out; its policy assignments stay until others replace them.
 */
final class DeviceState implements DeviceStore {
    private static final TypeInformation<byte[]> BYTES = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

    private static final byte SET_ASIDE_VERSION = 1;

    private final ValueState<byte[]> header;
    private final ValueState<byte[]> assignments;
    private final MapState<Long, byte[]> points;
    private final MapState<Long, byte[]> legs;

    /** The buckets of points that a silent device has left: of a device that sent one point and no more, that one. */
    private final ValueState<byte[]> setAside;

    DeviceState(RuntimeContext context) {
        header = context.getState(forgotten("header"));
        assignments = context.getState(new ValueStateDescriptor<>("assignments", BYTES));
        points = context.getMapState(new MapStateDescriptor<>("points", Types.LONG, BYTES));
        legs = context.getMapState(new MapStateDescriptor<>("legs", Types.LONG, BYTES));
        setAside = context.getState(forgotten("points-set-aside"));
    }

    private static ValueStateDescriptor<byte[]> forgotten(String name) {
        var descriptor = new ValueStateDescriptor<>(name, BYTES);
        descriptor.enableTimeToLive(Retention.THIRTEEN_MONTHS);
        return descriptor;
    }

    /** Puts the points that are left where they are forgotten: the device has been silent for the horizon. */
    void setPointsAside() throws Exception {
        List<Long> buckets = new ArrayList<>();
        points.keys().forEach(buckets::add);
        if (buckets.isEmpty()) {
            return;
        }
        var out = new ByteColumn(64);
        out.writeByte(SET_ASIDE_VERSION);
        out.writeVarint(buckets.size());
        for (var bucket : buckets) {
            out.writeSigned(bucket);
            out.writeBytes(points.get(bucket));
            points.remove(bucket);
        }
        setAside.update(out.toBytes());
    }

    /** Puts them back: the device is heard of again. */
    void takePointsBack() throws Exception {
        var bytes = setAside.value();
        if (bytes == null) {
            return;
        }
        var in = new ByteColumn(bytes);
        var version = in.readByte();
        if (version != SET_ASIDE_VERSION) {
            throw new IllegalStateException("The points that a silent device has left have layout " + version
                    + ", this version reads layout " + SET_ASIDE_VERSION + ".");
        }
        for (var left = in.readVarint(); left > 0; left--) {
            points.put(in.readSigned(), in.readBytes());
        }
        setAside.clear();
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
