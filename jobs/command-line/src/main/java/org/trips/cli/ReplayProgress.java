package org.trips.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
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
     * @throws BadInputException if it was noted for other reasons, or something else stands there
     */
    static ReplayProgress in(Path notes, List<String> reasons) throws IOException {
        ReplayProgress progress = new ReplayProgress(notes);
        String chosen = String.join(",", reasons.stream().sorted().distinct().toList());
        if (Files.exists(notes)) {
            progress.load();
            String before = progress.lines.getProperty(REASONS);
            if (!chosen.equals(before)) {
                throw new BadInputException(notes + ": the progress noted here is that of "
                        + (before.isEmpty() ? "no --reason" : "--reason " + before)
                        + "; choose the same, or name another file");
            }
        }
        progress.lines.setProperty(REASONS, chosen);
        return progress;
    }

    private void load() throws IOException {
        try (Reader in = Files.newBufferedReader(notes)) {
            lines.load(in);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw noProgress();
        }
        if (!lines.containsKey(REASONS)) {
            throw noProgress();
        }
        for (String name : lines.stringPropertyNames()) {
            if (!name.equals(REASONS) && !lines.getProperty(name).matches("\\d{1,18}")) {
                throw noProgress();
            }
        }
    }

    /** It would be overwritten, whatever it is. */
    private BadInputException noProgress() {
        return new BadInputException(notes + " holds no progress of 'trips replay', and is left as it is;"
                + " name another file for --progress, which need not be there yet");
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
