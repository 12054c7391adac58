package org.trips.journeys.intake;

import java.io.IOException;

/** A file of points that cannot be read at all; the message names the file, what is wrong, and what to do. */
public final class PointsFileException extends IOException {
    private static final long serialVersionUID = 1L;

    PointsFileException(String message) {
        super(message);
    }
}
