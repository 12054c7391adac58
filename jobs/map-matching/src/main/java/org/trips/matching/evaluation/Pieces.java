package org.trips.matching.evaluation;

import com.carrotsearch.hppc.DoubleArrayList;
import com.carrotsearch.hppc.IntArrayList;

/**
 * A route cut into pieces, in driving order: how long each is, and where on which unbroken path it begins. Lengths in
 * metres. Not thread-safe while it is being filled.
 */
final class Pieces {
    /** Places closer than this are one: coordinates are kept to the centimetre. */
    private static final double SAME_PLACE_METRES = 0.01;

    private final DoubleArrayList metres = new DoubleArrayList();
    private final DoubleArrayList start = new DoubleArrayList();
    private final IntArrayList path = new IntArrayList();
    private final DoubleArrayList pathMetres = new DoubleArrayList();
    private double total;

    void add(double length, int ofPath, double metresAlongPath) {
        metres.add(length);
        start.add(total);
        path.add(ofPath);
        pathMetres.add(metresAlongPath);
        total += length;
    }

    int count() {
        return metres.size();
    }

    double metres(int piece) {
        return metres.get(piece);
    }

    /** Metres of the whole route before the piece; breaks have no length. */
    double start(int piece) {
        return start.get(piece);
    }

    double end(int piece) {
        return start(piece) + metres(piece);
    }

    int path(int piece) {
        return path.get(piece);
    }

    /** Metres of the piece's path before it. */
    double metresAlongPath(int piece) {
        return pathMetres.get(piece);
    }

    double totalMetres() {
        return total;
    }

    /** The first piece that touches a place of a path, or {@link #count} where none does. */
    int firstAt(int ofPath, double metresAlongPath) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean before = path(middle) < ofPath
                    || (path(middle) == ofPath
                            && pathMetres.get(middle) + metres(middle) < metresAlongPath - SAME_PLACE_METRES);
            if (before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return touches(low, ofPath, metresAlongPath) ? low : count();
    }

    boolean touches(int piece, int ofPath, double metresAlongPath) {
        return piece < count()
                && path(piece) == ofPath
                && pathMetres.get(piece) - SAME_PLACE_METRES <= metresAlongPath
                && metresAlongPath <= pathMetres.get(piece) + metres(piece) + SAME_PLACE_METRES;
    }
}
