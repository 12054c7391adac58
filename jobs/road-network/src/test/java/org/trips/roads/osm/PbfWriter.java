package org.trips.roads.osm;

import com.google.protobuf.ByteString;
import crosby.binary.Fileformat.Blob;
import crosby.binary.Fileformat.BlobHeader;
import crosby.binary.Osmformat.DenseNodes;
import crosby.binary.Osmformat.HeaderBlock;
import crosby.binary.Osmformat.Node;
import crosby.binary.Osmformat.PrimitiveBlock;
import crosby.binary.Osmformat.PrimitiveGroup;
import crosby.binary.Osmformat.Relation;
import crosby.binary.Osmformat.StringTable;
import crosby.binary.Osmformat.Way;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.trips.roads.osm.PbfBlock.Member;

/** Writes small extracts for tests: a header, and a block each of nodes, ways and relations. */
final class PbfWriter {
    private static final int GRANULARITY_NANODEGREES = 100;

    private final List<Node> nodes = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private final List<String> strings = new ArrayList<>(List.of(""));
    private final HeaderBlock.Builder header = HeaderBlock.newBuilder().addRequiredFeatures("OsmSchema-V0.6");
    private boolean dense = true;
    private boolean compressed = true;

    PbfWriter node(long id, double latitude, double longitude) {
        return node(id, latitude, longitude, Map.of());
    }

    PbfWriter node(long id, double latitude, double longitude, Map<String, String> tags) {
        Node.Builder node = Node.newBuilder()
                .setId(id)
                .setLat(Math.round(latitude * 1e9 / GRANULARITY_NANODEGREES))
                .setLon(Math.round(longitude * 1e9 / GRANULARITY_NANODEGREES));
        tags.forEach((key, value) -> node.addKeys(string(key)).addVals(string(value)));
        nodes.add(node.build());
        return this;
    }

    PbfWriter way(long id, Map<String, String> tags, long... refs) {
        Way.Builder way = Way.newBuilder().setId(id);
        tags.forEach((key, value) -> way.addKeys(string(key)).addVals(string(value)));
        long before = 0;
        for (long ref : refs) {
            way.addRefs(ref - before);
            before = ref;
        }
        ways.add(way.build());
        return this;
    }

    PbfWriter relation(long id, Map<String, String> tags, Member... members) {
        Relation.Builder relation = Relation.newBuilder().setId(id);
        tags.forEach((key, value) -> relation.addKeys(string(key)).addVals(string(value)));
        long before = 0;
        for (Member member : members) {
            relation.addMemids(member.id() - before)
                    .addTypes(Relation.MemberType.valueOf(member.kind().name()))
                    .addRolesSid(string(member.role()));
            before = member.id();
        }
        relations.add(relation.build());
        return this;
    }

    PbfWriter requiring(String feature) {
        header.addRequiredFeatures(feature);
        return this;
    }

    /** Says that nodes come first, then ways, then relations, which they do. */
    PbfWriter sorted() {
        header.addOptionalFeatures("Sort.Type_then_ID");
        return this;
    }

    /** Says of what time its data is. */
    PbfWriter asOf(long epochSecond) {
        header.setOsmosisReplicationTimestamp(epochSecond);
        return this;
    }

    /** Nodes one by one and blocks as they are, which few writers do and the format allows. */
    PbfWriter plain() {
        dense = false;
        compressed = false;
        return this;
    }

    byte[] bytes() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            block(out, "OSMHeader", header.build().toByteString());
            block(out, "OSMData", primitives(nodeGroup()));
            block(
                    out,
                    "OSMData",
                    primitives(PrimitiveGroup.newBuilder().addAllWays(ways).build()));
            if (!relations.isEmpty()) {
                block(
                        out,
                        "OSMData",
                        primitives(PrimitiveGroup.newBuilder()
                                .addAllRelations(relations)
                                .build()));
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    private PrimitiveGroup nodeGroup() {
        PrimitiveGroup.Builder group = PrimitiveGroup.newBuilder();
        if (!dense) {
            return group.addAllNodes(nodes).build();
        }
        DenseNodes.Builder columns = DenseNodes.newBuilder();
        Node before = Node.newBuilder().setId(0).setLat(0).setLon(0).build();
        for (Node node : nodes) {
            columns.addId(node.getId() - before.getId());
            columns.addLat(node.getLat() - before.getLat());
            columns.addLon(node.getLon() - before.getLon());
            for (int i = 0; i < node.getKeysCount(); i++) {
                columns.addKeysVals(node.getKeys(i)).addKeysVals(node.getVals(i));
            }
            columns.addKeysVals(0);
            before = node;
        }
        if (nodes.stream().allMatch(node -> node.getKeysCount() == 0)) {
            columns.clearKeysVals();
        }
        return group.setDense(columns).build();
    }

    private ByteString primitives(PrimitiveGroup group) {
        StringTable.Builder table = StringTable.newBuilder();
        strings.forEach(string -> table.addS(ByteString.copyFromUtf8(string)));
        return PrimitiveBlock.newBuilder()
                .setStringtable(table)
                .setGranularity(GRANULARITY_NANODEGREES)
                .addPrimitivegroup(group)
                .build()
                .toByteString();
    }

    private void block(ByteArrayOutputStream out, String type, ByteString content) throws IOException {
        Blob.Builder blob = Blob.newBuilder();
        if (compressed) {
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
                content.writeTo(deflater);
            }
            blob.setRawSize(content.size()).setZlibData(ByteString.copyFrom(deflated.toByteArray()));
        } else {
            blob.setRaw(content);
        }
        byte[] body = blob.build().toByteArray();
        byte[] head = BlobHeader.newBuilder()
                .setType(type)
                .setDatasize(body.length)
                .build()
                .toByteArray();
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(head.length);
        data.write(head);
        data.write(body);
    }

    private int string(String string) {
        if (!strings.contains(string)) {
            strings.add(string);
        }
        return strings.indexOf(string);
    }
}
