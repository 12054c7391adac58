package org.trips.roads.osm;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.trips.roads.RoadFileException;

/**
 * An OpenStreetMap extract as a PBF file. Blocks are unpacked and decoded by as many threads as there are processors, a
 * few blocks ahead, and taken in the file's order. Where the file says that it is sorted, as most are, no block is
 * unpacked twice; else the first pass unpacks all and remembers which hold nodes. Field numbers are those of
 * fileformat.proto and osmformat.proto.
 *
 * @see <a href="https://wiki.openstreetmap.org/wiki/PBF_Format">PBF Format</a>
 */
final class PbfFile {
    /** The format's own limits; whatever is beyond them is not such a file. */
    private static final int LARGEST_HEADER_BYTES = 64 * 1024;

    private static final int LARGEST_BLOCK_BYTES = 32 * 1024 * 1024;

    private static final int LONGEST_QUOTE = 100;

    private static final String HEADER_BLOCK = "OSMHeader";
    private static final String DATA_BLOCK = "OSMData";
    private static final Set<String> KNOWN_FEATURES = Set.of("OsmSchema-V0.6", "DenseNodes", "HistoricalInformation");
    private static final String SORTED = "Sort.Type_then_ID";
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    /** Where a block begins in the file, where its packed content does, and how long that is. */
    private record Place(long at, long content, int bytes) {
        private long end() {
            return content + bytes;
        }
    }

    private final Path file;
    private final List<Place> blocks = new ArrayList<>();
    private final BitSet blocksWithNodes = new BitSet();
    private boolean sorted;
    private long secondsOfData;

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
     * Finds the blocks, before the first pass.
     *
     * @return of what time the data is, in seconds of the Unix epoch; 0 where the file does not say
     */
    long open() throws RoadFileException {
        blocks.clear();
        try {
            findBlocks();
        } catch (IOException e) {
            throw unreadable(e);
        }
        return secondsOfData;
    }

    /**
     * First pass: all ways and turn restrictions, and a look at what each block holds.
     *
     * @param decode is called by several threads, with one block each
     * @param take is called by this thread, in the order of the blocks
     * @param bytesRead is told how many bytes of the file have been read
     */
    <T> void readWays(Function<PbfBlock, T> decode, Consumer<T> take, LongConsumer bytesRead) throws RoadFileException {
        blocksWithNodes.clear();
        try (FileChannel channel = FileChannel.open(file)) {
            int first = sorted ? firstWithoutNodesOnly(channel) : 0;
            blocksWithNodes.set(0, first);
            read(
                    channel,
                    number -> number >= first,
                    bytesRead,
                    (number, block) -> {
                        synchronized (blocksWithNodes) {
                            blocksWithNodes.set(number, block.hasNodes());
                        }
                        return decode.apply(block);
                    },
                    take);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Second pass, after the first: all nodes. Parameters are those of the first. */
    <T> void readNodes(Function<PbfBlock, T> decode, Consumer<T> take, LongConsumer bytesRead)
            throws RoadFileException {
        try (FileChannel channel = FileChannel.open(file)) {
            read(channel, blocksWithNodes::get, bytesRead, (number, block) -> decode.apply(block), take);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void findBlocks() throws IOException {
        long at = 0;
        long size = size();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (at < size) {
                int headerBytes = in.readInt();
                if (headerBytes <= 0 || headerBytes > LARGEST_HEADER_BYTES) {
                    throw damaged(at, null);
                }
                String type = "";
                long bytes = -1;
                WireMessage header = WireMessage.of(readAll(in, headerBytes));
                while (header.next()) {
                    switch (header.field()) {
                        case 1 -> type = header.message().text();
                        case 3 -> bytes = header.varint();
                        default -> header.skip();
                    }
                }
                if ((at == 0 && !type.equals(HEADER_BLOCK)) || bytes < 0 || bytes > LARGEST_BLOCK_BYTES) {
                    throw damaged(at, null);
                }
                Place place = new Place(at, at + Integer.BYTES + headerBytes, (int) bytes);
                if (at == 0) {
                    checkFeatures(WireMessage.of(unpacked(readAll(in, (int) bytes))));
                } else {
                    in.skipNBytes(bytes);
                    if (type.equals(DATA_BLOCK)) {
                        blocks.add(place);
                    }
                }
                at = place.end();
            }
        } catch (EOFException e) {
            throw cut(at, e);
        } catch (DataFormatException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw damaged(at, e);
        }
    }

    /** In a sorted file all nodes come first. */
    private int firstWithoutNodesOnly(FileChannel channel) throws RoadFileException {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (block(channel, blocks.get(middle)).hasWaysOrRelations()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private interface Decoder<T> {
        T decode(int number, PbfBlock block);
    }

    private <T> void read(
            FileChannel channel, IntPredicate wanted, LongConsumer bytesRead, Decoder<T> decoder, Consumer<T> take)
            throws RoadFileException {
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        try {
            Queue<Place> places = new ArrayDeque<>();
            Queue<Future<T>> ahead = new ArrayDeque<>();
            for (int i = 0; i < blocks.size(); i++) {
                if (wanted.test(i)) {
                    int number = i;
                    places.add(blocks.get(i));
                    ahead.add(workers.submit(() -> decoded(channel, number, decoder)));
                }
                if (ahead.size() > THREADS) {
                    takeNext(places.remove(), ahead.remove(), take, bytesRead);
                }
            }
            while (!ahead.isEmpty()) {
                takeNext(places.remove(), ahead.remove(), take, bytesRead);
            }
            bytesRead.accept(size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RoadFileException refused) {
                throw refused;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable(e);
        } finally {
            workers.shutdownNow();
        }
    }

    private <T> void takeNext(Place place, Future<T> decoded, Consumer<T> take, LongConsumer bytesRead)
            throws RoadFileException, ExecutionException, InterruptedException {
        T content = decoded.get();
        try {
            take.accept(content);
        } catch (IllegalArgumentException e) {
            // Places that are not on Earth.
            throw damaged(place.at(), e);
        }
        bytesRead.accept(place.end());
    }

    private <T> T decoded(FileChannel channel, int number, Decoder<T> decoder) throws RoadFileException {
        Place place = blocks.get(number);
        PbfBlock block = block(channel, place);
        try {
            return decoder.decode(number, block);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            // Numbers that are cut, tags that point beyond the table of strings.
            throw damaged(place.at(), e);
        }
    }

    private PbfBlock block(FileChannel channel, Place place) throws RoadFileException {
        try {
            ByteBuffer packed = ByteBuffer.allocate(place.bytes());
            while (packed.hasRemaining()) {
                if (channel.read(packed, place.content() + packed.position()) < 0) {
                    throw new EOFException();
                }
            }
            return PbfBlock.parse(unpacked(packed.array()));
        } catch (RoadFileException e) {
            throw e;
        } catch (EOFException e) {
            throw cut(place.at(), e);
        } catch (DataFormatException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw damaged(place.at(), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private RoadFileException cut(long at, Throwable cause) {
        return new RoadFileException(
                file + ": the extract ends in the middle of the block at byte " + at + "; download it again", cause);
    }

    private RoadFileException damaged(long at, Throwable cause) {
        String what = at == 0
                ? "this is not an OpenStreetMap extract in PBF format (.osm.pbf);"
                        + " other formats can be converted with osmium cat"
                : "the extract is damaged in the block at byte " + at + "; download it again";
        return new RoadFileException(file + ": " + what, cause);
    }

    private RoadFileException unreadable(Throwable cause) {
        return cause instanceof RoadFileException refused
                ? refused
                : new RoadFileException(file + ": the extract cannot be read: " + cause.getMessage(), cause);
    }

    private void checkFeatures(WireMessage header) throws RoadFileException {
        sorted = false;
        while (header.next()) {
            switch (header.field()) {
                case 4 -> checkKnown(header.message().text());
                case 32 -> secondsOfData = header.varint();
                case 5 -> sorted |= header.message().text().equals(SORTED);
                default -> header.skip();
            }
        }
    }

    private void checkKnown(String feature) throws RoadFileException {
        if (!KNOWN_FEATURES.contains(feature)) {
            String name = feature.length() <= LONGEST_QUOTE ? feature : feature.substring(0, LONGEST_QUOTE) + "…";
            throw new RoadFileException(file + ": reading the extract needs the feature " + name
                    + ", which is not known here; write it anew with osmium cat");
        }
    }

    private static byte[] readAll(DataInputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    private byte[] unpacked(byte[] blob) throws RoadFileException, DataFormatException {
        WireMessage message = WireMessage.of(blob);
        WireMessage packed = null;
        long size = -1;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> {
                    return message.message().bytes();
                }
                case 2 -> size = message.varint();
                case 3 -> packed = message.message();
                default -> message.skip();
            }
        }
        if (packed == null) {
            throw new RoadFileException(file + ": the extract is compressed in a way that is not known here; write it"
                    + " anew with osmium cat -f pbf,pbf_compression=zlib");
        }
        if (size < 0 || size > LARGEST_BLOCK_BYTES) {
            throw new DataFormatException("a block of " + size + " bytes");
        }
        byte[] bytes = new byte[(int) size];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed.buffer());
            int count = inflater.inflate(bytes);
            // Only behind its last byte is a block's checksum looked at.
            if (count != size || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw new DataFormatException("a block of another length than it says");
            }
            return bytes;
        } finally {
            inflater.end();
        }
    }
}
