package org.trips.roads.osm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;
import org.trips.roads.osm.PbfBlock.Member;

/** What is of use in a block of ways and relations: made by any thread, and added by the one that builds the roads. */
final class RoadsOfBlock {
    private record Relation(long id, Map<String, String> tags, List<Member> members) {}

    private final List<Way> ways = new ArrayList<>();
    private final List<long[]> nodesOfWays = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();

    RoadsOfBlock(PbfBlock block, WayReader reader) {
        block.ways((id, tags, nodes) -> reader.read(id, tags).ifPresent(way -> {
            ways.add(way);
            nodesOfWays.add(nodes);
        }));
        block.relations((id, tags, members) -> relations.add(new Relation(id, tags, members)));
    }

    void addTo(RoadNetworkBuilder builder, RestrictionReader reader) {
        for (int i = 0; i < ways.size(); i++) {
            builder.addWay(ways.get(i), nodesOfWays.get(i));
        }
        relations.forEach(relation ->
                reader.read(relation.id, relation.tags, relation.members).ifPresent(builder::addRestriction));
    }
}
