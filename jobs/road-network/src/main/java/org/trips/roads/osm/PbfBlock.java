package org.trips.roads.osm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** OpenStreetMap's keys, values and roles have up to 255 characters; a name in a road file up to 65,535 bytes. */
    private static final int LONGEST_TEXT_BYTES = 16 * 1024;

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

    private static final List<MemberKind> KINDS = List.of(MemberKind.values());

    /** A member of a relation. */
    record Member(MemberKind kind, long id, String role) {}

    /** Is handed each turn restriction of a block. */
    interface RelationHandler {
        void relation(long id, Map<String, String> tags, List<Member> members);
    }

    private final WireMessages strings;
    private final WireMessages nodeGroups;
    private final WireMessages wayGroups;
    private final WireMessages relationGroups;
    /** By the numbers of strings; null where the text was not asked for. */
    private String[] texts = {};

    private int granularity = DEFAULT_GRANULARITY;
    private long latitudeOffset;
    private long longitudeOffset;

    private PbfBlock(WireMessage message) {
        strings = new WireMessages(message);
        nodeGroups = new WireMessages(message);
        wayGroups = new WireMessages(message);
        relationGroups = new WireMessages(message);
    }

    static PbfBlock parse(byte[] bytes) {
        WireMessage message = WireMessage.of(bytes);
        PbfBlock block = new PbfBlock(message);
        while (message.next()) {
            switch (message.field()) {
                case 1 -> block.addStrings(message.message());
                case 2 -> block.addGroup(message.place(), message.message());
                case 17 -> block.granularity = (int) message.varint();
                case 19 -> block.latitudeOffset = message.varint();
                case 20 -> block.longitudeOffset = message.varint();
                default -> message.skip();
            }
        }
        block.texts = new String[block.strings.size()];
        return block;
    }

    private void addStrings(WireMessage table) {
        while (table.next()) {
            strings.add(table.skipMessage());
        }
    }

    /** A group holds elements of one kind only, so its first field tells the kind. */
    private void addGroup(int place, WireMessage group) {
        if (group.next()) {
            switch (group.field()) {
                case 1, 2 -> nodeGroups.add(place);
                case 3 -> wayGroups.add(place);
                case 4 -> relationGroups.add(place);
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
        for (int i = 0; i < wayGroups.size(); i++) {
            WireMessage group = wayGroups.get(i);
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
        for (int i = 0; i < relationGroups.size(); i++) {
            WireMessage group = relationGroups.get(i);
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
        for (int i = 0; i < nodeGroups.size(); i++) {
            WireMessage group = nodeGroups.get(i);
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
            for (long key = list.varint(); key != 0; key = list.varint()) {
                wanted |= isWanted(deciding, key);
                list.varint();
            }
            if (wanted) {
                tags.clear();
                for (long key = ofNode.varint(); key != 0; key = ofNode.varint()) {
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

    /** Each text is made once, however many elements share it: a few bytes could name a long one again and again. */
    private String string(long number) {
        WireMessage string = strings.get(number);
        if (string.length() > LONGEST_TEXT_BYTES) {
            throw new IllegalArgumentException("a text of " + string.length() + " bytes");
        }
        int index = (int) number;
        if (texts[index] == null) {
            texts[index] = string.text();
        }
        return texts[index];
    }

    private boolean[] matching(Predicate<String> wanted) {
        boolean[] matching = new boolean[strings.size()];
        for (int i = 0; i < matching.length; i++) {
            WireMessage string = strings.get(i);
            matching[i] = string.length() <= LONGEST_TEXT_BYTES && wanted.test(string.text());
        }
        return matching;
    }

    private static boolean isWanted(boolean[] wanted, long number) {
        return wanted[(int) Objects.checkIndex(number, wanted.length)];
    }

    private static boolean anyOf(boolean[] wanted, WireMessage numbers) {
        while (numbers.hasMore()) {
            if (isWanted(wanted, numbers.varint())) {
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
            MemberKind kind = KINDS.get((int) Objects.checkIndex(kinds.varint(), KINDS.size()));
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
