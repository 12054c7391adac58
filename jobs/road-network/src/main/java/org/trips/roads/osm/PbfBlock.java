package org.trips.roads.osm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One data block of a PBF file. Its groups are told apart by their first bytes and decoded only when asked for: most of
 * an extract is nodes, and the pass over the ways has no use for them. Field numbers are those of osmformat.proto.
 *
 * @see <a href="https://wiki.openstreetmap.org/wiki/PBF_Format">PBF Format</a>
 */
final class PbfBlock {
    private static final double NANODEGREES = 1e-9;
    private static final int DEFAULT_GRANULARITY = 100;

    /** Is handed each way of a block. */
    interface WayHandler {
        void way(long id, Map<String, String> tags, long[] nodes);
    }

    /** Is handed each node of a block, in degrees. */
    interface NodeHandler {
        void node(long id, double latitude, double longitude);
    }

    /** Is handed the tags of each node that may be a barrier. */
    interface BarrierHandler {
        void barrier(long id, Map<String, String> tags);
    }

    /** What a relation holds together, in the order of the format's numbers. */
    enum MemberKind {
        NODE,
        WAY,
        RELATION
    }

    /** A member of a relation. */
    record Member(MemberKind kind, long id, String role) {}

    /** Is handed each turn restriction of a block. */
    interface RelationHandler {
        void relation(long id, Map<String, String> tags, List<Member> members);
    }

    private final List<WireMessage> strings = new ArrayList<>();
    private final List<WireMessage> nodeGroups = new ArrayList<>();
    private final List<WireMessage> wayGroups = new ArrayList<>();
    private final List<WireMessage> relationGroups = new ArrayList<>();
    private int granularity = DEFAULT_GRANULARITY;
    private long latitudeOffset;
    private long longitudeOffset;

    private PbfBlock() {}

    static PbfBlock parse(byte[] bytes) {
        PbfBlock block = new PbfBlock();
        WireMessage message = WireMessage.of(bytes);
        while (message.next()) {
            switch (message.field()) {
                case 1 -> block.addStrings(message.message());
                case 2 -> block.addGroup(message.message());
                case 17 -> block.granularity = (int) message.varint();
                case 19 -> block.latitudeOffset = message.varint();
                case 20 -> block.longitudeOffset = message.varint();
                default -> message.skip();
            }
        }
        return block;
    }

    private void addStrings(WireMessage table) {
        while (table.next()) {
            strings.add(table.message());
        }
    }

    /** A group holds elements of one kind only, so its first field tells the kind. */
    private void addGroup(WireMessage group) {
        WireMessage first = group.copy();
        if (first.next()) {
            switch (first.field()) {
                case 1, 2 -> nodeGroups.add(group);
                case 3 -> wayGroups.add(group);
                case 4 -> relationGroups.add(group);
                default -> {} // Changesets hold no road.
            }
        }
    }

    boolean hasNodes() {
        return !nodeGroups.isEmpty();
    }

    boolean hasWaysOrRelations() {
        return !wayGroups.isEmpty() || !relationGroups.isEmpty();
    }

    /** Hands over each way that has a tag which {@link WayReader} looks for first. */
    void ways(WayHandler handler) {
        boolean[] deciding = wayGroups.isEmpty() ? null : matching(WayReader::decidingKey);
        for (WireMessage group : wayGroups) {
            while (group.next()) {
                way(group.message(), deciding, handler);
            }
        }
    }

    private void way(WireMessage way, boolean[] deciding, WayHandler handler) {
        long id = 0;
        WireMessage keys = WireMessage.EMPTY;
        WireMessage values = WireMessage.EMPTY;
        WireMessage nodes = WireMessage.EMPTY;
        while (way.next()) {
            switch (way.field()) {
                case 1 -> id = way.varint();
                case 2 -> keys = way.message();
                case 3 -> values = way.message();
                case 8 -> nodes = way.message();
                default -> way.skip();
            }
        }
        if (anyOf(deciding, keys.copy())) {
            handler.way(id, tags(keys, values), summed(nodes));
        }
    }

    /** Hands over each relation that has a tag which {@link RestrictionReader} looks for first. */
    void relations(RelationHandler handler) {
        boolean[] deciding = relationGroups.isEmpty() ? null : matching(RestrictionReader::decidingType);
        for (WireMessage group : relationGroups) {
            while (group.next()) {
                relation(group.message(), deciding, handler);
            }
        }
    }

    private void relation(WireMessage relation, boolean[] deciding, RelationHandler handler) {
        long id = 0;
        WireMessage keys = WireMessage.EMPTY;
        WireMessage values = WireMessage.EMPTY;
        WireMessage roles = WireMessage.EMPTY;
        WireMessage members = WireMessage.EMPTY;
        WireMessage kinds = WireMessage.EMPTY;
        while (relation.next()) {
            switch (relation.field()) {
                case 1 -> id = relation.varint();
                case 2 -> keys = relation.message();
                case 3 -> values = relation.message();
                case 8 -> roles = relation.message();
                case 9 -> members = relation.message();
                case 10 -> kinds = relation.message();
                default -> relation.skip();
            }
        }
        if (anyOf(deciding, values.copy())) {
            handler.relation(id, tags(keys, values), members(roles, members, kinds));
        }
    }

    /** Hands over each node, and the tags of those that have one which {@link BarrierReader} looks for first. */
    void nodes(NodeHandler nodes, BarrierHandler barriers) {
        boolean[] deciding = nodeGroups.isEmpty() ? null : matching(BarrierReader::decidingKey);
        for (WireMessage group : nodeGroups) {
            while (group.next()) {
                switch (group.field()) {
                    case 1 -> node(group.message(), deciding, nodes, barriers);
                    case 2 -> denseNodes(group.message(), deciding, nodes, barriers);
                    default -> group.skip();
                }
            }
        }
    }

    private void node(WireMessage node, boolean[] deciding, NodeHandler nodes, BarrierHandler barriers) {
        long id = 0;
        long latitude = 0;
        long longitude = 0;
        WireMessage keys = WireMessage.EMPTY;
        WireMessage values = WireMessage.EMPTY;
        while (node.next()) {
            switch (node.field()) {
                case 1 -> id = node.signed();
                case 2 -> keys = node.message();
                case 3 -> values = node.message();
                case 8 -> latitude = node.signed();
                case 9 -> longitude = node.signed();
                default -> node.skip();
            }
        }
        nodes.node(id, latitude(latitude), longitude(longitude));
        if (anyOf(deciding, keys.copy())) {
            barriers.barrier(id, tags(keys, values));
        }
    }

    private void denseNodes(WireMessage dense, boolean[] deciding, NodeHandler nodes, BarrierHandler barriers) {
        WireMessage ids = WireMessage.EMPTY;
        WireMessage latitudes = WireMessage.EMPTY;
        WireMessage longitudes = WireMessage.EMPTY;
        WireMessage tags = WireMessage.EMPTY;
        while (dense.next()) {
            switch (dense.field()) {
                case 1 -> ids = dense.message();
                case 8 -> latitudes = dense.message();
                case 9 -> longitudes = dense.message();
                case 10 -> tags = dense.message();
                default -> dense.skip();
            }
        }
        WireMessage idsOfTags = ids.copy();
        long id = 0;
        long latitude = 0;
        long longitude = 0;
        while (ids.hasMore()) {
            id += ids.signed();
            latitude += latitudes.signed();
            longitude += longitudes.signed();
            nodes.node(id, latitude(latitude), longitude(longitude));
        }
        if (anyOf(deciding, tags.copy())) {
            denseTags(idsOfTags, tags, deciding, barriers);
        }
    }

    /** All nodes' tags are one list: key, value, key, value, and a 0 at the end of each node's. */
    private void denseTags(WireMessage ids, WireMessage list, boolean[] deciding, BarrierHandler handler) {
        long id = 0;
        Map<String, String> tags = new HashMap<>();
        while (list.hasMore()) {
            id += ids.signed();
            WireMessage ofNode = list.copy();
            boolean wanted = false;
            for (int key = (int) list.varint(); key != 0; key = (int) list.varint()) {
                wanted |= deciding[key];
                list.varint();
            }
            if (wanted) {
                tags.clear();
                for (int key = (int) ofNode.varint(); key != 0; key = (int) ofNode.varint()) {
                    tags.put(string(key), string(ofNode.varint()));
                }
                handler.barrier(id, tags);
            }
        }
    }

    private double latitude(long units) {
        return NANODEGREES * (latitudeOffset + granularity * units);
    }

    private double longitude(long units) {
        return NANODEGREES * (longitudeOffset + granularity * units);
    }

    private String string(long number) {
        return strings.get((int) number).text();
    }

    private boolean[] matching(Predicate<String> wanted) {
        boolean[] matching = new boolean[strings.size()];
        for (int i = 0; i < matching.length; i++) {
            matching[i] = wanted.test(string(i));
        }
        return matching;
    }

    private static boolean anyOf(boolean[] wanted, WireMessage numbers) {
        while (numbers.hasMore()) {
            if (wanted[(int) numbers.varint()]) {
                return true;
            }
        }
        return false;
    }

    private Map<String, String> tags(WireMessage keys, WireMessage values) {
        Map<String, String> tags = new HashMap<>();
        while (keys.hasMore()) {
            tags.put(string(keys.varint()), string(values.varint()));
        }
        return tags;
    }

    private List<Member> members(WireMessage roles, WireMessage ids, WireMessage kinds) {
        List<Member> members = new ArrayList<>();
        long id = 0;
        while (ids.hasMore()) {
            id += ids.signed();
            MemberKind kind = MemberKind.values()[(int) kinds.varint()];
            members.add(new Member(kind, id, string(roles.varint())));
        }
        return members;
    }

    private static long[] summed(WireMessage differences) {
        int count = 0;
        for (WireMessage counted = differences.copy(); counted.hasMore(); counted.varint()) {
            count++;
        }
        long[] sums = new long[count];
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += differences.signed();
            sums[i] = sum;
        }
        return sums;
    }
}
