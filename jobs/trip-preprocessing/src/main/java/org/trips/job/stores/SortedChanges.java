package org.trips.job.stores;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.trips.journeys.documents.StoreDocument;

/**
 * The last change of each document in files of changes, in order of id, by {@link SortedLines}.
 *
 * <p>Which change is the last is told by {@code writtenAt}: those of one id were made by one writer after the other. A writer
 * numbers its files, and within them the order of lines holds even where its clock was set back. A line without it is of
 * earlier versions, so any with it is newer; among such lines the time of the file counts, which a copy of the folder changes.
 */
final class SortedChanges implements DocumentStream {
    private static final Pattern NUMBERED = Pattern.compile("(.*)-(\\d+)\\.ndjson");

    /** Id, whether dated, time, file and line: wide enough for any number of its kind, so that numbers sort as texts. */
    private static final String KEY = "%s\t%d\t%019d\t%010d\t%015d\t";

    private static final int PARTS_OF_A_KEY = 5;

    private static final int UNDATED = 0;
    private static final int DATED = 1;

    private final String collection;
    private final SortedLines sorted;
    private String next;

    private SortedChanges(String collection, SortedLines sorted) throws IOException {
        this.collection = collection;
        this.sorted = sorted;
        next = sorted.next();
    }

    /** Sorts before it returns. */
    static SortedChanges of(Path folder, String collection) throws IOException {
        return new SortedChanges(collection, SortedLines.of(out -> writeWithKeys(files(folder, collection), out)));
    }

    /** The finished files of a collection, each writer's in the order in which it wrote them; empty where there is no folder. */
    static List<Path> files(Path folder, String collection) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isOf(collection, file.getFileName().toString()))
                    .sorted(Comparator.comparing(SortedChanges::writer).thenComparingLong(SortedChanges::number))
                    .toList();
        }
    }

    private static boolean isOf(String collection, String name) {
        return name.equals(collection + ".ndjson") || (name.startsWith(collection + "-") && name.endsWith(".ndjson"));
    }

    private static String writer(Path file) {
        var name = file.getFileName().toString();
        var matcher = NUMBERED.matcher(name);
        return matcher.matches() ? matcher.group(1) : name;
    }

    private static long number(Path file) {
        var matcher = NUMBERED.matcher(file.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(2)) : 0;
    }

    private static void writeWithKeys(List<Path> files, BufferedWriter out) throws IOException {
        var writer = "";
        long latest = 0;
        for (int file = 0; file < files.size(); file++) {
            var path = files.get(file);
            if (!writer(path).equals(writer)) {
                writer = writer(path);
                latest = 0;
            }
            latest = writeWithKeys(path, file, latest, out);
        }
    }

    /** Returns the latest time of the writer's dated lines so far: the clock may have been set back between two lines. */
    private static long writeWithKeys(Path path, int file, long before, BufferedWriter out) throws IOException {
        var latest = before;
        long number = 0;
        try (var lines = Files.newBufferedReader(path)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                var change = parse(path, number, line);
                if (change.writtenAt() == null) {
                    var time = Files.getLastModifiedTime(path).toMillis();
                    out.write(KEY.formatted(hex(change.id()), UNDATED, Math.max(0, time), file, number));
                } else {
                    latest = Math.max(latest, change.writtenAt().toEpochMilli());
                    out.write(KEY.formatted(hex(change.id()), DATED, latest, file, number));
                }
                out.write(line);
                out.write('\n');
            }
        }
        return latest;
    }

    private static ChangeLine parse(Path path, long number, String line) throws IOException {
        try {
            return ChangeLine.parse(line);
        } catch (IOException e) {
            throw new IOException(
                    "Line " + number + " of " + path + " is no change of a document: " + e.getMessage()
                            + "; move the file away if it is none of the job's",
                    e);
        }
    }

    /** Sorts as the bytes do. */
    private static String hex(String id) {
        return HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<StoreDocument> next() throws IOException {
        while (next != null) {
            var line = next;
            next = sorted.next();
            if (next == null || !key(next).equals(key(line))) {
                var document =
                        ChangeLine.parse(line.substring(startOfLine(line))).document(collection);
                if (document != null) {
                    return Optional.of(document);
                }
            }
        }
        return Optional.empty();
    }

    private static String key(String line) {
        return line.substring(0, line.indexOf('\t'));
    }

    private static int startOfLine(String line) {
        var at = -1;
        for (int tab = 0; tab < PARTS_OF_A_KEY; tab++) {
            at = line.indexOf('\t', at + 1);
        }
        return at + 1;
    }

    @Override
    public void close() throws IOException {
        sorted.close();
    }
}
