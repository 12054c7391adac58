package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.roads.DroppedRestriction;
import org.trips.roads.TurnRestriction;
import org.trips.roads.osm.PbfBlock.Member;
import org.trips.roads.osm.PbfBlock.MemberKind;

class RestrictionReaderTest {
    private static final Member FROM = way("from", 10);
    private static final Member VIA = new Member(MemberKind.NODE, 5, "via");
    private static final Member TO = way("to", 12);

    private final RestrictionReader reader = new RestrictionReader();

    private static Member way(String role, long id) {
        return new Member(MemberKind.WAY, id, role);
    }

    /** "type=restriction restriction=no_left_turn" as tags. */
    private static Map<String, String> tags(String written) {
        return Arrays.stream(written.split(" "))
                .map(tag -> tag.split("="))
                .collect(Collectors.toMap(tag -> tag[0], tag -> tag[1]));
    }

    private Optional<TurnRestriction> read(String tags, Member... members) {
        return reader.read(7, tags(tags), List.of(members));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "no_entry", "no_exit"})
    void whatBeginsWithNoForbidsOneTurn(String value) {
        assertThat(read("type=restriction restriction=" + value, FROM, VIA, TO))
                .contains(TurnRestriction.no(7, 10, 5, 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn"})
    void whatBeginsWithOnlyForbidsAllOthers(String value) {
        assertThat(read("type=restriction restriction=" + value, FROM, VIA, TO))
                .contains(TurnRestriction.only(7, 10, 5, 12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type=restriction restriction:motorcar=no_left_turn",
                "type=restriction restriction:motor_vehicle=no_left_turn",
                "type=restriction restriction:motorcar=no_left_turn restriction:hgv=only_straight_on",
                "type=restriction restriction:motorcar=no_left_turn restriction=only_straight_on",
                "type=restriction:motorcar restriction=no_left_turn",
                "type=restriction restriction=no_left_turn except=bicycle;psv",
                "type=restriction restriction=no_left_turn restriction:bus=none",
                "type=restriction restriction=no_left_turn restriction:conditional=none@Su"
            })
    void whatHoldsForCarsIsKept(String tags) {
        assertThat(read(tags, FROM, VIA, TO)).contains(TurnRestriction.no(7, 10, 5, 12));
        assertThat(reader.dropped()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "type=restriction restriction:hgv=no_left_turn, OTHER_VEHICLES",
        "type=restriction restriction:bus=no_left_turn restriction:hgv=no_u_turn, OTHER_VEHICLES",
        "type=restriction restriction:hgv:conditional=no_left_turn@06:00-22:00, OTHER_VEHICLES",
        "type=restriction:hgv restriction=no_left_turn, OTHER_VEHICLES",
        "type=restriction restriction=no_left_turn except=motorcar, OTHER_VEHICLES",
        "type=restriction restriction=no_left_turn except=bicycle;motor_vehicle, OTHER_VEHICLES",
        "type=restriction restriction=no_left_turn except=psv; motorcar, OTHER_VEHICLES",
        "type=restriction restriction=no_left_turn restriction:motorcar=none, OTHER_VEHICLES",
        "type=restriction restriction:conditional=no_left_turn@06:00-22:00, AT_TIMES",
        "type=restriction restriction:motorcar:conditional=no_left_turn@06:00-22:00, AT_TIMES",
        "type=restriction restriction=none restriction:conditional=no_left_turn@06:00-22:00, AT_TIMES",
        "type=restriction restriction=no_left_turn hour_on=07:00 hour_off=09:00, AT_TIMES",
        "type=restriction restriction=no_left_turn day_on=Monday, AT_TIMES",
        "type=restriction, MALFORMED",
        "type=restriction restriction=no_right_turn_on_red, MALFORMED",
        "type=restriction restriction=left, MALFORMED"
    })
    void whatDoesNotHoldForCarsAtAnyTimeIsDroppedAndCounted(String tags, DroppedRestriction reason) {
        assertThat(read(tags.replace("; ", ";"), FROM, VIA, TO)).isEmpty();
        assertThat(reader.dropped()).containsExactly(Map.entry(reason, 1));
    }

    @Test
    void severalRoadsMayNotEnterOneOrOneMayNotExitIntoSeveral() {
        Member other = way("from", 11);

        assertThat(read("type=restriction restriction=no_entry", FROM, other, VIA, TO)
                        .orElseThrow()
                        .fromWays())
                .containsExactly(10L, 11L);
        assertThat(reader.read(8, tags("type=restriction restriction=no_exit"), List.of(FROM, VIA, TO, way("to", 13)))
                        .orElseThrow()
                        .toWays())
                .containsExactly(12L, 13L);
        assertThat(reader.read(9, tags("type=restriction restriction=no_left_turn"), List.of(FROM, other, VIA, TO)))
                .as("no sign says that")
                .isEmpty();
    }

    @Test
    void theWaysThatATurnGoesOverKeepTheirOrder() {
        TurnRestriction restriction = read(
                        "type=restriction restriction=no_u_turn", FROM, way("via", 22), way("via", 21), TO)
                .orElseThrow();

        assertThat(restriction.viaWays()).containsExactly(22L, 21L);
        assertThat(restriction.viaNode()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void membersThatMakeNoTurnMakeNoRestriction() {
        String tags = "type=restriction restriction=no_left_turn";
        List<List<Member>> broken = List.of(
                List.of(VIA, TO),
                List.of(FROM, TO),
                List.of(FROM, VIA),
                List.of(FROM, VIA, new Member(MemberKind.NODE, 6, "via"), TO),
                List.of(FROM, VIA, way("via", 20), TO),
                List.of(new Member(MemberKind.NODE, 10, "from"), VIA, TO),
                List.of(FROM, new Member(MemberKind.RELATION, 5, "via"), TO),
                List.of(FROM, VIA, way("to", 10)));
        for (int i = 0; i < broken.size(); i++) {
            assertThat(reader.read(i, tags(tags), broken.get(i)))
                    .as("members %s", broken.get(i))
                    .isEmpty();
        }
        assertThat(reader.dropped()).containsExactly(Map.entry(DroppedRestriction.MALFORMED, broken.size()));
    }

    @Test
    void turningBackIsFromAWayOntoItself() {
        assertThat(read("type=restriction restriction=no_u_turn", FROM, VIA, way("to", 10)))
                .contains(TurnRestriction.no(7, 10, 5, 10));
    }

    @Test
    void otherRelationsAreNoRestrictionsAndNotCounted() {
        assertThat(read("type=route route=bus", FROM, VIA, TO)).isEmpty();
        assertThat(reader.dropped()).isEmpty();
    }
}
