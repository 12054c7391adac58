package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trips.roads.Barrier;
import org.trips.roads.LimitRule;
import org.trips.roads.PostedLimits;
import org.trips.roads.RoadNetwork;
import org.trips.roads.TurnRestriction;
import org.trips.roads.Way;
import org.trips.roads.osm.PbfBlock.Member;
import org.trips.roads.osm.PbfBlock.MemberKind;

/** The README's table of tags says what the importer does. */
class TagTableTest {
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\|.*");

    static Stream<Arguments> rows() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md"));
        return lines.stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> Arguments.of(row.group(1), row.group(2)));
    }

    @Test
    void theTableIsThere() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachExampleBecomesWhatStandsBesideIt(String example, String becomes) {
        Map<String, String> tags = Arrays.stream(example.split(" "))
                .map(tag -> tag.split("=", 2))
                .collect(Collectors.toMap(
                        tag -> tag[0], tag -> tag[1].replace('_', tag[0].startsWith("maxspeed") ? ' ' : '_')));
        String made = tags.containsKey("barrier") ? barrier(tags) : tags.containsKey("type") ? turn(tags) : way(tags);

        assertThat(made).isEqualTo(becomes);
    }

    private static String barrier(Map<String, String> tags) {
        return BarrierReader.read(tags).map(Barrier::name).orElse("open").toLowerCase(Locale.ROOT);
    }

    private static String turn(Map<String, String> tags) {
        RestrictionReader reader = new RestrictionReader();
        List<Member> members = List.of(
                new Member(MemberKind.WAY, 10, "from"),
                new Member(MemberKind.NODE, 5, "via"),
                new Member(MemberKind.WAY, 12, "to"));
        return reader.read(1, tags, members)
                .map(TurnRestriction::only)
                .map(only -> only ? "only" : "no")
                .orElseGet(
                        () -> reader.dropped().keySet().iterator().next().name().toLowerCase(Locale.ROOT));
    }

    private static String way(Map<String, String> tags) {
        return new WayReader().read(1, tags).map(TagTableTest::described).orElse("left out");
    }

    private static String described(Way way) {
        String forward = limits(way.forwardLimits());
        String backward = limits(way.backwardLimits());
        String limits = forward.equals(backward) ? forward : forward + " and " + backward;
        return Stream.of(
                        way.roadClass().label(),
                        way.privateAccess() ? "private" : "",
                        way.roundabout() ? "roundabout" : "",
                        !way.backward() ? "forward" : !way.forward() ? "backward" : "both ways",
                        limits)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String limits(PostedLimits limits) {
        return Stream.concat(
                        Stream.of(limit(limits.kmh())),
                        Stream.concat(
                                limits.rules().stream().map(LimitRule::toString),
                                Stream.of(limits.unreadable() ? "unreadable" : "")))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String limit(int kmh) {
        return switch (kmh) {
            case RoadNetwork.UNKNOWN_LIMIT -> "";
            case RoadNetwork.UNLIMITED -> "unlimited";
            default -> String.valueOf(kmh);
        };
    }
}
