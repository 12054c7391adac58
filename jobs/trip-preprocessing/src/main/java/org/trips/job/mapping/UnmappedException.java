package org.trips.job.mapping;

/** A document is not what its mapping says. The message names the field, for a person. */
public final class UnmappedException extends Exception {
    private static final long serialVersionUID = 1;

    UnmappedException(String message) {
        super(message);
    }
}
