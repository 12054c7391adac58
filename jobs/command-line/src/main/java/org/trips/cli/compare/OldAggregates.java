package org.trips.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.trips.job.mapping.ComparedField;
import org.trips.job.mapping.MappedAggregates;
import org.trips.job.stores.DocumentStream;
import org.trips.job.stores.SortedLines;
import org.trips.journeys.documents.StoreDocument;

/** One kind of aggregates of another system, sorted outside of memory; what cannot be read is counted. Not thread-safe. */
public final class OldAggregates implements DocumentStream {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_EXAMPLES = 3;

    private final MappedAggregates kind;
    private final SortedDocuments sorted;
    private final DateSpan span;
    private final CollectionComparison.Listener listener;
    private final Set<String> seen = new HashSet<>();
    private final List<String> examples = new ArrayList<>();
    private long refused;
    private long read;
    private StoreDocument last;

    /**
     * Reads and sorts all of them.
     *
     * @param pseudonyms names devices as journeys do
     * @param span what lies outside is not kept, nor counted where it cannot be read
     * @param listener takes what cannot be read
     * @throws IOException if they cannot be read; the message says where, and what to do
     */
    public OldAggregates(
            OldSystem system,
            MappedAggregates kind,
            UnaryOperator<String> pseudonyms,
            DateSpan span,
            CollectionComparison.Listener listener)
            throws IOException {
        this.kind = kind;
        this.span = span;
        this.listener = listener;
        sorted = new SortedDocuments(
                kind.collection(), SortedLines.of(out -> system.read(kind, pseudonyms, new Keyed(out))));
    }

    /** Writes what was read with the key by which it is sorted. */
    private final class Keyed implements OldSystem.Reader {
        private final BufferedWriter out;

        Keyed(BufferedWriter out) {
            this.out = out;
        }

        @Override
        public void read(ObjectNode aggregate) throws IOException {
            read++;
            for (ComparedField field : kind.compared()) {
                JsonNode value = field.in(aggregate);
                if (!value.isMissingNode() && !value.isNull()) {
                    seen.add(field.name());
                }
            }
            if (!span.mayConcern(aggregate)) {
                return;
            }
            if (areJourneys()) {
                SortedDocuments.addByDevice(aggregate, out);
            } else {
                SortedDocuments.addById(aggregate, out);
            }
        }

        @Override
        public void refused(String what, String why, Optional<ObjectNode> begin) throws IOException {
            read++;
            if (begin.isEmpty() || span.contains(begin.get())) {
                refuse(what, why);
            }
        }
    }

    private void refuse(String what, String why) throws IOException {
        refused++;
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(what + ": " + why);
        }
        listener.differs(JSON.createObjectNode()
                .put("collection", kind.collection())
                .put("outcome", "unreadable")
                .put("what", what)
                .put("why", why));
    }

    private boolean areJourneys() {
        return kind.collection().equals(StoreDocument.JOURNEYS);
    }

    /** Of journeys each; of a policy's sums those of a day or month once, and what comes again is refused. */
    @Override
    public Optional<StoreDocument> next() throws IOException {
        Optional<StoreDocument> next = sorted.next();
        while (!areJourneys()
                && next.isPresent()
                && last != null
                && next.get().id().equals(last.id())) {
            if (span.contains(JSON.readTree(last.json()))) {
                refuse(last.id(), "there is another one, and this is not compared");
            }
            next = sorted.next();
        }
        last = next.orElse(null);
        return next;
    }

    /** How many could not be read, as far as they have been looked at. */
    public long refused() {
        return refused;
    }

    /** Whether there is no document at all, inside the span or outside: then a name in the mapping is likely to be wrong. */
    public boolean isEmpty() {
        return read == 0;
    }

    /** The fields of which no document has a value: their paths are likely to be wrong. */
    public List<ComparedField> neverSeen() {
        return kind.compared().stream()
                .filter(field -> !seen.contains(field.name()))
                .toList();
    }

    /** Three of them at most, in words for a person. */
    public List<String> examples() {
        return List.copyOf(examples);
    }

    @Override
    public void close() throws IOException {
        sorted.close();
    }
}
