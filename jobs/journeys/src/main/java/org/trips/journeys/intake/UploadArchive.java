package org.trips.journeys.intake;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * The accepted uploads that were kept in files, {@code FOLDER/2026-03-01/NAME.ndjson.gz}, a folder for each UTC day on
 * which uploads were received. A line is one upload in the product's message format, and a gzip member of its own, so a
 * file is whole wherever an upload ends. Names that begin with a dot or an underscore are of files still being written.
 * Thread-safe.
 */
public final class UploadArchive {
    /** What the names of its files end with. */
    public static final String FILE_SUFFIX = ".ndjson.gz";

    /** Longer than from the earliest receive time to the latest fix: what was accepted once is not judged again. */
    private static final Duration ANY_TIME_AHEAD = Duration.ofDays(200 * 365L);

    /** The most that Java holds in an array: a line may be longer than the message that it was. */
    private static final int LONGEST_LINE = Integer.MAX_VALUE - 8;

    private static final int TYPICAL_RECORD_LENGTH = 1000;

    private final Path folder;
    private final UploadDecoder decoder = new UploadDecoder(LONGEST_LINE, ANY_TIME_AHEAD);

    /** @param folder what the job's option {@code archive.folder} names */
    public UploadArchive(Path folder) {
        this.folder = folder;
    }

    /**
     * The bytes by which an upload is kept: its line, compressed. A receive time that no message may tell is left out.
     */
    public static byte[] record(Upload upload) {
        Upload kept = new Upload(upload.device(), upload.points(), plausible(upload.receivedAtMillis()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_RECORD_LENGTH);
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(UploadEncoder.encode(kept));
            out.write('\n');
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory failed.", impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * The day of the folder that an upload belongs in, by UTC.
     *
     * @param nowMillis counts where it is not known, or not believed, when the upload was received
     */
    public static LocalDate day(OptionalLong receivedAtMillis, long nowMillis) {
        return LocalDate.ofInstant(
                Instant.ofEpochMilli(plausible(receivedAtMillis).orElse(nowMillis)), ZoneOffset.UTC);
    }

    /**
     * Reads the uploads of all days on or after a day, in order of day and file name, and in a file as they were accepted.
     * Files that are still being written are passed over. What was driven from a time on lies in no day earlier than that
     * before it: no fix is accepted that is dated long after it was received.
     *
     * @param device whose uploads are wanted; null for those of all
     * @throws PointsFileException if the folder is not there, or a file is damaged: the message names file and line, and
     *     what was given before stands
     */
    public void read(LocalDate firstDay, String device, Consumer<Upload> each) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new PointsFileException("The archive " + folder
                    + " is not there, or is no folder: name the one that archive.folder names.");
        }
        for (Path day : list(folder)) {
            if (isOnOrAfter(firstDay, day)) {
                for (Path file : list(day)) {
                    read(file, device, each);
                }
            }
        }
    }

    private void read(Path file, String device, Consumer<Upload> each) throws IOException {
        if (!file.toString().endsWith(FILE_SUFFIX)) {
            throw new PointsFileException(file + " is no file of an archive, for its name does not end with "
                    + FILE_SUFFIX + "; move it away.");
        }
        long line = 1;
        try (InputStream bytes = Files.newInputStream(file);
                GzipMembers text = new GzipMembers(bytes)) {
            LineReader lines = new LineReader(text, LONGEST_LINE);
            for (byte[] upload = lines.next(); upload != null; upload = lines.next()) {
                give(decoded(upload, file, line), device, each);
                line = lines.lineNumber() + 1;
            }
        } catch (EOFException | ZipException e) {
            throw damaged(file, line, "it cannot be unpacked, " + e.getMessage() + ".");
        }
    }

    private Upload decoded(byte[] line, Path file, long lineNumber) throws PointsFileException {
        UploadDecoder.Decoded decoded = decoder.decode(line, null, OptionalLong.empty());
        if (decoded.refused().isPresent()) {
            throw damaged(file, lineNumber, decoded.refused().get().detail());
        } else if (!decoded.refusedPoints().isEmpty()) {
            throw damaged(file, lineNumber, decoded.refusedPoints().get(0).detail());
        }
        return decoded.uploads().get(0);
    }

    private static void give(Upload upload, String device, Consumer<Upload> each) {
        if (device == null || device.equals(upload.device())) {
            each.accept(upload);
        }
    }

    private static PointsFileException damaged(Path file, long line, String what) {
        return new PointsFileException(file + ", line " + line + ": The file is damaged: " + what
                + " Put a whole copy in its place, or move it away; then its uploads are not read.");
    }

    private static OptionalLong plausible(OptionalLong millis) {
        return millis.isPresent() && PointDraft.isPlausible(millis.getAsLong()) ? millis : OptionalLong.empty();
    }

    private static boolean isOnOrAfter(LocalDate firstDay, Path dayFolder) {
        try {
            return !LocalDate.parse(dayFolder.getFileName().toString()).isBefore(firstDay);
        } catch (DateTimeParseException noDay) {
            return false;
        }
    }

    /** What lies in a folder and is finished, by name. */
    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> finished =
                    new ArrayList<>(entries.filter(UploadArchive::isFinished).toList());
            finished.sort(null);
            return finished;
        }
    }

    private static boolean isFinished(Path entry) {
        String name = entry.getFileName().toString();
        return !name.startsWith(".") && !name.startsWith("_");
    }
}
