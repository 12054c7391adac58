package org.trips.journeys.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trips.journeys.device.DeviceJourneysTest.RULES;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.trips.journeys.policies.VehicleClass;
import org.trips.journeys.profile.DefaultLimits;
import org.trips.journeys.profile.Versions;
import org.trips.roads.RoadClass;

class JourneyRulesTest {
    /** By the digest a device's next step knows that what is not settled has to be found again. */
    @Test
    void anotherTableOfDefaultLimitsMakesOtherRules() {
        DefaultLimits one = new DefaultLimits("a", "FI", Map.of(RoadClass.PRIMARY, 80), Map.of());
        DefaultLimits other = new DefaultLimits(
                "a", "FI", Map.of(RoadClass.PRIMARY, 80), Map.of(VehicleClass.LORRY, Map.of(RoadClass.PRIMARY, 60)));

        assertThat(with(one).digest())
                .isNotEqualTo(RULES.digest())
                .isNotEqualTo(with(other).digest())
                .isEqualTo(with(one).digest());
    }

    private static JourneyRules with(DefaultLimits table) {
        return new JourneyRules(
                RULES.roads(),
                RULES.profiles(),
                Versions.always(table),
                RULES.pseudonyms(),
                RULES.horizon(),
                List.of());
    }
}
