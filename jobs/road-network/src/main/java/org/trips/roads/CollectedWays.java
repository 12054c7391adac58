package org.trips.roads;

/**
 * Ways and their nodes' ids, as columns. They are added in any order; once {@link #arrange arranged} they are numbered
 * by ascending id, each id once: the first way of it counts.
 */
final class CollectedWays {
    /** In place of the attributes of a direction that may not be driven. */
    private static final int SHUT = -1;

    private final Scratch scratch;
    private final LongColumn ids;
    private final IntColumn forward;
    private final IntColumn backward;
    private final IntColumn forwardRules;
    private final IntColumn backwardRules;
    private final IntColumn names;
    private final IntColumn nodeEnds;
    private final LongColumn nodes;
    private final NameTable nameTable = new NameTable();
    private final LimitTable limitTable = new LimitTable();
    private boolean ascending = true;
    /** The places of ways as they were added, by number; null where these are the numbers. */
    private IntColumn order;

    CollectedWays(Scratch scratch) {
        this.scratch = scratch;
        ids = new LongColumn(scratch);
        forward = new IntColumn(scratch);
        backward = new IntColumn(scratch);
        forwardRules = new IntColumn(scratch);
        backwardRules = new IntColumn(scratch);
        names = new IntColumn(scratch);
        nodeEnds = new IntColumn(scratch);
        nodes = new LongColumn(scratch);
    }

    void add(Way way, long[] along) {
        int place = ids.size();
        ascending &= place == 0 || ids.get(place - 1) < way.id();
        ids.add(way.id());
        forward.add(way.forward() ? RoadNetwork.attributes(way, true) : SHUT);
        backward.add(way.backward() ? RoadNetwork.attributes(way, false) : SHUT);
        forwardRules.add(limitTable.number(way.forwardLimits().rules()));
        backwardRules.add(limitTable.number(way.backwardLimits().rules()));
        names.add(nameTable.number(way.name(), way.ref()));
        for (long node : along) {
            nodes.add(node);
        }
        nodeEnds.add(nodes.size());
    }

    /** The ids of all nodes of all ways. */
    LongColumn nodes() {
        return nodes;
    }

    NameTable nameTable() {
        return nameTable;
    }

    LimitTable limitTable() {
        return limitTable;
    }

    /** Numbers the ways, after all have been added. */
    void arrange() {
        if (ascending) {
            return;
        }
        AscendingIds numbers = AscendingIds.of(ids, scratch);
        order = new IntColumn(scratch, numbers.size());
        // From the last to the first, so that the first way of an id is the one that stays.
        for (int place = ids.size() - 1; place >= 0; place--) {
            order.set(numbers.number(ids.get(place)), place);
        }
    }

    int count() {
        return order == null ? ids.size() : order.size();
    }

    long id(int way) {
        return ids.get(place(way));
    }

    boolean forward(int way) {
        return forwardAttributes(way) != SHUT;
    }

    boolean backward(int way) {
        return backwardAttributes(way) != SHUT;
    }

    /** Attributes of an edge in the direction of the way's nodes, as they stand in the road file. */
    int forwardAttributes(int way) {
        return forward.get(place(way));
    }

    /** The same against that direction. */
    int backwardAttributes(int way) {
        return backward.get(place(way));
    }

    /** The number in the {@link #limitTable} of the rules in the direction of the way's nodes, or against it. */
    int limitRules(int way, boolean ahead) {
        return (ahead ? forwardRules : backwardRules).get(place(way));
    }

    /** The number of its names in the {@link #nameTable}. */
    int names(int way) {
        return names.get(place(way));
    }

    /** Where the way's first node lies among all. */
    int firstNode(int way) {
        int place = place(way);
        return place == 0 ? 0 : nodeEnds.get(place - 1);
    }

    /** Where those of the way end. */
    int endOfNodes(int way) {
        return nodeEnds.get(place(way));
    }

    private int place(int way) {
        return order == null ? way : order.get(way);
    }
}
