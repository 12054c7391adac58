package org.trips.job.stores;

import com.google.code.externalsorting.ExternalSort;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;

/**
 * Lines in the order of their text, by a sort outside of memory: it takes about three times their size in the folder for
 * temporary files, until it is closed. Lines sort as their bytes do where all that orders them is ASCII. Not thread-safe.
 */
public final class SortedLines implements Closeable {
    private static final int TEMPORARY_FILES = 1000;
    private static final int PART_OF_THE_MEMORY = 2;

    private final Path temporary;

    /** Takes the temporary folder away where the process is ended before this is closed. */
    private final Thread ending;

    private final BufferedReader sorted;

    private SortedLines(Path temporary, Thread ending, BufferedReader sorted) {
        this.temporary = temporary;
        this.ending = ending;
        this.sorted = sorted;
    }

    /**
     * What is to be sorted.
     *
     * @param <E> what may go wrong besides
     */
    public interface Content<E extends Exception> {
        /** @param out each line ended by a newline; closed by the caller */
        void writeTo(BufferedWriter out) throws IOException, E;
    }

    /** Sorts before it returns. */
    public static <E extends Exception> SortedLines of(Content<E> content) throws IOException, E {
        var temporary = Files.createTempDirectory("trips-sort-");
        var ending = new Thread(() -> deleteIfPossible(temporary), "trips-sort-end");
        Runtime.getRuntime().addShutdownHook(ending);
        var isSorted = false;
        try {
            var unsorted = temporary.resolve("unsorted");
            // What is no character, such as half of a pair, is replaced: Files' own writer would end there.
            try (var out = new BufferedWriter(
                    new OutputStreamWriter(Files.newOutputStream(unsorted), StandardCharsets.UTF_8))) {
                content.writeTo(out);
            }
            var result = temporary.resolve("sorted");
            var parts = parts(unsorted, temporary);
            Files.delete(unsorted);
            merge(parts, result.toFile());
            var lines = new SortedLines(temporary, ending, Files.newBufferedReader(result));
            isSorted = true;
            return lines;
        } finally {
            if (!isSorted) {
                delete(temporary, ending);
            }
        }
    }

    /** Is told how much memory it may take: else it asks for a garbage collection each time, to find out. */
    private static List<File> parts(Path unsorted, Path temporary) throws IOException {
        try (var lines = Files.newBufferedReader(unsorted)) {
            return ExternalSort.sortInBatch(
                    lines,
                    Files.size(unsorted),
                    Comparator.naturalOrder(),
                    TEMPORARY_FILES,
                    Runtime.getRuntime().maxMemory() / PART_OF_THE_MEMORY,
                    StandardCharsets.UTF_8,
                    temporary.toFile(),
                    false,
                    0,
                    false,
                    false);
        }
    }

    private static void merge(List<File> parts, File result) throws IOException {
        ExternalSort.mergeSortedFiles(
                parts, result, Comparator.naturalOrder(), StandardCharsets.UTF_8, false, false, false);
    }

    /** The next one, or null after the last. */
    public String next() throws IOException {
        return sorted.readLine();
    }

    @Override
    public void close() throws IOException {
        try (sorted) {
            delete(temporary, ending);
        }
    }

    private static void delete(Path folder, Thread ending) throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            return; // the process ends, and it runs already
        }
        delete(folder);
    }

    private static void deleteIfPossible(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            // What is left lies in the folder for temporary files.
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
