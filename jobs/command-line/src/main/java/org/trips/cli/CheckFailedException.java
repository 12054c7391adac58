package org.trips.cli;

/** What a command checked or waited for did not come true; the message says what was missing. The exit code is 1. */
final class CheckFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CheckFailedException(String message) {
        super(message);
    }
}
