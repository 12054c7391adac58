package org.trips.roads.osm;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import crosby.binary.Fileformat.Blob;
import crosby.binary.Fileformat.BlobHeader;
import crosby.binary.Osmformat.HeaderBlock;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.trips.roads.RoadFileException;

/**
 * An OpenStreetMap extract as a PBF file, read block by block. The first pass remembers which blocks hold nodes; the
 * second reads only those.
 *
 * @see <a href="https://wiki.openstreetmap.org/wiki/PBF_Format">PBF Format</a>
 */
final class PbfFile {
    /** The format's own limits; whatever is beyond them is not such a file. */
    private static final int LARGEST_HEADER_BYTES = 64 * 1024;

    private static final int LARGEST_BLOCK_BYTES = 32 * 1024 * 1024;

    private static final String HEADER_BLOCK = "OSMHeader";
    private static final String DATA_BLOCK = "OSMData";
    private static final Set<String> KNOWN_FEATURES = Set.of("OsmSchema-V0.6", "DenseNodes", "HistoricalInformation");

    private final Path file;
    private final BitSet blocksWithNodes = new BitSet();

    PbfFile(Path file) {
        this.file = file;
    }

    /** Size in bytes. */
    long size() throws RoadFileException {
        try {
            if (Files.isDirectory(file)) {
                throw new RoadFileException(file + ": this is a folder; name the .osm.pbf files in it");
            }
            long size = Files.size(file);
            if (size == 0) {
                throw new RoadFileException(file + ": the extract is empty; download it again");
            }
            return size;
        } catch (NoSuchFileException e) {
            throw new RoadFileException(file + ": there is no such extract", e);
        } catch (RoadFileException e) {
            throw e;
        } catch (IOException e) {
            throw new RoadFileException(file + ": the extract cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * First pass: all ways and turn restrictions, and a look at what each block holds.
     *
     * @param bytesRead is told how many bytes of the file have been read
     */
    void readWays(PbfBlock.WayHandler ways, PbfBlock.RelationHandler relations, LongConsumer bytesRead)
            throws RoadFileException {
        blocksWithNodes.clear();
        read(number -> true, bytesRead, (number, block) -> {
            blocksWithNodes.set(number, block.hasNodes());
            block.ways(ways);
            block.relations(relations);
        });
    }

    /** Second pass: all nodes, and the tags of those that may be barriers. */
    void readNodes(PbfBlock.NodeHandler nodes, PbfBlock.BarrierHandler barriers, LongConsumer bytesRead)
            throws RoadFileException {
        read(blocksWithNodes::get, bytesRead, (number, block) -> block.nodes(nodes, barriers));
    }

    private interface BlockHandler {
        void block(int number, PbfBlock block) throws IOException;
    }

    private void read(IntPredicate wanted, LongConsumer bytesRead, BlockHandler handler) throws RoadFileException {
        long at = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            long size = size();
            for (int number = 0; at < size; number++) {
                int headerBytes = in.readInt();
                if (headerBytes <= 0 || headerBytes > LARGEST_HEADER_BYTES) {
                    throw notAnExtract(at);
                }
                BlobHeader header = BlobHeader.parseFrom(readAll(in, headerBytes));
                if ((number == 0 && !header.getType().equals(HEADER_BLOCK))
                        || header.getDatasize() < 0
                        || header.getDatasize() > LARGEST_BLOCK_BYTES) {
                    throw notAnExtract(at);
                }
                long next = at + Integer.BYTES + headerBytes + header.getDatasize();
                if (number == 0) {
                    checkFeatures(HeaderBlock.parseFrom(content(in, header)));
                } else if (header.getType().equals(DATA_BLOCK) && wanted.test(number)) {
                    handler.block(number, PbfBlock.parse(content(in, header)));
                } else {
                    in.skipNBytes(header.getDatasize());
                }
                at = next;
                bytesRead.accept(at);
            }
        } catch (RoadFileException e) {
            throw e;
        } catch (EOFException e) {
            throw new RoadFileException(
                    file + ": the extract ends in the middle of the block at byte " + at + "; download it again", e);
        } catch (InvalidProtocolBufferException
                | DataFormatException
                | IndexOutOfBoundsException
                | IllegalArgumentException e) {
            // The last two are tags that point beyond the table of strings, and places that are not on Earth.
            throw at == 0
                    ? notAnExtract(at)
                    : new RoadFileException(
                            file + ": the extract is damaged in the block at byte " + at + "; download it again", e);
        } catch (IOException e) {
            throw new RoadFileException(file + ": the extract cannot be read: " + e.getMessage(), e);
        }
    }

    private RoadFileException notAnExtract(long at) {
        return at == 0
                ? new RoadFileException(file + ": this is not an OpenStreetMap extract in PBF format (.osm.pbf);"
                        + " other formats can be converted with osmium cat")
                : new RoadFileException(
                        file + ": the extract is damaged in the block at byte " + at + "; download it again");
    }

    private void checkFeatures(HeaderBlock header) throws RoadFileException {
        for (String feature : header.getRequiredFeaturesList()) {
            if (!KNOWN_FEATURES.contains(feature)) {
                throw new RoadFileException(file + ": reading the extract needs the feature " + feature
                        + ", which is not known here; write it anew with osmium cat");
            }
        }
    }

    private static byte[] readAll(DataInputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    private ByteString content(DataInputStream in, BlobHeader header) throws IOException, DataFormatException {
        Blob blob = Blob.parseFrom(readAll(in, header.getDatasize()));
        if (blob.hasRaw()) {
            return blob.getRaw();
        }
        if (!blob.hasZlibData()) {
            throw new RoadFileException(file + ": the extract is compressed in a way that is not known here; write it"
                    + " anew with osmium cat -f pbf,pbf_compression=zlib");
        }
        if (blob.getRawSize() < 0 || blob.getRawSize() > LARGEST_BLOCK_BYTES) {
            throw new DataFormatException("a block of " + blob.getRawSize() + " bytes");
        }
        byte[] raw = new byte[blob.getRawSize()];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(blob.getZlibData().asReadOnlyByteBuffer());
            if (inflater.inflate(raw) != raw.length) {
                throw new DataFormatException("a block shorter than it says");
            }
        } finally {
            inflater.end();
        }
        return ByteString.copyFrom(raw);
    }
}
