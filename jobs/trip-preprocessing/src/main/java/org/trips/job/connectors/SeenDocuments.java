package org.trips.job.connectors;

import com.carrotsearch.hppc.LongHashSet;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which documents of the last while were read, by a digest of 64 bits of all that is in each, its id too: so one that has
 * changed is another. Beside five million, one document in some four million million is taken for one of them. Not thread-safe.
 */
final class SeenDocuments {
    /** 17,000 a second in an overlap of five minutes; 11 to 22 bytes each, so some 110 MB at most. */
    static final int MOST = 5_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(SeenDocuments.class);

    /** What has got too old is forgotten by slices of the overlap. */
    private static final int SLICES = 10;

    private final long sliceMillis;
    private final int most;
    private final TreeMap<Long, LongHashSet> bySlice = new TreeMap<>();
    private final MessageDigest digest;

    private int size;
    private boolean warned;

    /** @param most how many are remembered; those above are new each time */
    SeenDocuments(long overlapMillis, int most) {
        this.sliceMillis = Math.max(1, overlapMillis / SLICES);
        this.most = most;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    /**
     * Whether a document is not remembered; it is from now on.
     *
     * @param millis by its own field
     */
    boolean isNew(long millis, byte[] document) {
        var slice = Math.floorDiv(millis, sliceMillis);
        var key = ByteBuffer.wrap(digest.digest(document)).getLong();
        var known = bySlice.get(slice);
        if (known != null && known.contains(key)) {
            return false;
        }
        if (size < most) {
            bySlice.computeIfAbsent(slice, none -> new LongHashSet()).add(key);
            size++;
        } else if (!warned) {
            LOG.warn(
                    "More than {} documents lie within uploads.mongodb.polling.overlap; those above come again with each"
                            + " poll. They count once, but let the overlap be shorter.",
                    most);
            warned = true;
        }
        return true;
    }

    /** Forgets those that are earlier by their own field, or most of them. */
    void forgetBefore(long millis) {
        var old = bySlice.headMap(Math.floorDiv(millis, sliceMillis));
        old.values().forEach(slice -> size -= slice.size());
        old.clear();
    }
}
