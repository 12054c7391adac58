package org.trips.matching.evaluation;

import java.util.Arrays;

/**
 * Finds the heaviest item among all at places below a given one, in the logarithm of the number of places: a binary
 * indexed tree (Fenwick 1994) of maxima. Not thread-safe.
 */
final class HeaviestUpTo {
    private final double[] weight;
    private final int[] heaviest;

    /**
     * Begins without items.
     *
     * @param weight by item; an item's must be there when it is added, and stay
     */
    HeaviestUpTo(int places, double[] weight) {
        this.weight = weight;
        heaviest = new int[places + 1];
        Arrays.fill(heaviest, -1);
    }

    /** The heaviest item at a place lower than this, or -1; the first added of equals. */
    int below(int place) {
        int best = -1;
        for (int i = place; i > 0; i -= Integer.lowestOneBit(i)) {
            best = heavier(best, heaviest[i]);
        }
        return best;
    }

    void add(int place, int item) {
        for (int i = place + 1; i < heaviest.length; i += Integer.lowestOneBit(i)) {
            heaviest[i] = heavier(heaviest[i], item);
        }
    }

    private int heavier(int one, int other) {
        return other >= 0 && (one < 0 || weight[other] > weight[one]) ? other : one;
    }
}
