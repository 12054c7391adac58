package org.trips.cli.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file that appears under its name when all of it is written. Until then it grows beside it, with {@code .part}
 * behind its name, and is gone if the writing fails or the process is ended by Ctrl-C or SIGTERM.
 */
public final class OutputFile {
    private OutputFile() {}

    /** What goes into the file. */
    public interface Content<E extends Exception> {
        /** @param out is closed by the caller */
        void writeTo(OutputStream out) throws IOException, E;
    }

    /** Replaces what is there, in a folder that has to be there; what is no file but a pipe or a terminal is written to as it is. */
    public static <E extends Exception> void write(Path file, Content<E> content) throws IOException, E {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            fill(file, content);
            return;
        }
        Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        beside.toFile().deleteOnExit();
        try {
            fill(beside, content);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static <E extends Exception> void fill(Path file, Content<E> content) throws IOException, E {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            content.writeTo(out);
        }
    }
}
