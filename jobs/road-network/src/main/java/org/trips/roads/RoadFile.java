package org.trips.roads;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The road file as bytes: a header of 256 bytes, then the sections, each a table of little-endian ints. The header holds
 * a magic word, the format's version, the SHA-256 of all sections, the file's length, where each section lies, and a
 * check sum of itself; so that a foreign, cut or outdated file is told without reading more than the header.
 */
final class RoadFile {
    /** What the file holds, in this order; strides in ints. */
    enum Section {
        /** Per junction: number of its first outgoing edge. One more at the end. */
        JUNCTIONS(1),
        /** Per directed edge, in the order of the junctions they start at: see {@link Edges}. */
        EDGES(4),
        /** Per stretch of way between two junctions: see {@link Stretches}. One more at the end. */
        STRETCHES(5),
        /** Per point of a stretch, both ends included, in the way's own direction: see {@link Points}. */
        POINTS(3),
        /** Per way: see {@link Ways}. */
        WAYS(3),
        /** Name and number by turns, each a length in two bytes and UTF-8. Padded to whole ints. */
        NAMES(1),
        /** The boxes of {@link BoxTree}. */
        INDEX(1),
        /** Per turn that is not free to take, by from-edge and to-edge: see {@link Turns}. */
        TURNS(3),
        /**
         * Edges that must have been driven before a turn for its record to hold: how many, then they themselves, the
         * last driven first. The first entry is for all turns at which that does not matter: none.
         */
        VIA_EDGES(1),
        /** Per directed edge that has limits for some vehicles or hours, by edge: see {@link LimitEdges}. */
        LIMIT_EDGES(2),
        /** Lists of {@link LimitRule}, each once: how many rules, then two ints for each. */
        LIMIT_RULES(1);

        final int stride;

        Section(int stride) {
            this.stride = stride;
        }
    }

    /** An edge's ints: 16 bytes, so that a search for routes reads four edges with each line of the cache. */
    static final class Edges {
        static final int END_JUNCTION = 0;
        /** Metres, as float. */
        static final int LENGTH = 1;
        /** Speed limit, road class and flags: see {@link RoadNetwork}. */
        static final int ATTRIBUTES = 2;
        /** Number of the stretch times two, plus one where it is driven against the way's own direction. */
        static final int STRETCH_AND_DIRECTION = 3;

        private Edges() {}
    }

    /** A stretch's ints. */
    static final class Stretches {
        static final int FIRST_POINT = 0;
        static final int WAY = 1;
        /** Metres from the way's start to the stretch's start, as float. */
        static final int WAY_OFFSET = 2;
        /**
         * The edge that drives the stretch forward. Where none may, the complement of the junction where it would end:
         * that is where the edge backward starts, which therefore needs no place of its own.
         */
        static final int FORWARD_EDGE = 3;
        /** The same for the edge that drives it backward. */
        static final int BACKWARD_EDGE = 4;

        private Stretches() {}
    }

    /** A point's ints. */
    static final class Points {
        /** Degrees times 1e7, as in OpenStreetMap. */
        static final int LATITUDE = 0;

        static final int LONGITUDE = 1;
        /** Metres from the stretch's start, as float, so that nobody has to add up geometry. */
        static final int METRES = 2;

        private Points() {}
    }

    /** A way's ints. */
    static final class Ways {
        static final int ID_LOW = 0;
        static final int ID_HIGH = 1;
        /** Where in the names its name begins, followed by its number. */
        static final int NAMES = 2;

        private Ways() {}
    }

    /** A turn's ints. */
    static final class Turns {
        static final int FROM_EDGE = 0;
        static final int TO_EDGE = 1;
        /** Place of its entry among the via edges, times {@link TurnRule#COUNT}, plus number of the {@link TurnRule}. */
        static final int VIA_AND_RULE = 2;

        private Turns() {}
    }

    /** The ints of an edge with limits for some vehicles or hours. */
    static final class LimitEdges {
        static final int EDGE = 0;
        /** Where its list of rules begins. */
        static final int RULES = 1;

        private LimitEdges() {}
    }

    private static final byte[] MAGIC = "TRIPROAD".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_VERSION = 3;

    static final int HEADER_BYTES = 256;
    private static final int VERSION_AT = 8;
    private static final int SECTION_COUNT_AT = 12;
    private static final int HASH_AT = 16;
    private static final int HASH_BYTES = 32;
    private static final int LENGTH_AT = 48;
    private static final int TABLE_AT = 56;
    private static final int TABLE_ENTRY_BYTES = 16;
    private static final int CHECKSUM_AT = HEADER_BYTES - Integer.BYTES;

    /** How much of the hash names the file: 16 hexadecimal digits. */
    private static final int VERSION_BYTES = 8;

    private final byte[] hash;
    private final Map<Section, ByteBuffer> sections;

    private RoadFile(byte[] hash, Map<Section, ByteBuffer> sections) {
        this.hash = hash;
        this.sections = sections;
    }

    /** The first 16 hexadecimal digits of the SHA-256 of all sections. */
    String version() {
        return HexFormat.of().formatHex(hash, 0, VERSION_BYTES);
    }

    /** Length of the file. */
    long bytes() {
        long bytes = HEADER_BYTES;
        for (ByteBuffer section : sections.values()) {
            bytes += section.capacity();
        }
        return bytes;
    }

    /** Reads all sections and compares their hash with the header's. */
    void checkContent(Path file) throws RoadFileException {
        if (!Arrays.equals(hash, hash(sections))) {
            throw new RoadFileException(
                    file + ": the road file's content is not what its header says: it was damaged or"
                            + " changed; copy it or make it again with trips roads");
        }
    }

    /** The SHA-256 of all sections, in their order. */
    static byte[] hash(Map<Section, ? extends ByteBuffer> sections) {
        MessageDigest hash = sha256();
        for (Section section : Section.values()) {
            hash.update(sections.get(section).duplicate());
        }
        return hash.digest();
    }

    /** The section, mapped; its byte order is the file's. */
    ByteBuffer bytes(Section section) {
        return sections.get(section).duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    IntBuffer ints(Section section) {
        return bytes(section).asIntBuffer();
    }

    /** Maps a file's sections after checking its header; costs the same however large the file is. */
    static RoadFile map(Path file) throws RoadFileException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {}
            checkHeader(file, header, channel.size());
            Map<Section, ByteBuffer> sections = new EnumMap<>(Section.class);
            int entry = TABLE_AT;
            for (Section section : Section.values()) {
                long offset = header.getLong(entry);
                long bytes = header.getLong(entry + Long.BYTES);
                sections.put(section, channel.map(FileChannel.MapMode.READ_ONLY, offset, bytes));
                entry += TABLE_ENTRY_BYTES;
            }
            byte[] hash = new byte[HASH_BYTES];
            header.get(HASH_AT, hash);
            return new RoadFile(hash, sections);
        } catch (RoadFileException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new RoadFileException(file + ": there is no such road file; make one with trips roads", e);
        } catch (IOException e) {
            throw new RoadFileException(file + ": the road file cannot be read: " + reason(e), e);
        }
    }

    private static void checkHeader(Path file, ByteBuffer header, long fileBytes) throws RoadFileException {
        byte[] magic = new byte[MAGIC.length];
        header.get(0, magic);
        if (header.position() < MAGIC.length || !Arrays.equals(magic, MAGIC)) {
            throw new RoadFileException(
                    file + ": this is not a road file; make one from an OpenStreetMap extract" + " with trips roads");
        }
        int format = header.getInt(VERSION_AT);
        if (header.position() == HEADER_BYTES && format != FORMAT_VERSION) {
            throw new RoadFileException(file + ": the road file has format " + format + ", this program reads format "
                    + FORMAT_VERSION + "; make it again with trips roads");
        }
        if (header.position() < HEADER_BYTES
                || header.getInt(SECTION_COUNT_AT) != Section.values().length
                || header.getInt(CHECKSUM_AT) != checksum(header)) {
            throw new RoadFileException(
                    file + ": the road file's header is damaged; copy it or make it again with trips roads");
        }
        long expected = header.getLong(LENGTH_AT);
        if (fileBytes != expected) {
            throw new RoadFileException(file + ": the road file has " + fileBytes + " bytes where its header says "
                    + expected + "; it was cut or changed: copy it or make it again with trips roads");
        }
        checkSections(file, header, fileBytes);
    }

    /** A check sum is no seal: each section must be whole records, begin where the one before ends, and the last end the file. */
    private static void checkSections(Path file, ByteBuffer header, long fileBytes) throws RoadFileException {
        long end = HEADER_BYTES;
        int entry = TABLE_AT;
        for (Section section : Section.values()) {
            long offset = header.getLong(entry);
            long bytes = header.getLong(entry + Long.BYTES);
            boolean follows = offset == end && bytes >= 0 && bytes <= Math.min(Integer.MAX_VALUE, fileBytes - end);
            if (!follows || bytes % ((long) section.stride * Integer.BYTES) != 0) {
                throw inconsistent(file, section);
            }
            end += bytes;
            entry += TABLE_ENTRY_BYTES;
        }
        if (end != fileBytes) {
            throw inconsistent(file, Section.values()[Section.values().length - 1]);
        }
    }

    private static RoadFileException inconsistent(Path file, Section section) {
        return new RoadFileException(file + ": the road file's section " + section
                + " does not lie where it must; make it again with trips roads");
    }

    /** The header of a file with these sections, ready to be written. */
    static ByteBuffer header(Map<Section, ? extends ByteBuffer> sections, long fileBytes) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(0, MAGIC);
        header.putInt(VERSION_AT, FORMAT_VERSION);
        header.putInt(SECTION_COUNT_AT, Section.values().length);
        long offset = HEADER_BYTES;
        int entry = TABLE_AT;
        for (Section section : Section.values()) {
            long bytes = sections.get(section).capacity();
            header.putLong(entry, offset);
            header.putLong(entry + Long.BYTES, bytes);
            offset += bytes;
            entry += TABLE_ENTRY_BYTES;
        }
        header.put(HASH_AT, hash(sections));
        header.putLong(LENGTH_AT, fileBytes);
        header.putInt(CHECKSUM_AT, checksum(header));
        return header;
    }

    private static int checksum(ByteBuffer header) {
        CRC32 crc = new CRC32();
        crc.update(header.slice(0, CHECKSUM_AT));
        return (int) crc.getValue();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What an I/O error says to somebody who does not know Java's exception names. */
    static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
