package org.trips.cli.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.trips.cli.TextTable;
import org.trips.cli.output.Counted;
import org.trips.job.mapping.ComparedField;
import org.trips.job.mapping.MappedAggregates;
import org.trips.journeys.documents.StoreDocument;

/** What was found of all that was compared. Not thread-safe. */
public final class ComparisonReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_FIELDS = 20;
    private static final int DECIMALS = 1;
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    private final List<CollectionComparison> comparisons = new ArrayList<>();
    private final Map<CollectionComparison, Old> olds = new LinkedHashMap<>();

    /** What is known besides where the right is another system. */
    private record Old(MappedAggregates kind, FieldTotals totals, OldAggregates aggregates) {
        long refused() {
            return aggregates.refused();
        }
    }

    /** Of two stores. */
    public void add(CollectionComparison comparison) {
        comparisons.add(comparison);
    }

    /** Of a store and another system. */
    public void add(CollectionComparison comparison, FieldTotals totals, OldAggregates old, MappedAggregates kind) {
        comparisons.add(comparison);
        olds.put(comparison, new Old(kind, totals, old));
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
        if (!old.kind.compared().isEmpty() && comparison.equal() + comparison.differing() > 0) {
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
        for (String warning : warnings(comparison, old)) {
            lines.add("");
            lines.add("WARNING: " + warning);
        }
        if (old.refused() > 0) {
            lines.add("");
            lines.add(Counted.of(old.refused(), "document") + " of the old system's " + old.kind.from()
                    + " could not be read or is there twice, such as");
            old.aggregates.examples().forEach(example -> lines.add("  " + example));
        }
    }

    /** What looks wrong in the mapping, in sentences. */
    private static List<String> warnings(CollectionComparison comparison, Old old) {
        List<String> warnings = new ArrayList<>();
        String from = "the old system's " + old.kind.from();
        if (old.aggregates.isEmpty()) {
            warnings.add("Nothing was read of " + from + ": is its name right, and its filter?");
        } else {
            for (ComparedField field : old.aggregates.neverSeen()) {
                warnings.add("No document of " + from + " has " + old.kind.path(field)
                        + ", which the mapping names for " + field.name() + ".");
            }
        }
        boolean nonePaired = comparison.equal() + comparison.differing() == 0;
        if (nonePaired && comparison.onlyLeft() == 0 && comparison.onlyRight() > 0) {
            warnings.add("The left has no " + comparison.collection() + " to compare with.");
        } else if (nonePaired && comparison.onlyLeft() > 0 && comparison.onlyRight() > 0) {
            warnings.add(
                    comparison.collection().equals(StoreDocument.JOURNEYS)
                            ? "No journey has a partner: are devices told by the same ids, is pseudonyms.key with its"
                                    + " version the one the left was written with, and are the units of times right?"
                            : "Nothing has a partner: are policies told by the same names?");
        }
        Duration lasting = old.totals.lasting();
        Duration ofRight = old.totals.lastingOfRight();
        if (lasting.compareTo(ofRight.multipliedBy(2)) > 0 || ofRight.compareTo(lasting.multipliedBy(2)) > 0) {
            warnings.add("Journeys that are on both sides last " + lasting.toMinutes() + " min in all on the left, "
                    + ofRight.toMinutes() + " min on the right: are the units of start and end right?");
        }
        return warnings;
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
                told.put("unreadable", old.refused());
                warnings(comparison, old).forEach(told.putArray("warnings")::add);
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
