package org.trips.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.trips.job.stores.DocumentStream;
import org.trips.journeys.documents.StoreDocument;

final class PairsByOverlapTest {
    /** Minutes of one morning. */
    private record Drive(String id, String device, int from, int to) {}

    @Test
    void journeysOfOneDeviceThatOverlapAreOne() throws IOException {
        assertThat(pairs(List.of(drive("a", "A", 0, 30), drive("b", "A", 60, 90)), List.of(drive("x", "A", 2, 33))))
                .containsExactly("a=x", "b=-");
    }

    @Test
    void journeysOfOtherDevicesAreNotHoweverMuchTheyOverlap() throws IOException {
        assertThat(pairs(List.of(drive("a", "A", 0, 30)), List.of(drive("x", "B", 0, 30))))
                .containsExactly("a=-", "-=x");
    }

    @Test
    void ofWhatTheOtherSystemHasNotSplitTheLongestPieceIsHeldAgainstIt() throws IOException {
        assertThat(pairs(
                        List.of(drive("a", "A", 0, 10), drive("b", "A", 12, 40), drive("c", "A", 41, 60)),
                        List.of(drive("x", "A", 0, 60))))
                .containsExactlyInAnyOrder("a=-", "b=x", "c=-");
    }

    @Test
    void aJourneyThatNeverEndedTakesNobodysPartner() throws IOException {
        assertThat(pairs(
                        List.of(drive("a", "A", 10, 40)),
                        List.of(drive("x", "A", 0, 1_000_000), drive("y", "A", 12, 41))))
                .containsExactlyInAnyOrder("a=y", "-=x");
    }

    @Test
    void howeverManyHangTogetherByOneThatNeverEndedEachFindsItsPartner() throws IOException {
        List<Drive> pieces = new ArrayList<>();
        List<Drive> wholes = new ArrayList<>(List.of(drive("endless", "A", 0, 1_000_000)));
        for (int at = 0; at < 3000; at++) {
            pieces.add(drive("l" + at, "A", 10 * at, 10 * at + 9 - at % 2 * 4));
            if (at % 2 == 0) {
                wholes.add(drive("r" + at, "A", 10 * at, 10 * at + 15));
            }
        }
        List<String> found = pairs(pieces, wholes);
        for (int at = 0; at < 3000; at += 2) {
            assertThat(found).contains("l" + at + "=r" + at);
        }
    }

    @Test
    void journeysOfManyVehiclesUnderOneNameAreAllTold() throws IOException {
        List<Drive> many = new ArrayList<>();
        for (int at = 0; at < 5000; at++) {
            many.add(drive("r" + at, "0", at, at + 4000));
        }
        assertThat(pairs(List.of(drive("a", "0", 0, 4000)), many)).hasSize(5000).contains("a=r0");
    }

    @Test
    void journeysThatOnlyTouchAreTwo() throws IOException {
        assertThat(pairs(List.of(drive("a", "A", 0, 30)), List.of(drive("x", "A", 30, 60))))
                .containsExactlyInAnyOrder("a=-", "-=x");
    }

    @Test
    void aJourneyOfOneMomentIsPairedWithTheOneItLiesIn() throws IOException {
        assertThat(pairs(List.of(drive("a", "A", 5, 5)), List.of(drive("x", "A", 5, 30))))
                .containsExactly("a=x");
    }

    @Property(tries = 300)
    void everyJourneyIsInOnePairAndNoPairThatCouldBeMadeIsLeft(
            @ForAll("drives") List<Drive> left, @ForAll("drives") List<Drive> right) throws IOException {
        List<Drive> named = named("l", left);
        List<Drive> others = named("r", right);
        Set<Drive> alone = new HashSet<>();
        Set<Drive> otherAlone = new HashSet<>();
        List<String> seen = new ArrayList<>();
        for (String pair : pairs(named, others)) {
            String[] ids = pair.split("=");
            named.stream().filter(drive -> drive.id.equals(ids[0])).forEach(drive -> {
                seen.add(drive.id);
                if (ids[1].equals("-")) {
                    alone.add(drive);
                }
            });
            others.stream().filter(drive -> drive.id.equals(ids[1])).forEach(drive -> {
                seen.add(drive.id);
                if (ids[0].equals("-")) {
                    otherAlone.add(drive);
                }
            });
        }
        List<String> all = new ArrayList<>();
        named.forEach(drive -> all.add(drive.id));
        others.forEach(drive -> all.add(drive.id));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        for (Drive one : alone) {
            assertThat(otherAlone)
                    .noneMatch(other -> other.device.equals(one.device)
                            && Math.min(one.to, other.to) > Math.max(one.from, other.from));
        }
    }

    @Provide
    Arbitrary<List<Drive>> drives() {
        return Combinators.combine(
                        Arbitraries.of("A", "AB", "é"),
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.integers().between(0, 30))
                .as((device, from, minutes) -> new Drive("", device, from, from + minutes))
                .list()
                .ofMaxSize(12);
    }

    private static List<Drive> named(String side, List<Drive> drives) {
        List<Drive> named = new ArrayList<>();
        for (Drive drive : drives) {
            named.add(new Drive(side + named.size(), drive.device, drive.from, drive.to));
        }
        return named;
    }

    private static Drive drive(String id, String device, int from, int to) {
        return new Drive(id, device, from, to);
    }

    private static List<String> pairs(List<Drive> left, List<Drive> right) throws IOException {
        PairsByOverlap pairs = new PairsByOverlap(stream(left), stream(right));
        List<String> found = new ArrayList<>();
        for (Optional<DocumentPair> next = pairs.next(); next.isPresent(); next = pairs.next()) {
            found.add(id(next.get().left()) + "=" + id(next.get().right()));
        }
        return found;
    }

    private static String id(StoreDocument document) {
        return document == null ? "-" : document.id();
    }

    private static DocumentStream stream(List<Drive> drives) {
        Iterator<Drive> sorted = drives.stream()
                .sorted(Comparator.comparing((Drive drive) -> SortedDocuments.hex(drive.device))
                        .thenComparingInt(Drive::from))
                .iterator();
        return new DocumentStream() {
            @Override
            public Optional<StoreDocument> next() {
                return sorted.hasNext() ? Optional.of(document(sorted.next())) : Optional.empty();
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    private static StoreDocument document(Drive drive) {
        Instant morning = Instant.parse("2026-03-02T06:00:00Z");
        String json = "{\"_id\":\"%s\",\"device\":\"%s\",\"start\":\"%s\",\"end\":\"%s\"}"
                .formatted(
                        drive.id,
                        drive.device,
                        morning.plusSeconds(60L * drive.from),
                        morning.plusSeconds(60L * drive.to));
        return new StoreDocument(StoreDocument.JOURNEYS, drive.id, json.getBytes(StandardCharsets.UTF_8));
    }
}
