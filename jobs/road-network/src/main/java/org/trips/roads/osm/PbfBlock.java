package org.trips.roads.osm;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import crosby.binary.Osmformat.DenseNodes;
import crosby.binary.Osmformat.Node;
import crosby.binary.Osmformat.PrimitiveBlock;
import crosby.binary.Osmformat.PrimitiveGroup;
import crosby.binary.Osmformat.Relation;
import crosby.binary.Osmformat.StringTable;
import crosby.binary.Osmformat.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One data block of a PBF file. Its groups are told apart by their first bytes and decoded only when asked for: most of
 * an extract is nodes, and the pass over the ways has no use for them.
 *
 * @see <a href="https://wiki.openstreetmap.org/wiki/PBF_Format">PBF Format</a>
 */
final class PbfBlock {
    private static final double NANODEGREES = 1e-9;

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

    /** What a relation holds together. */
    enum MemberKind {
        NODE,
        WAY,
        RELATION;

        private static MemberKind of(Relation.MemberType type) {
            return switch (type) {
                case NODE -> NODE;
                case WAY -> WAY;
                case RELATION -> RELATION;
            };
        }
    }

    /** A member of a relation. */
    record Member(MemberKind kind, long id, String role) {}

    /** Is handed each turn restriction of a block. */
    interface RelationHandler {
        void relation(long id, Map<String, String> tags, List<Member> members);
    }

    private final ByteString stringTable;
    private final List<ByteString> nodeGroups = new ArrayList<>();
    private final List<ByteString> wayGroups = new ArrayList<>();
    private final List<ByteString> relationGroups = new ArrayList<>();
    private final int granularity;
    private final long latitudeOffset;
    private final long longitudeOffset;

    private PbfBlock(ByteString stringTable, int granularity, long latitudeOffset, long longitudeOffset) {
        this.stringTable = stringTable;
        this.granularity = granularity;
        this.latitudeOffset = latitudeOffset;
        this.longitudeOffset = longitudeOffset;
    }

    static PbfBlock parse(ByteString bytes) throws IOException {
        ByteString strings = ByteString.EMPTY;
        List<ByteString> groups = new ArrayList<>();
        PrimitiveBlock defaults = PrimitiveBlock.getDefaultInstance();
        int granularity = defaults.getGranularity();
        long latitudeOffset = 0;
        long longitudeOffset = 0;
        CodedInputStream in = bytes.newCodedInput();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case PrimitiveBlock.STRINGTABLE_FIELD_NUMBER -> strings = in.readBytes();
                case PrimitiveBlock.PRIMITIVEGROUP_FIELD_NUMBER -> groups.add(in.readBytes());
                case PrimitiveBlock.GRANULARITY_FIELD_NUMBER -> granularity = in.readInt32();
                case PrimitiveBlock.LAT_OFFSET_FIELD_NUMBER -> latitudeOffset = in.readInt64();
                case PrimitiveBlock.LON_OFFSET_FIELD_NUMBER -> longitudeOffset = in.readInt64();
                default -> in.skipField(tag);
            }
        }
        PbfBlock block = new PbfBlock(strings, granularity, latitudeOffset, longitudeOffset);
        for (ByteString group : groups) {
            // A group holds elements of one kind only, so its first tag tells the kind.
            switch (WireFormat.getTagFieldNumber(group.newCodedInput().readTag())) {
                case PrimitiveGroup.NODES_FIELD_NUMBER, PrimitiveGroup.DENSE_FIELD_NUMBER ->
                    block.nodeGroups.add(group);
                case PrimitiveGroup.WAYS_FIELD_NUMBER -> block.wayGroups.add(group);
                case PrimitiveGroup.RELATIONS_FIELD_NUMBER -> block.relationGroups.add(group);
                default -> {} // Changesets hold no road.
            }
        }
        return block;
    }

    boolean hasNodes() {
        return !nodeGroups.isEmpty();
    }

    /** Hands over each way that has a tag which {@link WayReader} looks for first. */
    void ways(WayHandler handler) throws IOException {
        if (wayGroups.isEmpty()) {
            return;
        }
        List<ByteString> strings = strings();
        boolean[] deciding = matching(strings, WayReader::decidingKey);
        for (ByteString group : wayGroups) {
            for (Way way : PrimitiveGroup.parseFrom(group).getWaysList()) {
                if (anyOf(deciding, way.getKeysList())) {
                    handler.way(way.getId(), tags(way.getKeysList(), way.getValsList(), strings), nodes(way));
                }
            }
        }
    }

    /** Hands over each relation that has a tag which {@link RestrictionReader} looks for first. */
    void relations(RelationHandler handler) throws IOException {
        if (relationGroups.isEmpty()) {
            return;
        }
        List<ByteString> strings = strings();
        boolean[] deciding = matching(strings, RestrictionReader::decidingType);
        for (ByteString group : relationGroups) {
            for (Relation relation : PrimitiveGroup.parseFrom(group).getRelationsList()) {
                if (anyOf(deciding, relation.getValsList())) {
                    handler.relation(
                            relation.getId(),
                            tags(relation.getKeysList(), relation.getValsList(), strings),
                            members(relation, strings));
                }
            }
        }
    }

    /** Hands over each node, and the tags of those that have one which {@link BarrierReader} looks for first. */
    void nodes(NodeHandler nodes, BarrierHandler barriers) throws IOException {
        if (nodeGroups.isEmpty()) {
            return;
        }
        List<ByteString> strings = strings();
        boolean[] deciding = matching(strings, BarrierReader::decidingKey);
        for (ByteString bytes : nodeGroups) {
            PrimitiveGroup group = PrimitiveGroup.parseFrom(bytes);
            for (Node node : group.getNodesList()) {
                nodes.node(node.getId(), latitude(node.getLat()), longitude(node.getLon()));
                if (anyOf(deciding, node.getKeysList())) {
                    barriers.barrier(node.getId(), tags(node.getKeysList(), node.getValsList(), strings));
                }
            }
            if (group.hasDense()) {
                denseNodes(group.getDense(), nodes);
                denseTags(group.getDense(), strings, deciding, barriers);
            }
        }
    }

    private void denseNodes(DenseNodes dense, NodeHandler handler) {
        long id = 0;
        long latitude = 0;
        long longitude = 0;
        for (int i = 0; i < dense.getIdCount(); i++) {
            id += dense.getId(i);
            latitude += dense.getLat(i);
            longitude += dense.getLon(i);
            handler.node(id, latitude(latitude), longitude(longitude));
        }
    }

    /** All nodes' tags are one list: key, value, key, value, and a 0 at the end of each node's. */
    private static void denseTags(
            DenseNodes dense, List<ByteString> strings, boolean[] deciding, BarrierHandler handler) {
        List<Integer> keysAndValues = dense.getKeysValsList();
        long id = 0;
        int at = 0;
        for (int i = 0; i < dense.getIdCount() && at < keysAndValues.size(); i++) {
            id += dense.getId(i);
            int first = at;
            boolean wanted = false;
            while (keysAndValues.get(at) != 0) {
                wanted |= deciding[keysAndValues.get(at)];
                at += 2;
            }
            if (wanted) {
                Map<String, String> tags = new HashMap<>();
                for (int k = first; k < at; k += 2) {
                    tags.put(string(strings, keysAndValues.get(k)), string(strings, keysAndValues.get(k + 1)));
                }
                handler.barrier(id, tags);
            }
            at++;
        }
    }

    private double latitude(long units) {
        return NANODEGREES * (latitudeOffset + granularity * units);
    }

    private double longitude(long units) {
        return NANODEGREES * (longitudeOffset + granularity * units);
    }

    private List<ByteString> strings() throws IOException {
        return StringTable.parseFrom(stringTable).getSList();
    }

    private static String string(List<ByteString> strings, int number) {
        return strings.get(number).toStringUtf8();
    }

    private static boolean[] matching(List<ByteString> strings, Predicate<String> wanted) {
        boolean[] matching = new boolean[strings.size()];
        for (int i = 0; i < matching.length; i++) {
            matching[i] = wanted.test(string(strings, i));
        }
        return matching;
    }

    private static boolean anyOf(boolean[] wanted, List<Integer> strings) {
        for (int string : strings) {
            if (wanted[string]) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> tags(List<Integer> keys, List<Integer> values, List<ByteString> strings) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            tags.put(string(strings, keys.get(i)), string(strings, values.get(i)));
        }
        return tags;
    }

    private static List<Member> members(Relation relation, List<ByteString> strings) {
        List<Member> members = new ArrayList<>(relation.getMemidsCount());
        long id = 0;
        for (int i = 0; i < relation.getMemidsCount(); i++) {
            id += relation.getMemids(i);
            members.add(new Member(MemberKind.of(relation.getTypes(i)), id, string(strings, relation.getRolesSid(i))));
        }
        return members;
    }

    private static long[] nodes(Way way) {
        long[] nodes = new long[way.getRefsCount()];
        long node = 0;
        for (int i = 0; i < nodes.length; i++) {
            node += way.getRefs(i);
            nodes[i] = node;
        }
        return nodes;
    }
}
