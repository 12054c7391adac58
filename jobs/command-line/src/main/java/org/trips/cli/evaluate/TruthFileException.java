package org.trips.cli.evaluate;

import java.io.IOException;

/** A truth file is not as it should be; the message says what and where. */
public final class TruthFileException extends IOException {
    private static final long serialVersionUID = 1;

    TruthFileException(String message) {
        super(message);
    }
}
