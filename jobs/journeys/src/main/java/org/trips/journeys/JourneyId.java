package org.trips.journeys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a journey by who drove and when it began: the same journey has the same id however often it is computed. */
public final class JourneyId {
    private static final int ID_BYTES = 12;

    private JourneyId() {}

    /** The first 96 bits, in hex, of the SHA-256 of pseudonym and start (milliseconds since 1970 UTC). */
    public static String of(String pseudonym, long startMillis) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((pseudonym + "|" + startMillis).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
