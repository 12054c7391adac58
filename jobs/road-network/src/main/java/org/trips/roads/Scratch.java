package org.trips.roads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Room beside the heap for what an import has to remember: mapped pieces of temporary files in a folder. The system
 * writes them out where memory is short, and they go when nobody refers to them any more, or the process ends.
 */
final class Scratch {
    private static final int ZEROS = 1 << 16;

    private final Path folder;

    Scratch(Path folder) {
        this.folder = folder;
    }

    /**
     * A piece of zeros.
     *
     * @throws UncheckedIOException if the folder has no room for it
     */
    ByteBuffer piece(int bytes) {
        try {
            Path file = Files.createTempFile(folder, "import", ".scratch");
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                return zeros(channel, 0, bytes).order(ByteOrder.nativeOrder());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Maps a part of a file after filling it with zeros: a disk that is full is an error here. It would be a crash where
     * the first int is put into a mapped hole.
     */
    static MappedByteBuffer zeros(FileChannel channel, long at, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS, bytes));
        for (long done = 0; done < bytes; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - done));
            done += channel.write(zeros, at + done);
        }
        return channel.map(FileChannel.MapMode.READ_WRITE, at, bytes);
    }
}
