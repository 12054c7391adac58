package org.trips.journeys.intake;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/**
 * Reads the points in a file as a stream, so that its size does not matter: a table ({@code .csv}, see
 * {@link PointsTable}) or one upload on each line ({@code .ndjson}, {@code .jsonl}, {@code .json}), either also
 * compressed ({@code .gz}). What is wrong in a line costs only that line, or that point in it.
 */
public final class PointsFile {
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] UPLOAD = {'{'};

    private final Path file;
    private final UploadDecoder decoder;
    private final Consumer<Upload> uploads;
    private final Consumer<RefusedLine> refused;
    private final Consumer<String> notices;

    private PointsFile(
            Path file,
            UploadDecoder decoder,
            Consumer<Upload> uploads,
            Consumer<RefusedLine> refused,
            Consumer<String> notices) {
        this.file = file;
        this.decoder = decoder;
        this.uploads = uploads;
        this.refused = refused;
        this.notices = notices;
    }

    /**
     * Reads all of a file, in order.
     *
     * @param uploads takes what could be read; a table gives its consecutive points of one trace in batches
     * @param refused takes what could not, with its line
     * @param notices takes a sentence on each column of a table that is not used
     * @throws PointsFileException if the file is missing, is of no kind that is known, has no usable header, or breaks off
     */
    public static void read(
            Path file,
            UploadDecoder decoder,
            Consumer<Upload> uploads,
            Consumer<RefusedLine> refused,
            Consumer<String> notices)
            throws IOException {
        new PointsFile(file, decoder, uploads, refused, notices).read();
    }

    /**
     * Reads all of a stream, a table or uploads as in a file, compressed or not: which, its first bytes tell. It is not
     * closed.
     *
     * @param name stands for the file in what is refused
     * @throws PointsFileException if it is empty, has no usable header, or breaks off
     */
    public static void read(
            InputStream stream,
            String name,
            UploadDecoder decoder,
            Consumer<Upload> uploads,
            Consumer<RefusedLine> refused,
            Consumer<String> notices)
            throws IOException {
        new PointsFile(Path.of(name), decoder, uploads, refused, notices).read(new BufferedInputStream(stream));
    }

    private void read(BufferedInputStream stream) throws IOException {
        try {
            BufferedInputStream in =
                    startsWith(GZIP, stream) ? new BufferedInputStream(new GzipMembers(stream)) : stream;
            if (startsWith(UPLOAD, in)) {
                readUploads(lines(in));
            } else {
                readTable(lines(in));
            }
        } catch (EOFException | ZipException e) {
            throw brokenOff(e);
        }
    }

    private static boolean startsWith(byte[] beginning, BufferedInputStream in) throws IOException {
        in.mark(beginning.length);
        byte[] read = in.readNBytes(beginning.length);
        in.reset();
        return Arrays.equals(read, beginning);
    }

    private PointsFileException brokenOff(IOException e) {
        return new PointsFileException(
                file + " cannot be unpacked to its end: " + e.getMessage() + ". Copy or compress it again.");
    }

    private void read() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new PointsFileException(file + " is not there, or is not a file.");
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean compressed = name.endsWith(".gz");
        String kind = compressed ? name.substring(0, name.length() - ".gz".length()) : name;
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = compressed ? new GzipMembers(bytes) : bytes) {
            if (kind.endsWith(".csv")) {
                readTable(lines(in));
            } else if (kind.endsWith(".ndjson") || kind.endsWith(".jsonl") || kind.endsWith(".json")) {
                readUploads(lines(in));
            } else {
                throw new PointsFileException(file + " is of no known kind: points come as .csv, .ndjson, .jsonl or "
                        + ".json, each also with .gz behind it.");
            }
        } catch (EOFException | ZipException e) {
            throw brokenOff(e);
        }
    }

    private LineReader lines(InputStream in) {
        return new LineReader(in, decoder.maximumBytes());
    }

    private void readTable(LineReader lines) throws IOException {
        new PointsTable(file, lines, uploads, refused, notices).read();
    }

    private void readUploads(LineReader lines) throws IOException {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            if (lines.tooLong()) {
                refuse(
                        lines.lineNumber(),
                        new Refusal(
                                DeadLetterReason.TOO_LARGE,
                                "The line has more than " + decoder.maximumBytes()
                                        + " bytes; send it in several uploads.",
                                0),
                        line);
            } else if (!isBlank(line)) {
                decode(lines.lineNumber(), line);
            }
        }
    }

    private void decode(long lineNumber, byte[] line) {
        UploadDecoder.Decoded decoded = decoder.decode(line, null, OptionalLong.empty());
        decoded.uploads().forEach(uploads);
        for (RefusedPoint point : decoded.refusedPoints()) {
            refused.accept(new RefusedLine(
                    file, lineNumber, point.reason(), point.detail(), 1, MessageProperties.NONE, point.original()));
        }
        decoded.refused().ifPresent(refusal -> refuse(lineNumber, refusal, line));
    }

    private void refuse(long lineNumber, Refusal refusal, byte[] line) {
        refused.accept(new RefusedLine(
                file,
                lineNumber,
                refusal.reason(),
                refusal.detail(),
                refusal.pointsLost(),
                MessageProperties.NONE,
                line));
    }

    private static boolean isBlank(byte[] line) {
        for (byte character : line) {
            if (character > ' ' || character < 0) {
                return false;
            }
        }
        return true;
    }
}
