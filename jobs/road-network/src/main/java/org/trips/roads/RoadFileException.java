package org.trips.roads;

import java.io.IOException;

/** A road file or an extract that cannot be used. The message is one line: which file, what is wrong, what to do. */
public final class RoadFileException extends IOException {
    private static final long serialVersionUID = 1;

    public RoadFileException(String message) {
        super(message);
    }

    public RoadFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
