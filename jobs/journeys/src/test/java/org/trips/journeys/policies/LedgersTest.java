package org.trips.journeys.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.PolicyTotals;
import org.trips.journeys.Sums;
import org.trips.journeys.documents.StoreDocument;

class LedgersTest {
    private static final LocalDate FIRST_OF_MARCH = LocalDate.of(2026, 3, 1);

    @Test
    void aDayIsTheSumOfItsJourneys() {
        Books books = new Books();
        books.enter(contribution(1, 0, 0, JourneyStatus.SETTLED, 12_345));
        books.enter(contribution(2, 1, 0, JourneyStatus.SETTLED, 1));
        assertThat(books.day(0))
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
        assertThat(books.day(0)).contains("\"status\":\"provisional\"");
        books.enter(contribution(2, 0, 0, JourneyStatus.SETTLED, 1));
        assertThat(books.day(0)).contains("\"status\":\"complete\"");
        assertThat(books.month(0)).contains("\"status\":\"complete\"");
        books.enter(contribution(3, 0, 0, JourneyStatus.SETTLED, 1));
        assertThat(books.month(0)).contains("\"status\":\"settled\"");
    }

    @Test
    void aJourneySentTwiceCountsOnce() {
        Books books = new Books();
        books.enter(contribution(1, 0, 0, JourneyStatus.COMPLETE, 500));
        String before = books.day(0);
        books.enter(contribution(1, 0, 0, JourneyStatus.COMPLETE, 500));
        assertThat(books.day(0)).isEqualTo(before).contains("\"revision\":1");
    }

    @Test
    void aWithdrawnJourneyLeavesNothingBehind() {
        Books books = new Books();
        PolicyContribution only = contribution(1, 0, 0, JourneyStatus.COMPLETE, 500);
        books.enter(only);
        books.enter(withdrawn(only));
        assertThat(books.documents).isEmpty();
        assertThat(books.stores.values())
                .allSatisfy(store -> assertThat(store.keys()).isEmpty());
    }

    @Test
    void whenTheFirstJourneyIsTakenBackTheDayBeginsWithTheNext() {
        Books books = new Books();
        PolicyContribution first = contribution(1, 0, 0, JourneyStatus.COMPLETE, 500);
        books.enter(first);
        books.enter(contribution(2, 0, 0, JourneyStatus.COMPLETE, 500));
        assertThat(books.day(0)).contains("\"firstStart\":\"2026-03-01T00:01:00.000Z\"");
        books.enter(withdrawn(first));
        assertThat(books.day(0)).contains("\"firstStart\":\"2026-03-01T00:02:00.000Z\"");
    }

    @Test
    void aVehicleThatDrivesOnManyDaysIsOneVehicleOfTheMonth() {
        Books books = new Books();
        for (int day = 0; day < 31; day++) {
            books.enter(contribution(day, 0, day, JourneyStatus.COMPLETE, 10));
        }
        assertThat(books.month(0)).contains("\"vehicles\":1").contains("\"distanceMetres\":0.310");
    }

    @Test
    void ratesStateEventsPerHundredKilometresAndNothingWhereNothingWasDriven() {
        Books books = new Books();
        PolicyContribution still = contribution(1, 0, 0, JourneyStatus.COMPLETE, 0);
        books.enter(still);
        assertThat(books.day(0)).contains("\"per100Km\":{\"braking\":null");
        books.enter(contribution(1, 0, 0, JourneyStatus.COMPLETE, 30_000_000));
        // One braking in 30 km.
        assertThat(books.day(0)).contains("\"per100Km\":{\"braking\":3.33,");
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
        Sums sums = new Sums(1, distanceMm, 60_000, 50_000, journey, 7, 8, 9, 10, 1, 11, 12);
        return new PolicyContribution(
                "P-1", day, "journey-" + journey, "k1-" + vehicle, status, start, start + 60_000, sums, false);
    }

    private static PolicyContribution withdrawn(PolicyContribution made) {
        return PolicyContribution.withdrawal(made.policy(), made.day(), made.journeyId(), made.device());
    }

    /** All days and months of one policy, and the documents a store would hold. */
    private static final class Books {
        private final Map<String, MemoryLedgerStore> stores = new HashMap<>();
        private final Map<String, PolicyTotals> days = new TreeMap<>();
        private final Map<String, StoreDocument> documents = new TreeMap<>();

        void enter(PolicyContribution contribution) {
            new DayLedger(store(contribution.dayId())).apply(contribution).ifPresent(change -> {
                write(change.document());
                days.put(contribution.dayId(), change.totals().totals());
                new MonthLedger(store(change.totals().monthId()))
                        .apply(change.totals())
                        .ifPresent(this::write);
            });
        }

        private MemoryLedgerStore store(String id) {
            return stores.computeIfAbsent(id, key -> new MemoryLedgerStore());
        }

        private void write(StoreDocument document) {
            String id = document.collection() + ":" + document.id();
            if (document.isDeletion()) {
                documents.remove(id);
            } else {
                documents.put(id, document);
            }
        }

        String day(int daysLater) {
            return text("policy_days:P-1|" + FIRST_OF_MARCH.plusDays(daysLater));
        }

        String month(int monthsLater) {
            return text("policy_months:P-1|" + YearMonth.from(FIRST_OF_MARCH).plusMonths(monthsLater));
        }

        private String text(String id) {
            return new String(documents.get(id).json(), StandardCharsets.UTF_8);
        }

        /** How often a document was written may depend on the way; nothing else may. */
        Map<String, String> withoutRevisions() {
            Map<String, String> texts = new TreeMap<>();
            documents.keySet().forEach(id -> texts.put(id, text(id).replaceFirst("\"revision\":\\d+", "")));
            return texts;
        }

        Sums sumOfDays() {
            return days.values().stream().map(PolicyTotals::sums).reduce(Sums.NONE, Sums::plus);
        }

        BigDecimal metresInMonths() {
            Pattern metres = Pattern.compile("\"distanceMetres\":([0-9.]+)");
            return documents.keySet().stream()
                    .filter(id -> id.startsWith(StoreDocument.POLICY_MONTHS))
                    .flatMap(id -> metres.matcher(text(id)).results())
                    .map(match -> new BigDecimal(match.group(1)))
                    .reduce(BigDecimal.ZERO.setScale(3), BigDecimal::add);
        }
    }
}
