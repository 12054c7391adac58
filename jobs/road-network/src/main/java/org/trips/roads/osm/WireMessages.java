package org.trips.roads.osm;

import com.carrotsearch.hppc.IntArrayList;
import java.util.Objects;

/**
 * Messages within one block by their places in it: four bytes each, where an object each would take ten times the two that an
 * empty message has in a block made to do harm. Not thread-safe.
 */
final class WireMessages {
    private final WireMessage block;
    private final IntArrayList places = new IntArrayList();

    /** @param block any message of the block */
    WireMessages(WireMessage block) {
        this.block = block;
    }

    void add(int place) {
        places.add(place);
    }

    int size() {
        return places.size();
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /**
     * The message of that number, from its beginning.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    WireMessage get(long number) {
        return block.messageAt(places.get((int) Objects.checkIndex(number, places.size())));
    }
}
