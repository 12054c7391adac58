package org.trips.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;

/**
 * How many lines of each file of dead letters were dealt with, kept in a file of its own, which is replaced in one step. Files
 * of letters only grow.
 */
final class ReplayProgress {
    private static final String REASONS = "reasons";

    private final Path notes;
    private final Properties lines = new Properties();

    private ReplayProgress(Path notes) {
        this.notes = notes;
    }

    /** Nothing was dealt with, and nothing is noted. */
    static ReplayProgress none() {
        return new ReplayProgress(null);
    }

    /**
     * What is noted there, or nothing yet.
     *
     * @param reasons that are chosen: what was noted for others passed over letters that these choose
     * @throws BadInputException if it was noted for other reasons
     */
    static ReplayProgress in(Path notes, List<String> reasons) throws IOException {
        ReplayProgress progress = new ReplayProgress(notes);
        String chosen = String.join(",", reasons.stream().sorted().distinct().toList());
        if (Files.exists(notes)) {
            try (Reader in = Files.newBufferedReader(notes)) {
                progress.lines.load(in);
            }
            String before = progress.lines.getProperty(REASONS);
            if (!chosen.equals(before)) {
                throw new BadInputException(notes + ": the progress noted here is that of "
                        + (before == null || before.isEmpty() ? "no --reason" : "--reason " + before)
                        + "; choose the same, or name another file");
            }
        }
        progress.lines.setProperty(REASONS, chosen);
        return progress;
    }

    long linesOf(Path file) {
        return Long.parseLong(lines.getProperty(key(file), "0"));
    }

    void note(Path file, long count) throws IOException {
        if (notes == null) {
            return;
        }
        lines.setProperty(key(file), Long.toString(count));
        Path beside = notes.resolveSibling(notes.getFileName() + ".new");
        try (Writer out = Files.newBufferedWriter(beside)) {
            lines.store(out, "Lines of dead letters that trips replay has dealt with");
        }
        Files.move(beside, notes, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String key(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }
}
