package org.trips.journeys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names devices so that only the holder of the key can tell which is which: HMAC-SHA-256 (RFC 2104) of the device id,
 * its first 96 bits in hex, after the key's version, like {@code k1-09f3…}. Thread-safe.
 */
public final class Pseudonyms {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int PSEUDONYM_BYTES = 12;
    private static final int SHORTEST_KEY_BYTES = 16;

    private final String keyVersion;
    private final SecretKeySpec key;

    /**
     * @param keyVersion letters and digits; stands before every pseudonym, so that a change of key is seen
     * @throws IllegalArgumentException if the key is shorter than 16 bytes, or its version empty or of other characters
     */
    public Pseudonyms(String keyVersion, byte[] key) {
        if (!keyVersion.matches("[A-Za-z0-9]+")) {
            throw new IllegalArgumentException(
                    "The version of the pseudonym key is '" + keyVersion + "'; use letters and digits, like k1");
        }
        if (key.length < SHORTEST_KEY_BYTES) {
            throw new IllegalArgumentException("The pseudonym key has " + key.length + " bytes; at least "
                    + SHORTEST_KEY_BYTES + " are needed to resist guessing");
        }
        this.keyVersion = keyVersion;
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    public String of(String device) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = mac.doFinal(device.getBytes(StandardCharsets.UTF_8));
            return keyVersion + "-" + HexFormat.of().formatHex(hash, 0, PSEUDONYM_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
