package org.trips.cli.match;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RoundedTest {
    @Test
    void whatIsNotWhollySureIsNotToldAsSure() {
        assertThat(Rounded.confidence(0.99999)).isEqualByComparingTo("0.999");
        assertThat(Rounded.confidence(1)).isEqualByComparingTo("1");
    }
}
