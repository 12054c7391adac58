package org.trips.cli.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.trips.cli.TextTable;

/** What a run of faults showed: how often each happened, how long the job took to recover, and whether anything differs. */
final class ChaosTable {
    private static final int WIDTH = 160;
    private static final double MILLIS_PER_SECOND = 1000;

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private int kills;

    private static final class Row {
        final String fault;
        final List<Long> recoveryMillis = new ArrayList<>();
        long journeys;
        long differences;

        Row(String fault) {
            this.fault = fault;
        }

        long median() {
            return recoveryMillis.stream().sorted().toList().get(recoveryMillis.size() / 2);
        }

        long longest() {
            return recoveryMillis.stream().mapToLong(Long::longValue).max().orElseThrow();
        }
    }

    /** @param recoveryMillis from the end of its cause to the completion of the first checkpoint begun after it */
    void happened(Fault fault, long recoveryMillis) {
        rows.computeIfAbsent(fault.name(), Row::new).recoveryMillis.add(recoveryMillis);
        kills += fault.kills();
    }

    /** The store was compared after these faults. */
    void compared(List<Fault> faults, int journeys, int differences) {
        for (Fault fault : faults) {
            Row row = rows.get(fault.name());
            row.journeys += journeys;
            row.differences += differences;
        }
    }

    int kills() {
        return kills;
    }

    int faults() {
        return rows.values().stream().mapToInt(row -> row.recoveryMillis.size()).sum();
    }

    String render() {
        return new TextTable<Row>()
                .words("fault", 9, row -> row.fault)
                .numbers("times", 9, row -> Integer.toString(row.recoveryMillis.size()))
                .numbers("recovery, median s", 9, row -> seconds(row.median()))
                .numbers("max s", 9, row -> seconds(row.longest()))
                .numbers("journeys compared", 9, row -> Long.toString(row.journeys))
                .numbers("differences", 9, row -> Long.toString(row.differences))
                .render(List.copyOf(rows.values()), WIDTH);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f", millis / MILLIS_PER_SECOND);
    }
}
