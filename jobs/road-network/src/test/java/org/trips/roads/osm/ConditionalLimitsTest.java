package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trips.roads.LimitRule;
import org.trips.roads.PostedLimits;

class ConditionalLimitsTest {
    private final SpeedLimits limits = new SpeedLimits();

    private PostedLimits read(String conditional) {
        return limits.forward(Map.of("maxspeed", "50", "maxspeed:conditional", conditional));
    }

    /** 2026-03-02 is a Monday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 @ (Mo-Fr 07:00-17:00) | 2026-03-02T06:59:59 | 50",
                "30 @ (Mo-Fr 07:00-17:00) | 2026-03-02T07:00:00 | 30",
                "30 @ (Mo-Fr 07:00-17:00) | 2026-03-02T16:59:59 | 30",
                "30 @ (Mo-Fr 07:00-17:00) | 2026-03-02T17:00:00 | 50",
                "30 @ (Mo-Fr 07:00-17:00) | 2026-03-07T12:00:00 | 50",
                "30 @ (22:00-06:00) | 2026-03-02T05:59:59 | 30",
                "30 @ (22:00-06:00) | 2026-03-02T06:00:00 | 50",
                "30 @ (22:00-06:00) | 2026-03-02T22:00:00 | 30",
                "30 @ (Fr,Sa 22:00-05:00) | 2026-03-07T04:00:00 | 30",
                "30 @ (Fr,Sa 22:00-05:00) | 2026-03-08T04:00:00 | 30",
                "30 @ (Fr,Sa 22:00-05:00) | 2026-03-06T04:00:00 | 50",
                "30 @ (Fr,Sa 22:00-05:00) | 2026-03-08T22:00:00 | 50",
                "30 @ (Sa-Mo 08:00-10:00) | 2026-03-01T09:00:00 | 30",
                "30 @ (Sa-Mo 08:00-10:00) | 2026-03-03T09:00:00 | 50",
                "30 @ (Nov-Mar) | 2026-03-31T23:59:59 | 30",
                "30 @ (Nov-Mar) | 2026-04-01T00:00:00 | 50",
                "30 @ (Mo-Fr 07:00-17:00; We 07:00-12:00) | 2026-03-04T13:00:00 | 50",
                "30 @ (Mo-Fr 07:00-17:00; We off) | 2026-03-04T10:00:00 | 50",
                "30 @ (Mo-Fr 07:00-17:00; We off) | 2026-03-05T10:00:00 | 30",
                "30 @ Mo-Fr 07:00-09:00; Sa 08:00-10:00 | 2026-03-07T09:00:00 | 30",
                "70 @ (06:00-20:00); 30 @ (07:00-08:00) | 2026-03-02T07:30:00 | 30",
                "30 @ (07:00-08:00); 70 @ (06:00-20:00) | 2026-03-02T07:30:00 | 70",
                "20 mph @ (07:00-08:00) | 2026-03-02T07:30:00 | 32",
                "none @ (07:00-08:00) | 2026-03-02T07:30:00 | 255",
                "signals @ (07:00-08:00) | 2026-03-02T07:30:00 | 0",
                "30 @ 24/7 | 2026-03-02T07:30:00 | 30"
            })
    void aLimitHoldsInItsHoursAndNotOutside(String conditional, LocalDateTime local, int kmh) {
        PostedLimits posted = read(conditional);

        int found = posted.rules().stream()
                .filter(rule -> !rule.undecidable() && rule.hours().contains(local))
                .mapToInt(LimitRule::limitKmh)
                .findFirst()
                .orElse(posted.kmh());
        assertThat(found).isEqualTo(kmh);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 @ wet | 30 @ ?",
                "30 @ (snow) | 30 @ ?",
                "30 @ (trailer AND 22:00-06:00) | 30 @ 22:00-06:00 ?",
                "30 @ (dusk-dawn) | 30 @ ?",
                "30 @ (22:00+) | 30 @ ?",
                "30 @ (Nov 1-Mar 31) | 30 @ ?",
                "30 @ (SH) | 30 @ ?",
                "30 @ (Su,PH 10:00-18:00) | 30 @ Su 10:00-18:00, 30 @ 10:00-18:00 ?",
                "30 @ (Mo[1] 10:00-18:00) | 30 @ ?",
                "30 @ (\"children present\") | 30 @ ?",
                "30 @ (length>12) | 30 @ ?",
                "30 @ (weight<=7.5) | 30 @ ?",
                "30 @ (weight>2) | 30 @ ?",
                "30 @ (weight >= 7.5 t) | hgv 30 @ ?",
                "30 @ (hgv AND 22:00-06:00) | hgv 30 @ 22:00-06:00",
                "30 @ () | 30 @ ?"
            })
    void whatNobodyCanDecideAfterwardsIsKeptAsADoubt(String conditional, String rules) {
        assertThat(read(conditional).rules()).extracting(LimitRule::toString).containsExactly(rules.split(", "));
    }

    @Test
    void aClauseWithoutAConditionOrALimitIsCountedAsUnreadable() {
        assertThat(read("30").unreadable()).isTrue();
        assertThat(read("slow @ wet").unreadable()).isTrue();
        assertThat(read("30 @ wet").unreadable()).isFalse();
    }

    @Test
    void whatIsPostedForAVehicleComesBeforeWhatIsPostedForAll() {
        PostedLimits posted = limits.backward(Map.of(
                "maxspeed", "100",
                "maxspeed:conditional", "80 @ (22:00-06:00)",
                "maxspeed:hgv", "60",
                "maxspeed:hgv:backward:conditional", "40 @ (Sa)"));

        assertThat(posted.kmh()).isEqualTo(100);
        assertThat(posted.rules())
                .extracting(LimitRule::toString)
                .containsExactly("hgv 40 @ Sa", "hgv 60", "80 @ 22:00-06:00");
    }

    @Test
    void aDirectionsOwnLimitIsNotChangedByAConditionForBothDirections() {
        Map<String, String> tags =
                Map.of("maxspeed", "50", "maxspeed:forward", "70", "maxspeed:conditional", "30 @ (07:00-08:00)");

        assertThat(limits.forward(tags).rules()).isEmpty();
        assertThat(limits.backward(tags).rules()).hasSize(1);
    }

    @Property
    void whateverSomebodyWroteIsReadOrCounted(
            @ForAll @StringLength(max = 40) @CharRange(from = ' ', to = '~') String anything) {
        PostedLimits posted = read("30 @ " + anything);
        assertThat(posted.unreadable() || !List.of().equals(posted.rules()) || anything.contains("@"))
                .isTrue();
    }

    @Property
    void hoursOfAllKindsOfSignsInAnyOrderAreRead(
            @ForAll
                    @StringLength(max = 30)
                    @net.jqwik.api.constraints.Chars({
                        'M', 'o', '-', 'F', 'r', ' ', '0', '2', '7', ':', ';', ',', '@', '(', ')', 'P', 'H', '+'
                    })
                    String signs) {
        assertThat(read("30 @ (" + signs).kmh()).isEqualTo(50);
    }
}
