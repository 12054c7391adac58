package org.trips.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows as a table that fits the terminal: where it is too narrow, the least important columns are left out,
 * and a line below it says which.
 *
 * @param <T> what a row is made of
 */
public final class TextTable<T> {
    private static final int BORDER_AND_PADDING = 3;

    private final List<TextColumn<T>> columns = new ArrayList<>();

    private record TextColumn<T>(String header, int importance, HorizontalAlign align, Function<T, String> text) {}

    /** A column of words. The smaller the importance, the earlier it is left out. */
    public TextTable<T> words(String header, int importance, Function<T, String> text) {
        columns.add(new TextColumn<>(header, importance, HorizontalAlign.LEFT, text));
        return this;
    }

    /** A column of numbers, aligned to the right. */
    public TextTable<T> numbers(String header, int importance, Function<T, String> text) {
        columns.add(new TextColumn<>(header, importance, HorizontalAlign.RIGHT, text));
        return this;
    }

    /** The table, its lines no longer than the width as long as two columns are left. */
    public String render(List<T> rows, int width) {
        List<TextColumn<T>> shown = new ArrayList<>(columns);
        while (shown.size() > 2 && widthOf(shown, rows) > width) {
            shown.remove(shown.stream()
                    .min(Comparator.comparingInt(TextColumn::importance))
                    .orElseThrow());
        }
        String table = AsciiTable.builder()
                .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER)
                .data(
                        rows,
                        shown.stream()
                                .map(column -> new Column()
                                        .header(column.header())
                                        .headerAlign(column.align())
                                        .dataAlign(column.align())
                                        .maxWidth(Integer.MAX_VALUE)
                                        .with(column.text()))
                                .toList())
                .asString();
        return shown.size() == columns.size() ? table : table + System.lineSeparator() + leftOut(shown);
    }

    private String leftOut(List<TextColumn<T>> shown) {
        return columns.stream()
                .filter(column -> !shown.contains(column))
                .map(TextColumn::header)
                .collect(Collectors.joining(", ", "Too narrow here for: ", "."));
    }

    private static <T> int widthOf(List<TextColumn<T>> columns, List<T> rows) {
        return columns.stream()
                        .mapToInt(column -> rows.stream()
                                .mapToInt(row -> column.text().apply(row).length())
                                .reduce(column.header().length(), Math::max))
                        .map(width -> width + BORDER_AND_PADDING)
                        .sum()
                - 1;
    }
}
