package org.trips.journeys.policies;

import java.io.IOException;

/** Policy assignments that cannot be used; the message says where, what is wrong, and what to write instead. */
public final class InvalidAssignmentException extends IOException {
    private static final long serialVersionUID = 1;

    InvalidAssignmentException(String message) {
        super(message);
    }
}
