package org.trips.roads.osm;

/** Is told how far an import has come, often enough for a progress bar. Called from the importing thread. */
@FunctionalInterface
public interface ImportProgress {
    /** For those who do not look. */
    ImportProgress NONE = (phase, bytesDone, bytesTotal) -> {};

    /**
     * @param bytesDone bytes of all extracts together that this phase has read; for writing, in a few steps from 0
     *     to all
     * @param bytesTotal size of all extracts together
     */
    void report(ImportPhase phase, long bytesDone, long bytesTotal);
}
