package org.trips.benchmarks.matching;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** All that was measured, one matcher a row, in Markdown. */
final class Table {
    private static final double PERCENT = 100;

    private final Map<DriveSet, Map<Entrant, Standing>> standings;

    Table(Map<DriveSet, Map<Entrant, Standing>> standings) {
        this.standings = standings;
    }

    @Override
    public String toString() {
        List<String> head = new ArrayList<>(List.of("matcher"));
        standings.forEach((set, all) -> {
            head.add(set.title() + ": points/s (per s of CPU)");
            head.add("÷ fastest peer");
            if (truthIsKnown(all)) {
                head.add("route mismatch");
            }
            head.add("broken drives");
            head.add("bytes allocated a point");
            head.add("resident MB (beyond the runtime's)");
        });
        List<List<String>> rows = new ArrayList<>();
        rows.add(head);
        rows.add(Collections.nCopies(head.size(), "---"));
        for (Entrant entrant : standings.values().iterator().next().keySet()) {
            rows.add(row(entrant));
        }
        return rows.stream()
                .map(cells -> "| " + String.join(" | ", cells) + " |")
                .collect(Collectors.joining("\n"));
    }

    private List<String> row(Entrant entrant) {
        List<String> cells = new ArrayList<>(List.of(entrant.title()));
        for (Map<Entrant, Standing> all : standings.values()) {
            Standing standing = all.get(entrant);
            cells.add(both("%,.0f", standing::median));
            cells.add(both("%.2f", speed -> timesTheFastestPeer(all, standing, speed)));
            if (truthIsKnown(all)) {
                cells.add(number("%.2f %%", PERCENT * standing.mismatch()));
            }
            cells.add(standing.brokenDrives() + " of " + standing.drives());
            double bytes = standing.median(Round::bytesPerPoint);
            cells.add(Double.isNaN(bytes) ? "–" : number("%,.0f", bytes));
            cells.add(number("%.0f", standing.resident().megabytes()) + " ("
                    + number("%.0f", standing.resident().megabytesBeyondTheRuntime()) + ")");
        }
        return cells;
    }

    private static double timesTheFastestPeer(
            Map<Entrant, Standing> all, Standing standing, ToDoubleFunction<Round> speed) {
        double fastest = all.entrySet().stream()
                .filter(entry -> entry.getKey() != Entrant.TRIPS)
                .mapToDouble(entry -> entry.getValue().median(speed))
                .max()
                .orElse(Double.NaN);
        return standing.median(speed) / fastest;
    }

    /** By the clock on the wall, and by the processor's time, which suffers less from what else the machine does. */
    private static String both(String format, ToDoubleFunction<ToDoubleFunction<Round>> figure) {
        return number(format, figure.applyAsDouble(Round::pointsPerSecond))
                + " ("
                + number(format, figure.applyAsDouble(Round::pointsPerCpuSecond))
                + ")";
    }

    private static boolean truthIsKnown(Map<Entrant, Standing> all) {
        return !Double.isNaN(all.get(Entrant.TRIPS).mismatch());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
