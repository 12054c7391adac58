package org.trips.journeys.device;

/** A span that cannot be computed again; the message says why, and what to do instead. */
public final class InvalidReprocessingException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidReprocessingException(String message) {
        super(message);
    }
}
