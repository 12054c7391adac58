package org.trips.roads.osm;

import com.carrotsearch.hppc.DoubleArrayList;
import com.carrotsearch.hppc.LongArrayList;
import java.util.HashMap;
import java.util.Map;
import org.trips.roads.AscendingIds;
import org.trips.roads.Barrier;
import org.trips.roads.RoadNetworkBuilder;

/** The nodes of a block that roads use, and the barriers on them: made by any thread, and added by the one that builds. */
final class NodesOfBlock {
    private final AscendingIds wanted;
    private int next;
    /** The id of that number; the largest long at the end. */
    private long nextId;

    private long before = Long.MAX_VALUE;

    private final LongArrayList ids = new LongArrayList();
    private final DoubleArrayList latitudes = new DoubleArrayList();
    private final DoubleArrayList longitudes = new DoubleArrayList();
    private final Map<Long, Barrier> barriers = new HashMap<>();

    NodesOfBlock(PbfBlock block, AscendingIds wanted) {
        this.wanted = wanted;
        block.nodes(this::keep, this::keepBarrier);
    }

    void addTo(RoadNetworkBuilder builder) {
        for (int i = 0; i < ids.size(); i++) {
            builder.addNode(ids.get(i), latitudes.get(i), longitudes.get(i));
        }
        barriers.forEach(builder::addBarrier);
    }

    private void keep(long id, double latitude, double longitude) {
        if (isWanted(id)) {
            ids.add(id);
            latitudes.add(latitude);
            longitudes.add(longitude);
        }
    }

    private void keepBarrier(long id, Map<String, String> tags) {
        if (wanted.number(id) >= 0) {
            BarrierReader.read(tags).ifPresent(barrier -> barriers.put(id, barrier));
        }
    }

    /** Ids ascend in nearly all extracts, and then each step is short; most nodes are not wanted, and take none. */
    private boolean isWanted(long id) {
        if (id < before) {
            int found = wanted.number(id);
            goTo(found < 0 ? ~found : found);
        }
        before = id;
        while (nextId < id && next < wanted.size()) {
            goTo(next + 1);
        }
        return nextId == id && next < wanted.size();
    }

    private void goTo(int number) {
        next = number;
        nextId = number < wanted.size() ? wanted.get(number) : Long.MAX_VALUE;
    }
}
