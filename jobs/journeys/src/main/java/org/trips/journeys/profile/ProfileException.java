package org.trips.journeys.profile;

import java.io.IOException;

/** A profile that cannot be used; the message names the file, the line, the key, and what was expected. */
public final class ProfileException extends IOException {
    private static final long serialVersionUID = 1;

    ProfileException(String message, Throwable cause) {
        super(message, cause);
    }
}
