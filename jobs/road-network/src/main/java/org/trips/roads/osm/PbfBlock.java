package org.trips.roads.osm;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import crosby.binary.Osmformat.DenseNodes;
import crosby.binary.Osmformat.Node;
import crosby.binary.Osmformat.PrimitiveBlock;
import crosby.binary.Osmformat.PrimitiveGroup;
import crosby.binary.Osmformat.StringTable;
import crosby.binary.Osmformat.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private final ByteString stringTable;
    private final List<ByteString> nodeGroups = new ArrayList<>();
    private final List<ByteString> wayGroups = new ArrayList<>();
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
                default -> {} // Relations and changesets hold no road.
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
        List<ByteString> strings = StringTable.parseFrom(stringTable).getSList();
        boolean[] deciding = new boolean[strings.size()];
        for (int i = 0; i < deciding.length; i++) {
            deciding[i] = WayReader.decidingKey(strings.get(i).toStringUtf8());
        }
        for (ByteString group : wayGroups) {
            for (Way way : PrimitiveGroup.parseFrom(group).getWaysList()) {
                if (hasDecidingKey(way, deciding)) {
                    handler.way(way.getId(), tags(way, strings), nodes(way));
                }
            }
        }
    }

    void nodes(NodeHandler handler) throws IOException {
        for (ByteString bytes : nodeGroups) {
            PrimitiveGroup group = PrimitiveGroup.parseFrom(bytes);
            for (Node node : group.getNodesList()) {
                handler.node(node.getId(), latitude(node.getLat()), longitude(node.getLon()));
            }
            if (group.hasDense()) {
                denseNodes(group.getDense(), handler);
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

    private double latitude(long units) {
        return NANODEGREES * (latitudeOffset + granularity * units);
    }

    private double longitude(long units) {
        return NANODEGREES * (longitudeOffset + granularity * units);
    }

    private static boolean hasDecidingKey(Way way, boolean[] deciding) {
        for (int i = 0; i < way.getKeysCount(); i++) {
            if (deciding[way.getKeys(i)]) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> tags(Way way, List<ByteString> strings) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < way.getKeysCount(); i++) {
            tags.put(
                    strings.get(way.getKeys(i)).toStringUtf8(),
                    strings.get(way.getVals(i)).toStringUtf8());
        }
        return tags;
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
