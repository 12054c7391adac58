package org.trips.journeys.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The header of a table of points: which column stands where, and what columns of other names may have been meant for.
 * Immutable.
 */
final class PointsHeader {
    static final String TRACE = "trace_id";
    static final String TIME = "timestamp_ms";
    static final String LATITUDE = "lat";
    static final String LONGITUDE = "lon";
    static final String SPEED = "speed_mps";
    static final String HEADING = "heading_deg";
    static final String ACCURACY = "accuracy_m";

    private static final List<String> REQUIRED = List.of(TRACE, TIME, LATITUDE, LONGITUDE);
    private static final List<String> OPTIONAL = List.of(SPEED, HEADING, ACCURACY);
    private static final String WHOLE = String.join(",", REQUIRED)
            + OPTIONAL.stream().map(column -> "[," + column + "]").collect(Collectors.joining());

    /** How words begin by which others call these columns. */
    private static final Map<String, List<String>> OTHER_NAMES = Map.of(
            TRACE, List.of("trace", "trip", "track", "drive", "device", "vehicle", "id"),
            TIME, List.of("time", "date", "epoch", "ts", "utc"),
            LATITUDE, List.of("lat", "y"),
            LONGITUDE, List.of("lon", "lng", "x"),
            SPEED, List.of("speed", "spd", "velocity"),
            HEADING, List.of("heading", "bearing", "course", "azimuth", "direction"),
            ACCURACY, List.of("accuracy", "hacc", "precision"));

    private static final Map<String, String> UNITS =
            Map.of(SPEED, "metres per second", HEADING, "degrees clockwise from north", ACCURACY, "metres");

    /** What has more is no table of points; to look at each column for what may be meant would take long. */
    private static final int MOST_COLUMNS = 1_000;

    private final List<String> columns;

    private PointsHeader(List<String> columns) {
        this.columns = columns;
    }

    /**
     * The header of those columns, in capitals or not.
     *
     * @param file for the message
     * @throws PointsFileException if one is missing that is needed, or there are more than {@value #MOST_COLUMNS}
     */
    static PointsHeader of(List<String> columns, Object file) throws PointsFileException {
        if (columns.size() > MOST_COLUMNS) {
            throw new PointsFileException(file + ", line 1: the header has " + columns.size()
                    + " columns, more than the " + MOST_COLUMNS + " that a table of points may have; it needs " + WHOLE
                    + ".");
        }
        PointsHeader header = new PointsHeader(
                columns.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
        List<String> missing = REQUIRED.stream()
                .filter(column -> !header.columns.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            boolean semicolons = header.columns.toString().contains(";");
            throw new PointsFileException(file + ", line 1: the header has no column "
                    + missing.stream()
                            .map(column -> column
                                    + (semicolons ? Optional.<String>empty() : header.meantBy(column))
                                            .map(name -> " (is it " + name + "?)")
                                            .orElse(""))
                            .collect(Collectors.joining(", "))
                    + "; it needs " + WHOLE + (semicolons ? ", with commas between, not semicolons." : "."));
        }
        return header;
    }

    /** What a person is told of a table that has not even a header. */
    static PointsFileException missing(Object file) {
        return new PointsFileException(file + " is empty; a table of points begins with the header " + WHOLE + ".");
    }

    int size() {
        return columns.size();
    }

    /** Where the column stands in each row, counted from 0; -1 where there is none. */
    int indexOf(String column) {
        return columns.indexOf(column);
    }

    /** Sentences on the columns that are passed over: first those that seem meant for one that is read. */
    List<String> unused() {
        List<String> sentences = new ArrayList<>();
        List<String> others = new ArrayList<>(columns);
        others.removeAll(REQUIRED);
        others.removeAll(OPTIONAL);
        others.remove("");
        for (String column : OPTIONAL) {
            Optional<String> meant = columns.contains(column) ? Optional.empty() : meantBy(column);
            if (meant.isPresent()) {
                sentences.add("column " + meant.get() + " is not used; do you mean " + column + ", in "
                        + UNITS.get(column) + "?");
                others.remove(meant.get());
            }
        }
        if (!others.isEmpty()) {
            sentences.add((others.size() == 1 ? "column " : "columns ") + String.join(", ", others)
                    + (others.size() == 1 ? " is" : " are") + " not used");
        }
        return sentences;
    }

    /** The column of which a word begins like what others call this one. */
    private Optional<String> meantBy(String column) {
        return OTHER_NAMES.get(column).stream()
                .flatMap(word -> columns.stream()
                        .filter(name -> !REQUIRED.contains(name) && !OPTIONAL.contains(name))
                        .filter(name -> Arrays.stream(name.split("[^a-z]+")).anyMatch(part -> part.startsWith(word))))
                .findFirst();
    }
}
