package org.trips.journeys.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.trips.journeys.points.Point;

/**
 * Reads a table of points: comma-separated, first a header with the columns {@code trace_id}, {@code timestamp_ms}
 * (milliseconds since 1970 UTC, or ISO-8601), {@code lat}, {@code lon}, and if there are any {@code speed_mps},
 * {@code heading_deg}, {@code accuracy_m}, in any order; other columns are passed over and named in a notice. A field may stand in double
 * quotes; an empty one is not known. The trace stands for the device. Used once.
 */
final class PointsTable {
    /** Long enough to cost nothing per point, short enough that a file of any size streams. */
    private static final int POINTS_PER_BATCH = 10_000;

    private static final int LONGEST_HEADER_BYTES = 64 * 1024;

    /** What stands in a text for bytes that are none. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final MessageProperties ROW = new MessageProperties(MessageProperties.TABLE_ROW, null, null);

    private final Path file;
    private final LineReader lines;
    private final Consumer<Upload> uploads;
    private final Consumer<RefusedLine> refused;
    private final Consumer<String> notices;
    private final PointDraft draft = new PointDraft();
    private final List<Point> batch = new ArrayList<>();
    private PointsHeader header;
    private String trace = "";

    PointsTable(
            Path file,
            LineReader lines,
            Consumer<Upload> uploads,
            Consumer<RefusedLine> refused,
            Consumer<String> notices) {
        this.file = file;
        this.lines = lines;
        this.uploads = uploads;
        this.refused = refused;
        this.notices = notices;
    }

    void read() throws IOException {
        byte[] first = lines.next();
        if (first == null) {
            throw PointsHeader.missing(file);
        }
        if (first.length > LONGEST_HEADER_BYTES) {
            throw new PointsFileException(
                    file + ", line 1: the header is longer than any is; is this a table of points?");
        }
        header = PointsHeader.of(fields(withoutMark(text(first))), file);
        header.unused().forEach(notices);
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            String text = text(line);
            if (lines.tooLong()) {
                refuse(DeadLetterReason.TOO_LARGE, "The line is longer than any row of points is.", line);
            } else if (!isWhole(text, line)) {
                refuse(
                        DeadLetterReason.WRONG_TYPE,
                        "The line is not text in UTF-8; save the table in that encoding.",
                        line);
            } else if (!text.isBlank()) {
                readLine(text, line);
            }
        }
        passOn();
    }

    private void readLine(String text, byte[] line) {
        draft.begin();
        List<String> row = fields(text);
        String rowTrace = "";
        if (row.size() != header.size()) {
            draft.refuse(
                    DeadLetterReason.WRONG_TYPE,
                    "There are " + row.size() + " fields where the header has " + header.size() + ".");
        } else {
            rowTrace = row.get(header.indexOf(PointsHeader.TRACE));
            fill(row, rowTrace);
        }
        Point point = draft.finish();
        if (point == null) {
            refuse(draft.reason(), draft.detail(), line);
            return;
        }
        if (!rowTrace.equals(trace) || batch.size() >= POINTS_PER_BATCH) {
            passOn();
            trace = rowTrace;
        }
        batch.add(point);
    }

    private void refuse(DeadLetterReason reason, String detail, byte[] line) {
        refused.accept(new RefusedLine(file, lines.lineNumber(), reason, detail, 1, ROW, line));
    }

    private void fill(List<String> row, String rowTrace) {
        if (rowTrace.isEmpty()) {
            draft.refuse(DeadLetterReason.MISSING_FIELD, PointsHeader.TRACE + " is empty.");
        }
        fillTime(row.get(header.indexOf(PointsHeader.TIME)));
        draft.latitude(number(row, PointsHeader.LATITUDE));
        draft.longitude(number(row, PointsHeader.LONGITUDE));
        draft.speed(number(row, PointsHeader.SPEED));
        draft.heading(number(row, PointsHeader.HEADING));
        draft.accuracy(number(row, PointsHeader.ACCURACY));
    }

    private void fillTime(String field) {
        if (field.isEmpty()) {
            return;
        }
        long millis = IsoTime.epochMillis(field.toCharArray(), 0, field.length());
        if (millis == IsoTime.NOT_A_TIME) {
            try {
                millis = Long.parseLong(field);
            } catch (NumberFormatException e) {
                draft.refuse(
                        DeadLetterReason.WRONG_TYPE,
                        PointsHeader.TIME + " is \"" + PointFields.cut(field)
                                + "\" where it should be milliseconds since 1970.");
            }
        }
        if (!PointDraft.isPlausible(millis) && PointDraft.isPlausible(TimeUnit.SECONDS.toMillis(millis))) {
            draft.refuse(
                    DeadLetterReason.OUT_OF_RANGE,
                    PointsHeader.TIME + " is " + field + ", which looks like seconds; it should be milliseconds.");
        }
        draft.time(millis);
    }

    /** The number in that column of the row, or NaN where it is empty or there is no such column. */
    private double number(List<String> row, String column) {
        int index = header.indexOf(column);
        String field = index < 0 ? "" : row.get(index);
        if (field.isEmpty()) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(field);
        } catch (NumberFormatException e) {
            draft.refuse(
                    DeadLetterReason.WRONG_TYPE,
                    column + " is \"" + PointFields.cut(field) + "\" where it should be a number.");
            return Double.NaN;
        }
    }

    private void passOn() {
        if (!batch.isEmpty()) {
            uploads.accept(new Upload(trace, batch, OptionalLong.empty()));
            batch.clear();
        }
    }

    /** Some programs begin a file with a mark of its encoding. */
    private static String withoutMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    /** Whether nothing was put in the place of bytes that are no text: two traces could become one by it. */
    private static boolean isWhole(String text, byte[] line) {
        return text.indexOf(REPLACEMENT) < 0 || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), line);
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }

    /** The line cut at its commas, but not at those in double quotes; two quotes within quotes are one. */
    private static List<String> fields(String line) {
        if (line.indexOf('"') < 0) {
            return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
        }
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            boolean doubled = quoted && character == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"';
            if (doubled) {
                field.append('"');
                i++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(character);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
