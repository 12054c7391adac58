package org.trips.cli.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.trips.cli.TextTable;
import org.trips.cli.output.Counted;
import org.trips.job.mapping.ComparedField;
import org.trips.job.mapping.MappedAggregates;

/** What was found of all that was compared. Not thread-safe. */
public final class ComparisonReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_FIELDS = 20;
    private static final int DECIMALS = 1;
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    private final List<CollectionComparison> comparisons = new ArrayList<>();
    private final Map<CollectionComparison, Old> olds = new LinkedHashMap<>();

    /** What is known besides where the right is another system. */
    private record Old(MappedAggregates kind, FieldTotals totals, long refused, List<String> examples) {}

    /** Of two stores. */
    public void add(CollectionComparison comparison) {
        comparisons.add(comparison);
    }

    /** Of a store and another system. */
    public void add(CollectionComparison comparison, FieldTotals totals, OldAggregates old, MappedAggregates kind) {
        comparisons.add(comparison);
        olds.put(comparison, new Old(kind, totals, old.refused(), old.examples()));
    }

    /** Whether neither side had anything that could be compared. */
    public boolean isEmpty() {
        return comparisons.stream().mapToLong(CollectionComparison::pairs).sum() + refused() == 0;
    }

    /** Whether all is on both sides, the same, and could be read. */
    public boolean foundNoDifference() {
        return refused() == 0 && comparisons.stream().allMatch(CollectionComparison::foundNoDifference);
    }

    private long refused() {
        return olds.values().stream().mapToLong(Old::refused).sum();
    }

    /** For a person, its tables no wider than this. */
    public String render(int width) {
        List<String> lines = new ArrayList<>();
        TextTable<CollectionComparison> table = new TextTable<CollectionComparison>()
                .words("Documents", 10, CollectionComparison::collection)
                .numbers("Equal", 9, comparison -> Long.toString(comparison.equal()))
                .numbers("Differing", 9, comparison -> Long.toString(comparison.differing()))
                .numbers("Only left", 8, comparison -> Long.toString(comparison.onlyLeft()))
                .numbers("Only right", 8, comparison -> Long.toString(comparison.onlyRight()));
        if (!olds.isEmpty()) {
            table.numbers(
                    "Unreadable",
                    8,
                    comparison -> Long.toString(olds.get(comparison).refused()));
        }
        lines.add(table.render(comparisons, width));
        for (CollectionComparison comparison : comparisons) {
            if (olds.containsKey(comparison)) {
                renderOld(comparison, olds.get(comparison), width, lines);
            } else if (!comparison.differingFields().isEmpty()) {
                renderFields(comparison, lines);
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void renderFields(CollectionComparison comparison, List<String> lines) {
        List<Map.Entry<String, Long>> fields = comparison.differingFields().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .toList();
        lines.add("");
        lines.add("Fields that differ in " + comparison.collection() + ", and in how many:");
        fields.stream().limit(MOST_FIELDS).forEach(field -> lines.add("  " + field.getKey() + "  " + field.getValue()));
        if (fields.size() > MOST_FIELDS) {
            lines.add("  and " + (fields.size() - MOST_FIELDS) + " others");
        }
    }

    private static void renderOld(CollectionComparison comparison, Old old, int width, List<String> lines) {
        if (!old.kind.compared().isEmpty()) {
            lines.add("");
            lines.add("Fields of " + comparison.collection() + " that are on both sides:");
            lines.add(new TextTable<ComparedField>()
                    .words("Field", 10, ComparedField::name)
                    .numbers(
                            "Beyond tolerance",
                            9,
                            field -> Long.toString(comparison.differingFields().getOrDefault(field.name(), 0L)))
                    .numbers("Left in all", 7, field -> old.totals
                            .left(field)
                            .map(ComparisonReport::rounded)
                            .orElse(""))
                    .numbers("Right in all", 7, field -> old.totals
                            .right(field)
                            .map(ComparisonReport::rounded)
                            .orElse(""))
                    .numbers("Right less left", 8, field -> old.totals
                            .apart(field)
                            .map(share -> rounded(share.multiply(PERCENT)) + " %")
                            .orElse(""))
                    .render(old.kind.compared(), width));
        }
        if (old.refused > 0) {
            lines.add("");
            lines.add(Counted.of(old.refused, "document") + " of the old system's " + old.kind.from()
                    + " could not be read, such as");
            old.examples.forEach(example -> lines.add("  " + example));
        }
    }

    private static String rounded(BigDecimal number) {
        return number.setScale(DECIMALS, RoundingMode.HALF_UP).toPlainString();
    }

    /** For a script. */
    public ObjectNode json() {
        ObjectNode report = JSON.createObjectNode();
        for (CollectionComparison comparison : comparisons) {
            ObjectNode told = report.putObject(comparison.collection());
            told.put("equal", comparison.equal());
            told.put("differing", comparison.differing());
            told.put("onlyLeft", comparison.onlyLeft());
            told.put("onlyRight", comparison.onlyRight());
            ObjectNode fields = told.putObject("differingFields");
            comparison.differingFields().forEach(fields::put);
            Old old = olds.get(comparison);
            if (old != null) {
                told.put("unreadable", old.refused);
                ObjectNode totals = told.putObject("totals");
                for (ComparedField field : old.kind.compared()) {
                    old.totals.left(field).ifPresent(left -> totals.putArray(field.name())
                            .add(left)
                            .add(old.totals.right(field).orElseThrow()));
                }
            }
        }
        return report;
    }
}
