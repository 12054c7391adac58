package org.trips.journeys.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private final Versions<String> versions = Versions.from(Map.of(JUNE, "second", MARCH, "first"));

    @Test
    void aVersionHoldsFromItsTimeUntilTheNext() {
        assertThat(versions.at(MARCH)).contains("first");
        assertThat(versions.at(JUNE.minusMillis(1))).contains("first");
        assertThat(versions.at(JUNE)).contains("second");
    }

    @Test
    void theFirstVersionAlsoHoldsBeforeItsTime() {
        assertThat(versions.at(MARCH.minusMillis(1))).contains("first");
    }

    @Test
    void whereThereIsNoVersionNothingHolds() {
        assertThat(Versions.none().at(MARCH)).isEmpty();
    }
}
