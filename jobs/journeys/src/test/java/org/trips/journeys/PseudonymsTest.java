package org.trips.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
    private static final byte[] KEY = "sixteen bytes or more".getBytes(StandardCharsets.UTF_8);
    private final Pseudonyms pseudonyms = new Pseudonyms("k1", KEY);

    @Test
    void aDeviceAlwaysGetsTheSamePseudonymWhichCarriesTheKeysVersion() {
        assertThat(pseudonyms.of("d-17"))
                .isEqualTo(pseudonyms.of("d-17"))
                .matches("k1-[0-9a-f]{24}")
                .isNotEqualTo(pseudonyms.of("d-18"));
    }

    @Test
    void anotherKeyGivesAnotherPseudonym() {
        byte[] other = "another key of 16 bytes".getBytes(StandardCharsets.UTF_8);
        assertThat(new Pseudonyms("k1", other).of("d-17")).isNotEqualTo(pseudonyms.of("d-17"));
    }

    @Test
    void thePseudonymIsTheStandardKeyedHash() {
        // RFC 4231, test case 1: key of twenty 0x0b, data "Hi There".
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0b);
        assertThat(new Pseudonyms("k9", key).of("Hi There")).isEqualTo("k9-b0344c61d8db38535ca8afce");
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatThrownBy(() -> new Pseudonyms("k1", new byte[15])).hasMessageContaining("15 bytes");
        assertThatThrownBy(() -> new Pseudonyms("k-1", KEY)).hasMessageContaining("letters and digits");
    }

    @Test
    void aJourneysIdDependsOnWhoDroveAndWhenItBegan() {
        assertThat(JourneyId.of("k1-a", 1))
                .hasSize(24)
                .isEqualTo(JourneyId.of("k1-a", 1))
                .isNotEqualTo(JourneyId.of("k1-a", 2))
                .isNotEqualTo(JourneyId.of("k1-b", 1));
    }
}
