package org.trips.cli.journeys;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.trips.cli.output.Counted;
import org.trips.journeys.intake.RefusedLine;
import org.trips.journeys.segmentation.DropReason;
import org.trips.journeys.segmentation.PointTally;

/**
 * What became of every point that was read from files: read = used + dropped + duplicates + refused. Immutable.
 *
 * @param refused points in lines that could not be used, as far as could be told
 */
public record PointCounts(long used, Map<DropReason, Long> dropped, long duplicates, long refused) {
    public PointCounts {
        dropped = Map.copyOf(dropped);
    }

    /** @param tally after the end of the input: nothing is open, and in files nothing is late */
    public static PointCounts of(PointTally tally, List<RefusedLine> refused) {
        return new PointCounts(
                tally.used(),
                tally.dropped(),
                tally.duplicates(),
                refused.stream().mapToLong(RefusedLine::pointsLost).sum());
    }

    public long read() {
        return used + dropped.values().stream().mapToLong(Long::longValue).sum() + duplicates + refused;
    }

    public ObjectNode toJson() {
        ObjectNode json =
                new ObjectMapper().createObjectNode().put("read", read()).put("used", used);
        ObjectNode reasons = json.putObject("dropped");
        inOrder().forEach((reason, count) -> reasons.put(reason.label(), count));
        return json.put("duplicates", duplicates).put("refused", refused);
    }

    /** One line for a person. */
    @Override
    public String toString() {
        StringBuilder line =
                new StringBuilder(String.format(Locale.ROOT, "%s read = %,d used", Counted.of(read(), "point"), used));
        inOrder()
                .forEach((reason, count) ->
                        line.append(String.format(Locale.ROOT, " + %,d dropped (%s)", count, reason.label())));
        return line.append(String.format(
                        Locale.ROOT, " + %s + %,d refused.", Counted.of(duplicates, "duplicate"), refused))
                .toString();
    }

    private Map<DropReason, Long> inOrder() {
        Map<DropReason, Long> inOrder = new EnumMap<>(DropReason.class);
        inOrder.putAll(dropped);
        return inOrder;
    }
}
