package org.trips.journeys.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Tells by one number whether something is computed from the same content: the first 64 bits of its SHA-256. */
final class ContentDigest {
    private static final byte SEPARATOR = '|';

    private final MessageDigest digest;

    ContentDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    ContentDigest add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /** Adds a value as its text. */
    ContentDigest add(Object value) {
        return add(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a value as its text, kept apart from what is before it. */
    ContentDigest addNext(Object value) {
        digest.update(SEPARATOR);
        return add(value);
    }

    /** To be called once, at the end. */
    long value() {
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}
