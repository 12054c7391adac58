package org.trips.benchmarks;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;

/** Prints a table in Markdown row by row, so that long work shows what it has found so far. */
public final class MarkdownTable {
    private final PrintWriter out;

    public MarkdownTable(PrintWriter out) {
        this.out = out;
    }

    /** Begins a table. */
    public void head(List<String> cells) {
        row(cells);
        row(Collections.nCopies(cells.size(), "---"));
    }

    public void head(String... cells) {
        head(List.of(cells));
    }

    public void row(List<String> cells) {
        out.println("| " + String.join(" | ", cells) + " |");
        out.flush();
    }

    public void row(String... cells) {
        row(List.of(cells));
    }
}
