package org.trips.benchmarks.accuracy;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The reliability diagram as SVG: how much is right at each confidence, for each set; the dots' area is the length. */
final class ReliabilityPlot {
    private static final int SIDE = 360;
    private static final int LEFT = 56;
    private static final int TOP = 34;
    private static final int GAP = 60;
    private static final int BELOW = 48;
    private static final int LEGEND_LINE = 18;
    private static final double TICK = 0.2;
    private static final double LEAST_KM = 2;
    private static final List<String> COLOURS = List.of("#16588e", "#d0312d", "#0b7a75", "#b36b00", "#6b3fa0");

    private final StringBuilder svg = new StringBuilder();

    /** Draws one diagram for each group of sets, side by side. */
    static String of(Map<String, Map<String, ReliabilityBins>> groups) {
        return new ReliabilityPlot().draw(groups);
    }

    private String draw(Map<String, Map<String, ReliabilityBins>> groups) {
        int width = LEFT + groups.size() * (SIDE + GAP);
        int height = TOP + SIDE + BELOW;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n",
                width, height, width, height);
        int x = LEFT;
        for (Map.Entry<String, Map<String, ReliabilityBins>> group : groups.entrySet()) {
            drawAxes(x, group.getKey());
            int line = 0;
            for (Map.Entry<String, ReliabilityBins> set : group.getValue().entrySet()) {
                drawSet(x, set.getKey(), set.getValue(), line++);
            }
            x += SIDE + GAP;
        }
        add("</svg>%n");
        return svg.toString();
    }

    private void drawAxes(int x, String title) {
        add("<text x=\"%d\" y=\"%d\" font-size=\"15\" font-weight=\"bold\">%s</text>%n", x, TOP - 12, title);
        for (int i = 0; i <= Math.round(1 / TICK); i++) {
            double at = i * TICK;
            add(
                    "<path d=\"M%1$.1f %2$d V%3$d M%4$d %5$.1f H%6$d\" stroke=\"#dde2e7\"/>%n",
                    across(x, at), TOP, TOP + SIDE, x, up(at), x + SIDE);
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>%n", across(x, at), TOP + SIDE + 17, at);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>%n", x - 6, up(at) + 4, at);
        }
        add("<path d=\"M%d %d L%d %d\" stroke=\"#8d97a3\" stroke-dasharray=\"5 4\"/>%n", x, TOP + SIDE, x + SIDE, TOP);
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">confidence</text>%n", x + SIDE / 2, TOP + SIDE + 36);
        add(
                "<text transform=\"translate(%d %d) rotate(-90)\" text-anchor=\"middle\">share of the length that is right</text>%n",
                x - 36, TOP + SIDE / 2);
    }

    private void drawSet(int x, String name, ReliabilityBins bins, int line) {
        String colour = COLOURS.get(line % COLOURS.size());
        StringBuilder path = new StringBuilder();
        for (int bin = 0; bin < ReliabilityBins.count(); bin++) {
            double km = bins.metres(bin) / 1000;
            if (km >= LEAST_KM) {
                double cx = across(x, bins.confidence(bin));
                double cy = up(bins.rightShare(bin));
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", cx, cy));
                double radius = Math.min(9, 1.5 + Math.sqrt(km) / 5);
                add(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" opacity=\"0.6\"/>%n",
                        cx, cy, radius, colour);
            }
        }
        add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n", path, colour);
        int y = TOP + LEGEND_LINE * (line + 1);
        add(
                "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>%n",
                x + 14, y - 4, colour, x + 25, y, name);
    }

    private static double across(int x, double share) {
        return x + share * SIDE;
    }

    private static double up(double share) {
        return TOP + (1 - share) * SIDE;
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
