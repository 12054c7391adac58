package org.trips.journeys.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.trips.journeys.Breakdown;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.Sums;

class LedgersTest {
    private static final LocalDate FIRST_OF_MARCH = LocalDate.of(2026, 3, 1);

    @Test
    void aDayIsTheSumOfItsJourneys() {
        Books books = new Books();
        books.enter(contribution(1, 0, 0, JourneyStatus.SETTLED, 12_345));
        books.enter(contribution(2, 1, 0, JourneyStatus.SETTLED, 1));
        assertThat(day(books, 0))
                .contains("\"status\":\"settled\"")
                .contains("\"journeys\":2")
                .contains("\"vehicles\":2")
                .contains("\"distanceMetres\":12.346");
    }

    @Test
    void aDayIsOnlyAsSettledAsTheLeastSettledOfItsJourneys() {
        Books books = new Books();
        books.enter(contribution(1, 0, 0, JourneyStatus.SETTLED, 1));
        books.enter(contribution(2, 0, 0, JourneyStatus.PROVISIONAL, 1));
        books.enter(contribution(3, 0, 0, JourneyStatus.COMPLETE, 1));
        assertThat(day(books, 0)).contains("\"status\":\"provisional\"");
        books.enter(contribution(2, 0, 0, JourneyStatus.SETTLED, 1));
        assertThat(day(books, 0)).contains("\"status\":\"complete\"");
        assertThat(month(books, 0)).contains("\"status\":\"complete\"");
        books.enter(contribution(3, 0, 0, JourneyStatus.SETTLED, 1));
        assertThat(month(books, 0)).contains("\"status\":\"settled\"");
    }

    @Test
    void aJourneySentTwiceCountsOnce() {
        Books books = new Books();
        books.enter(contribution(1, 0, 0, JourneyStatus.COMPLETE, 500));
        String before = day(books, 0);
        books.enter(contribution(1, 0, 0, JourneyStatus.COMPLETE, 500));
        assertThat(day(books, 0)).isEqualTo(before).contains("\"revision\":1");
    }

    @Test
    void aWithdrawnJourneyLeavesNothingBehind() {
        Books books = new Books();
        PolicyContribution only = contribution(1, 0, 0, JourneyStatus.COMPLETE, 500);
        books.enter(only);
        books.enter(withdrawn(only));
        assertThat(books.withoutRevisions()).isEmpty();
        assertThat(books.kept()).isEmpty();
    }

    @Test
    void whenTheFirstJourneyIsTakenBackTheDayBeginsWithTheNext() {
        Books books = new Books();
        PolicyContribution first = contribution(1, 0, 0, JourneyStatus.COMPLETE, 500);
        books.enter(first);
        books.enter(contribution(2, 0, 0, JourneyStatus.COMPLETE, 500));
        assertThat(day(books, 0)).contains("\"firstStart\":\"2026-03-01T00:01:00.000Z\"");
        books.enter(withdrawn(first));
        assertThat(day(books, 0)).contains("\"firstStart\":\"2026-03-01T00:02:00.000Z\"");
    }

    @Test
    void aVehicleThatDrivesOnManyDaysIsOneVehicleOfTheMonth() {
        Books books = new Books();
        for (int day = 0; day < 31; day++) {
            books.enter(contribution(day, 0, day, JourneyStatus.COMPLETE, 10));
        }
        assertThat(month(books, 0)).contains("\"vehicles\":1").contains("\"distanceMetres\":0.310");
    }

    @Test
    void ratesStateEventsPerHundredKilometresAndNothingWhereNothingWasDriven() {
        Books books = new Books();
        PolicyContribution still = contribution(1, 0, 0, JourneyStatus.COMPLETE, 0);
        books.enter(still);
        assertThat(day(books, 0)).contains("\"per100Km\":{\"braking\":null");
        books.enter(contribution(1, 0, 0, JourneyStatus.COMPLETE, 30_000_000));
        // One braking in 30 km.
        assertThat(day(books, 0)).contains("\"per100Km\":{\"braking\":3.33,");
    }

    /** Whatever the order, however often, and with whatever in between: only what holds in the end counts. */
    @Property(tries = 300)
    void daysAndMonthsDependOnlyOnTheContributionsThatHoldInTheEnd(
            @ForAll("histories") List<PolicyContribution> histories, @ForAll long seed) {
        Map<String, PolicyContribution> last = new LinkedHashMap<>();
        for (PolicyContribution contribution : histories) {
            last.put(contribution.dayId() + contribution.journeyId(), contribution);
        }

        Books straight = new Books();
        last.values().stream().filter(c -> !c.withdrawn()).forEach(straight::enter);

        Books tangled = new Books();
        for (PolicyContribution contribution : interleaved(histories, new Random(seed))) {
            tangled.enter(contribution);
        }
        assertThat(tangled.withoutRevisions()).isEqualTo(straight.withoutRevisions());
    }

    @Property(tries = 300)
    void monthsAreTheSumsOfDaysAndDaysOfJourneysToTheMillimetre(
            @ForAll("histories") List<PolicyContribution> histories) {
        Books books = new Books();
        Map<String, PolicyContribution> held = new HashMap<>();
        for (PolicyContribution contribution : histories) {
            books.enter(contribution);
            held.put(contribution.dayId() + contribution.journeyId(), contribution);
        }
        Sums ofJourneys = held.values().stream().map(PolicyContribution::sums).reduce(Sums.NONE, Sums::plus);
        assertThat(books.sumOfDays()).isEqualTo(ofJourneys);
        assertThat(books.metresInMonths()).isEqualTo(BigDecimal.valueOf(ofJourneys.distanceMm(), 3));
    }

    @Provide
    Arbitrary<List<PolicyContribution>> histories() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.of(JourneyStatus.values()),
                        Arbitraries.longs().between(0, 1_000_000_000),
                        Arbitraries.integers().between(0, 3))
                .as((journey, day, status, distance, die) -> {
                    PolicyContribution made = contribution(journey, journey % 4, day % 3 * 15, status, distance);
                    return die == 0 ? withdrawn(made) : made;
                })
                .list()
                .ofMaxSize(60);
    }

    /** Shuffles journeys among each other, keeps each journey's own order, and sends some of it twice. */
    private static List<PolicyContribution> interleaved(List<PolicyContribution> histories, Random random) {
        Map<String, List<PolicyContribution>> byJourney = new LinkedHashMap<>();
        for (PolicyContribution contribution : histories) {
            byJourney
                    .computeIfAbsent(contribution.dayId() + contribution.journeyId(), id -> new ArrayList<>())
                    .addAll(Collections.nCopies(1 + random.nextInt(2), contribution));
        }
        List<String> turns = new ArrayList<>();
        byJourney.forEach((id, contributions) -> turns.addAll(Collections.nCopies(contributions.size(), id)));
        Collections.shuffle(turns, random);
        List<PolicyContribution> order = new ArrayList<>();
        turns.forEach(id -> order.add(byJourney.get(id).remove(0)));
        return order;
    }

    private static PolicyContribution contribution(
            int journey, int vehicle, int daysLater, JourneyStatus status, long distanceMm) {
        LocalDate day = FIRST_OF_MARCH.plusDays(daysLater);
        long start = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() + journey * 60_000L;
        Sums sums =
                new Sums(1, distanceMm, 60_000, 50_000, journey, 7, 8, 9, 10, 1, 11, 12, Breakdown.notKept(distanceMm));
        return new PolicyContribution(
                "P-1", day, "journey-" + journey, "k1-" + vehicle, status, start, start + 60_000, sums, false);
    }

    private static PolicyContribution withdrawn(PolicyContribution made) {
        return PolicyContribution.withdrawal(made.policy(), made.day(), made.journeyId(), made.device());
    }

    private static String day(Books books, int daysLater) {
        return books.day("P-1", FIRST_OF_MARCH.plusDays(daysLater));
    }

    private static String month(Books books, int monthsLater) {
        return books.month("P-1", YearMonth.from(FIRST_OF_MARCH).plusMonths(monthsLater));
    }
}
