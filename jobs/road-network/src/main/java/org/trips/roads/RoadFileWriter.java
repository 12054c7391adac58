package org.trips.roads;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.trips.roads.RoadFile.Section;

/**
 * Writes a road file beside its place, under a name that no other import has, and moves it there when it is complete: so
 * nobody ever sees half a file, and who has the former one mapped keeps it. Sections are mapped and filled in place, in
 * their order; none of them lies on the heap.
 */
final class RoadFileWriter implements AutoCloseable {
    private final Path target;
    private final Path beside;
    private final FileChannel channel;
    private final Map<Section, MappedByteBuffer> sections = new EnumMap<>(Section.class);
    private long end = RoadFile.HEADER_BYTES;

    RoadFileWriter(Path file) throws IOException {
        target = file.toAbsolutePath();
        String unique = Integer.toHexString(ThreadLocalRandom.current().nextInt());
        beside = target.resolveSibling(target.getFileName() + "." + unique + ".part");
        beside.toFile().deleteOnExit(); // on Ctrl-C too
        channel = FileChannel.open(
                beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * The next section, of zeros, to be filled.
     *
     * @throws RoadFileException if it is longer than a mapping can be
     */
    IntBuffer section(Section section, long records) throws IOException {
        long bytes = records * section.stride * Integer.BYTES;
        if (bytes > Integer.MAX_VALUE) {
            throw new RoadFileException(
                    target + ": there are too many roads for one road file; leave out some of the extracts");
        }
        MappedByteBuffer mapped = Scratch.zeros(channel, end, bytes);
        sections.put(section, mapped);
        end += bytes;
        return mapped.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }

    /** The next section with all that it holds. */
    void section(Section section, int[] ints) throws IOException {
        section(section, ints.length / section.stride).put(ints);
    }

    /** Puts the file in its place, after all sections have been filled. */
    void finish() throws IOException {
        ByteBuffer header = RoadFile.header(sections, end);
        while (header.hasRemaining()) {
            channel.write(header, header.position());
        }
        // Else the name could outlive a power cut, and what it names not.
        for (MappedByteBuffer section : sections.values()) {
            section.force();
        }
        channel.force(true);
        channel.close();
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Leaves nothing behind of a file that was not finished. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(beside);
    }
}
