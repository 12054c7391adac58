package org.trips.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.trips.job.stores.DocumentStream;
import org.trips.journeys.documents.StoreDocument;

/**
 * Pairs journeys of two systems, which agree on no ids: those of one device whose times are most alike, by the time in common as a
 * share of that which both cover together. Where one has split what the other has not, the piece that has most in common is
 * paired, and the others stand alone. In memory are the journeys of one device that hang together by overlaps, seldom more than
 * two or three; where a "device" is many vehicles they are cut off, and what overlaps across the cut is not paired.
 */
public final class PairsByOverlap implements DocumentPairs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_TOGETHER = 1000;

    private final Side left;
    private final Side right;
    private final Queue<DocumentPair> ready = new ArrayDeque<>();

    /** Both by the bytes of their devices, and by start within each. */
    public PairsByOverlap(DocumentStream left, DocumentStream right) {
        this.left = new Side(left);
        this.right = new Side(right);
    }

    /** When a journey was; both times in milliseconds since 1970 UTC. */
    private record Drive(StoreDocument document, String key, long start, long end) {
        static Drive of(StoreDocument document) throws IOException {
            JsonNode json = JSON.readTree(document.json());
            return new Drive(
                    document,
                    SortedDocuments.hex(json.path("device").asText()),
                    Instant.parse(json.path("start").asText()).toEpochMilli(),
                    Instant.parse(json.path("end").asText()).toEpochMilli());
        }

        /** Whether there is a moment in which both are driven; two that only touch are not, but where one is but a moment. */
        boolean overlaps(Drive other) {
            long common = common(other);
            return common > 0 || (common == 0 && (start == end || other.start == other.end));
        }

        private long common(Drive other) {
            return Math.min(end, other.end) - Math.max(start, other.start);
        }

        /** The time in common as a share of all that both cover, 0 to 1. */
        double likeness(Drive other) {
            long covered = Math.max(end, other.end) - Math.min(start, other.start);
            return covered == 0 ? 1 : common(other) / (double) covered;
        }
    }

    /** Two journeys, by their places in the lists of both sides. */
    private record Match(int left, int right, double share) {}

    /** One side, with the next of its journeys at hand. */
    private static final class Side {
        private final DocumentStream documents;
        private Drive next;
        private boolean begun;

        Side(DocumentStream documents) {
            this.documents = documents;
        }

        Drive peek() throws IOException {
            if (!begun) {
                begun = true;
                advance();
            }
            return next;
        }

        private void advance() throws IOException {
            Optional<StoreDocument> document = documents.next();
            next = document.isPresent() ? Drive.of(document.get()) : null;
        }

        /** Takes what belongs to a device and begins by a time; returns the latest end, or that time if it is later. */
        long take(String key, long until, List<Drive> taken) throws IOException {
            long latest = until;
            while (peek() != null && next.key.equals(key) && next.start <= latest && taken.size() < MOST_TOGETHER) {
                latest = Math.max(latest, next.end);
                taken.add(next);
                advance();
            }
            return latest;
        }
    }

    @Override
    public Optional<DocumentPair> next() throws IOException {
        if (ready.isEmpty()) {
            pairNextGroup();
        }
        return Optional.ofNullable(ready.poll());
    }

    private void pairNextGroup() throws IOException {
        Drive first = first();
        if (first == null) {
            return;
        }
        List<Drive> ofLeft = new ArrayList<>();
        List<Drive> ofRight = new ArrayList<>();
        long latest = first.start;
        int before;
        do {
            before = ofLeft.size() + ofRight.size();
            latest = left.take(first.key, latest, ofLeft);
            latest = right.take(first.key, latest, ofRight);
        } while (ofLeft.size() + ofRight.size() > before);
        pair(ofLeft, ofRight);
    }

    private Drive first() throws IOException {
        Drive ofLeft = left.peek();
        Drive ofRight = right.peek();
        if (ofLeft == null || ofRight == null) {
            return ofLeft == null ? ofRight : ofLeft;
        }
        return Comparator.comparing(Drive::key).thenComparing(Drive::start).compare(ofLeft, ofRight) <= 0
                ? ofLeft
                : ofRight;
    }

    private void pair(List<Drive> ofLeft, List<Drive> ofRight) {
        Map<Integer, Integer> rights = new HashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (Match match : matches(ofLeft, ofRight)) {
            if (!rights.containsKey(match.left) && taken.add(match.right)) {
                rights.put(match.left, match.right);
            }
        }
        for (int at = 0; at < ofLeft.size(); at++) {
            Integer partner = rights.get(at);
            ready.add(
                    new DocumentPair(ofLeft.get(at).document, partner == null ? null : ofRight.get(partner).document));
        }
        for (int at = 0; at < ofRight.size(); at++) {
            if (!taken.contains(at)) {
                ready.add(new DocumentPair(null, ofRight.get(at).document));
            }
        }
    }

    /** Those that are most alike first; of equal ones the earlier. */
    private static List<Match> matches(List<Drive> ofLeft, List<Drive> ofRight) {
        List<Match> matches = new ArrayList<>();
        for (int one = 0; one < ofLeft.size(); one++) {
            for (int other = 0; other < ofRight.size(); other++) {
                if (ofLeft.get(one).overlaps(ofRight.get(other))) {
                    matches.add(new Match(one, other, ofLeft.get(one).likeness(ofRight.get(other))));
                }
            }
        }
        matches.sort(Comparator.comparingDouble(Match::share)
                .reversed()
                .thenComparingInt(Match::left)
                .thenComparingInt(Match::right));
        return matches;
    }
}
