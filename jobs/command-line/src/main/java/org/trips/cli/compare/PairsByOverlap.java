package org.trips.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.trips.job.stores.DocumentStream;
import org.trips.journeys.documents.StoreDocument;

/**
 * Pairs journeys of two systems, which agree on no ids: those of one device whose times are most alike, by the time in common as a
 * share of that which both cover together. Where one has split what the other has not, the piece that has most in common is
 * paired, and the others stand alone. In memory are the journeys of one device that hang together by overlaps, seldom more than
 * two or three; where a "device" is many vehicles, or one journey never ends, they are paired a thousand at a time.
 */
public final class PairsByOverlap implements DocumentPairs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_TOGETHER = 1000;

    private final Side left;
    private final Side right;
    private final Queue<DocumentPair> ready = new ArrayDeque<>();

    /** Of the group before, which was too large: what goes on after its last beginning. */
    private final List<Drive> openOfLeft = new ArrayList<>();

    private final List<Drive> openOfRight = new ArrayList<>();

    /** The latest end in the group at hand. */
    private long latest;

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

    /** Two journeys, and how much alike they are. */
    private record Match(Drive left, Drive right, double likeness) {}

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
                take();
            }
            return next;
        }

        Drive take() throws IOException {
            Drive taken = next;
            Optional<StoreDocument> document = documents.next();
            next = document.isPresent() ? Drive.of(document.get()) : null;
            return taken;
        }
    }

    @Override
    public Optional<DocumentPair> next() throws IOException {
        while (ready.isEmpty() && (earlier() != null || !openOfLeft.isEmpty() || !openOfRight.isEmpty())) {
            pairNextGroup();
        }
        return Optional.ofNullable(ready.poll());
    }

    /** The side whose journey at hand comes first; null where both have ended. */
    private Side earlier() throws IOException {
        Drive ofLeft = left.peek();
        Drive ofRight = right.peek();
        if (ofLeft == null || ofRight == null) {
            return ofLeft != null ? left : ofRight != null ? right : null;
        }
        return Comparator.comparing(Drive::key).thenComparing(Drive::start).compare(ofLeft, ofRight) <= 0
                ? left
                : right;
    }

    private void pairNextGroup() throws IOException {
        List<Drive> ofLeft = new ArrayList<>(openOfLeft);
        List<Drive> ofRight = new ArrayList<>(openOfRight);
        openOfLeft.clear();
        openOfRight.clear();
        Drive last = null;
        for (Side side = earlier();
                side != null && belongs(side.peek(), ofLeft, ofRight) && ofLeft.size() + ofRight.size() < MOST_TOGETHER;
                side = earlier()) {
            last = side.take();
            (side == left ? ofLeft : ofRight).add(last);
            latest = ofLeft.size() + ofRight.size() == 1 ? last.end : Math.max(latest, last.end);
        }
        Side side = earlier();
        boolean isCut = side != null && last != null && belongs(side.peek(), ofLeft, ofRight);
        pair(ofLeft, ofRight, isCut ? side.peek().start : Long.MAX_VALUE);
    }

    /** Whether a journey hangs together with those of a group by overlaps; the first one does with none. */
    private boolean belongs(Drive drive, List<Drive> ofLeft, List<Drive> ofRight) {
        if (ofLeft.isEmpty() && ofRight.isEmpty()) {
            return true;
        }
        String key = (ofLeft.isEmpty() ? ofRight : ofLeft).get(0).key;
        return drive.key.equals(key) && drive.start <= latest;
    }

    /** @param until from when on there may be others: who goes on after it and has no partner yet waits for those */
    private void pair(List<Drive> ofLeft, List<Drive> ofRight, long until) {
        Set<Drive> done = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Match match : matches(ofLeft, ofRight)) {
            if (done.contains(match.left) || done.contains(match.right)) {
                continue;
            }
            if (match.left.end <= until || match.right.end <= until) {
                done.add(match.left);
                done.add(match.right);
                ready.add(new DocumentPair(match.left.document, match.right.document));
            }
        }
        leave(ofLeft, done, until, openOfLeft, drive -> new DocumentPair(drive.document, null));
        leave(ofRight, done, until, openOfRight, drive -> new DocumentPair(null, drive.document));
    }

    private void leave(
            List<Drive> drives, Set<Drive> done, long until, List<Drive> open, Function<Drive, DocumentPair> alone) {
        for (Drive drive : drives) {
            if (!done.contains(drive)) {
                if (drive.end > until) {
                    open.add(drive);
                } else {
                    ready.add(alone.apply(drive));
                }
            }
        }
    }

    /** Those that are most alike first. */
    private static List<Match> matches(List<Drive> ofLeft, List<Drive> ofRight) {
        List<Match> matches = new ArrayList<>();
        for (int one = 0; one < ofLeft.size(); one++) {
            for (int other = 0; other < ofRight.size(); other++) {
                if (ofLeft.get(one).overlaps(ofRight.get(other))) {
                    matches.add(new Match(
                            ofLeft.get(one), ofRight.get(other), ofLeft.get(one).likeness(ofRight.get(other))));
                }
            }
        }
        // Of equal ones the earlier: sorting keeps the order in which they were found.
        matches.sort(Comparator.comparingDouble(Match::likeness).reversed());
        return matches;
    }
}
