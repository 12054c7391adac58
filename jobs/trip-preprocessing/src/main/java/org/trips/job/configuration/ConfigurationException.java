package org.trips.job.configuration;

/** A configuration that cannot be used; the message names the file, the line, the option and what to do. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
