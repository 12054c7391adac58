package org.trips.cli;

/** What the user gave cannot be used; the message says what, where, and what to do. The exit code is 2. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadInputException(String message) {
        super(message);
    }
}
