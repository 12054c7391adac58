package org.trips.cli.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.trips.cli.TextTable;
import org.trips.matching.evaluation.Degradation;
import org.trips.matching.evaluation.RouteScore;

/** Scores of many drives under each degradation; random ones are summed up by draw. Not thread-safe. */
public final class EvaluationTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double PERCENT = 100;

    private final List<Row> rows;

    private static final class Row {
        private final Degradation degradation;
        private final RouteScore[] byDraw;

        Row(Degradation degradation, int draws) {
            this.degradation = degradation;
            byDraw = new RouteScore[draws];
            Arrays.fill(byDraw, RouteScore.NONE);
        }

        double median(ToDoubleFunction<RouteScore> value) {
            double[] sorted = Arrays.stream(byDraw).mapToDouble(value).sorted().toArray();
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        double worstMismatch() {
            return Arrays.stream(byDraw).mapToDouble(RouteScore::mismatch).max().orElseThrow();
        }
    }

    /**
     * Begins without scores.
     *
     * @param draws of each degradation that is random
     */
    public EvaluationTable(List<Degradation> degradations, int draws) {
        rows = degradations.stream()
                .map(degradation -> new Row(degradation, degradation.isRandom() ? draws : 1))
                .toList();
    }

    /** How many matches of one drive the table takes. */
    public int matchesPerDrive() {
        return rows.stream().mapToInt(row -> row.byDraw.length).sum();
    }

    public int draws(int row) {
        return rows.get(row).byDraw.length;
    }

    public void add(int row, int draw, RouteScore score) {
        rows.get(row).byDraw[draw] = rows.get(row).byDraw[draw].plus(score);
    }

    /** The first row's score, over all drives. */
    public RouteScore first() {
        return rows.get(0).byDraw[0];
    }

    /** For a person, its lines no longer than the width. */
    public String render(int width) {
        return new TextTable<Row>()
                .words("Fixes", 9, row -> row.degradation.label())
                .numbers("Points", 1, row -> String.format(Locale.ROOT, "%,d", row.byDraw[0].points()))
                .numbers("Mismatch", 9, row -> percent(row.median(RouteScore::mismatch)))
                .numbers("Worst", 8, row -> row.byDraw.length == 1 ? "" : percent(row.worstMismatch()))
                .numbers("Missed", 6, row -> percent(row.median(RouteScore::missed)))
                .numbers("Added", 6, row -> percent(row.median(RouteScore::added)))
                .numbers("On right way", 5, row -> percent(row.median(RouteScore::rightShare)))
                .numbers("Breaks", 3, row -> String.format(Locale.ROOT, "%,.0f", row.median(RouteScore::breaks)))
                .numbers("Split", 4, row -> percent(row.median(RouteScore::splitShare)))
                .render(rows, width);
    }

    /** For a script: an array with an object for each row, shares from 0 to 1 (mismatch and added may be more); null if unknown. */
    public ArrayNode json() {
        ArrayNode array = JSON.createArrayNode();
        for (Row row : rows) {
            ObjectNode object = array.addObject();
            object.put("everySeconds", row.degradation.everySeconds());
            object.put("noiseMetres", row.degradation.noiseMetres());
            object.put("faults", row.degradation.faults());
            object.put("draws", row.byDraw.length);
            object.put("points", row.byDraw[0].points());
            object.put("mismatch", known(row.median(RouteScore::mismatch)));
            object.put("worstMismatch", known(row.worstMismatch()));
            object.put("missed", known(row.median(RouteScore::missed)));
            object.put("added", known(row.median(RouteScore::added)));
            object.put("rightWay", known(row.median(RouteScore::rightShare)));
            object.put("breaks", row.median(RouteScore::breaks));
            object.put("split", known(row.median(RouteScore::splitShare)));
        }
        return array;
    }

    /** Null, as JSON has no NaN, where nothing was driven that a share could be of. */
    private static Double known(double share) {
        return Double.isFinite(share) ? (Double) share : null;
    }

    private static String percent(double share) {
        return !Double.isFinite(share) ? "–" : String.format(Locale.ROOT, "%.2f %%", PERCENT * share);
    }
}
