package org.trips.roads.osm;

import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.LongSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.trips.roads.DroppedRestriction;
import org.trips.roads.TurnRestriction;
import org.trips.roads.osm.PbfBlock.Member;
import org.trips.roads.osm.PbfBlock.MemberKind;

/**
 * Says of relations what turns they forbid to cars. Follows https://wiki.openstreetmap.org/wiki/Relation:restriction and
 * https://wiki.openstreetmap.org/wiki/Key:except. Counts the restrictions it drops. Not thread-safe.
 */
final class RestrictionReader {
    private static final String TYPE = "type";
    private static final String RESTRICTION = "restriction";
    private static final String CONDITIONAL = ":conditional";
    /** Cars under all their names, the most special first. */
    private static final List<String> CAR = List.of("motorcar", "motor_vehicle", "vehicle");

    private static final List<String> KEYS = Stream.concat(
                    CAR.stream().map(RestrictionReader::keyFor), Stream.of(RESTRICTION))
            .toList();
    /** How hours were given before there were conditional restrictions. */
    private static final Set<String> HOURS = Set.of("day_on", "day_off", "hour_on", "hour_off");

    /** Real ones have a handful. */
    private static final int MOST_MEMBERS = 100;

    private static final String NONE = "none";
    private static final String NO_ENTRY = "no_entry";
    private static final String NO_EXIT = "no_exit";
    private static final Set<String> TURNING_BACK = Set.of("no_u_turn", "only_u_turn");
    private static final Set<String> FORBIDDING =
            Set.of("no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", NO_ENTRY, NO_EXIT);
    private static final Set<String> COMMANDING =
            Set.of("only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn");

    private final LongSet seen = new LongHashSet();
    private final Map<DroppedRestriction, Integer> dropped = new EnumMap<>(DroppedRestriction.class);

    /** Whether {@link #read} may want a relation with such a value of the tag "type"; it wants none without one. */
    static boolean decidingType(String type) {
        return type.equals(RESTRICTION) || type.startsWith(RESTRICTION + ":");
    }

    /** The restriction; empty where it is none for cars, or where a relation of this id was read before. */
    Optional<TurnRestriction> read(long id, Map<String, String> tags, List<Member> members) {
        String type = tags.getOrDefault(TYPE, "");
        if (!decidingType(type) || !seen.add(id)) {
            return Optional.empty();
        }
        if (forOthers(type, tags)) {
            return drop(DroppedRestriction.OTHER_VEHICLES);
        }
        if (tags.keySet().stream().anyMatch(HOURS::contains)) {
            return drop(DroppedRestriction.AT_TIMES);
        }
        String value = KEYS.stream()
                .map(tags::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(NONE);
        if (value.equals(NONE)) {
            return drop(whyNone(tags));
        }
        Optional<TurnRestriction> restriction = restriction(id, value, members);
        return restriction.isPresent() ? restriction : drop(DroppedRestriction.MALFORMED);
    }

    /** How many have been dropped so far, and why; only reasons that occur. */
    Map<DroppedRestriction, Integer> dropped() {
        return dropped;
    }

    private Optional<TurnRestriction> drop(DroppedRestriction reason) {
        dropped.merge(reason, 1, Integer::sum);
        return Optional.empty();
    }

    /** Some write the kind of vehicle into the type: type=restriction:hgv. */
    private static boolean forOthers(String type, Map<String, String> tags) {
        boolean typeForOthers = !type.equals(RESTRICTION) && CAR.stream().noneMatch(car -> type.equals(keyFor(car)));
        return typeForOthers
                || Stream.of(tags.getOrDefault("except", "").split(";"))
                        .map(String::trim)
                        .anyMatch(CAR::contains);
    }

    private static DroppedRestriction whyNone(Map<String, String> tags) {
        if (KEYS.stream().anyMatch(key -> tags.containsKey(key + CONDITIONAL))) {
            return DroppedRestriction.AT_TIMES;
        }
        boolean ofAnyVehicle = tags.keySet().stream().anyMatch(key -> key.startsWith(RESTRICTION));
        return ofAnyVehicle ? DroppedRestriction.OTHER_VEHICLES : DroppedRestriction.MALFORMED;
    }

    private static Optional<TurnRestriction> restriction(long id, String value, List<Member> members) {
        boolean tooMany = members.size() > MOST_MEMBERS;
        boolean known = FORBIDDING.contains(value) || COMMANDING.contains(value);
        boolean anyViaNode = members.stream().anyMatch(member -> is(member, "via", MemberKind.NODE));
        List<Long> from = ids(members, "from", MemberKind.WAY);
        List<Long> to = ids(members, "to", MemberKind.WAY);
        List<Long> viaNodes = ids(members, "via", MemberKind.NODE);
        List<Long> viaWays = ids(members, "via", MemberKind.WAY);
        boolean oneVia = anyViaNode ? viaNodes.size() == 1 && viaWays.isEmpty() : !viaWays.isEmpty();
        boolean fromClear = value.equals(NO_ENTRY) ? !from.isEmpty() : from.size() == 1;
        boolean toClear = value.equals(NO_EXIT) ? !to.isEmpty() : to.size() == 1;
        if (tooMany || !known || !oneVia || !fromClear || !toClear) {
            return Optional.empty();
        }
        // A way that is not cut at the junction leaves open in which direction something else than turning back is
        // meant.
        if (anyViaNode && from.equals(to) && !TURNING_BACK.contains(value)) {
            return Optional.empty();
        }
        OptionalLong viaNode = anyViaNode ? OptionalLong.of(viaNodes.get(0)) : OptionalLong.empty();
        return Optional.of(new TurnRestriction(id, COMMANDING.contains(value), from, viaNode, viaWays, to));
    }

    private static List<Long> ids(List<Member> members, String role, MemberKind kind) {
        return members.stream()
                .filter(member -> is(member, role, kind))
                .map(Member::id)
                .toList();
    }

    private static boolean is(Member member, String role, MemberKind kind) {
        return member.role().equals(role) && member.kind() == kind;
    }

    private static String keyFor(String vehicle) {
        return RESTRICTION + ":" + vehicle;
    }
}
