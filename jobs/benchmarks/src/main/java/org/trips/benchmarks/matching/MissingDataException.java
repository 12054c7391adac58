package org.trips.benchmarks.matching;

/** The drives are not where they were looked for; the message says what to do. */
final class MissingDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MissingDataException(String message) {
        super(message);
    }
}
