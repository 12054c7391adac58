package org.trips.journeys.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyEvent;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.documents.JourneyDocument;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;

/** Several profiles side by side on one journey. */
class ComparedProfilesTest {
    private static final Profile MILD = Profile.defaults().withHarshFrom(2.0);
    private static final Profile STRICT = Profile.defaults().withHarshFrom(4.0);

    @Test
    void anEventSaysWhichProfileMadeIt() {
        Journey journey = journey(List.of(MILD, STRICT));
        // 2.2 and 3 m/s², of which the default finds the second and the strict one neither.
        assertThat(journey.events()).extracting(JourneyEvent::profile).containsExactly("default-1");
        assertThat(journey.compared().profiles()).containsExactly(MILD.id(), STRICT.id());
        assertThat(journey.compared().events())
                .extracting(JourneyEvent::profile)
                .containsExactly(MILD.id(), MILD.id());
    }

    @Test
    void theProfileInForceAloneDecidesAllTheRest() {
        Journey alone = journey(List.of());
        Journey beside = journey(List.of(MILD, STRICT));
        assertThat(beside.sums()).isEqualTo(alone.sums());
        assertThat(beside.events()).isEqualTo(alone.events());
        assertThat(beside.parts()).isEqualTo(alone.parts());
        String compared = text(beside);
        int from = compared.indexOf("\"comparedProfiles\"");
        assertThat(compared.substring(0, from) + compared.substring(compared.indexOf("\"parts\"")))
                .isEqualTo(text(alone));
    }

    @Test
    void aProfileThatFindsNothingIsNamedAllTheSame() {
        assertThat(text(journey(List.of(STRICT))))
                .contains("\"comparedProfiles\":[\"" + STRICT.id() + "\"],\"comparedEvents\":[]");
    }

    @Test
    void profilesOfOneNameCannotBeToldApart() {
        assertThatThrownBy(() -> new JourneyRules(
                        Versions.none(),
                        Versions.always(Profile.defaults()),
                        Versions.none(),
                        new Pseudonyms("k1", new byte[16]),
                        Duration.ofDays(2),
                        List.of(Profile.defaults())))
                .hasMessageContaining("Another profile is called default-1 too");
    }

    private static String text(Journey journey) {
        return new String(JourneyDocument.of(journey, 1).json(), StandardCharsets.UTF_8);
    }

    private static Journey journey(List<Profile> compared) {
        Drive drive = Drive.from("2026-03-02T08:00:00Z")
                .to(20, 1)
                .seconds(60)
                .to(9, 2.2)
                .seconds(60)
                .to(20, 1)
                .seconds(60)
                .to(5, 3)
                .seconds(60);
        return new JourneyMeasurer(null, Profile.defaults(), null, compared)
                .measure(
                        "k1-0123456789abcdef01234567", drive.journey(), JourneyStatus.COMPLETE, DeviceAssignments.NONE);
    }
}
