package org.trips.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal, nothing where the output goes elsewhere. Thread-safe. */
final class Progress implements AutoCloseable {
    private static final int UPDATE_MILLIS = 200;
    private static final int WIDEST = 100;

    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * Starts at 0.
     *
     * @param total in units; -1 where it is not known
     * @param unit as written behind the numbers, for example " points"
     * @param unitSize how many of what is counted make one unit
     */
    static Progress of(String task, long total, String unit, long unitSize) {
        if (!Terminal.interactive()) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(unit, unitSize)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setMaxRenderedLength(Math.min(WIDEST, Terminal.columns() - 1))
                .build());
    }

    void add(long count) {
        if (bar != null) {
            bar.stepBy(count);
        }
    }

    void at(long count) {
        if (bar != null) {
            bar.stepTo(count);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
