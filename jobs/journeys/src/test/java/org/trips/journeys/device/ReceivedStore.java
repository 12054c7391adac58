package org.trips.journeys.device;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.policies.Books;
import org.trips.journeys.policies.PolicyContribution;
import org.trips.journeys.segmentation.PointTally;

/** What a serving store and the ledgers hold after everything one device's history has sent them. */
final class ReceivedStore {
    private static final String REVISION = "\"revision\":\\d+";

    private final Map<String, String> documents = new TreeMap<>();
    private final Map<String, PolicyContribution> contributions = new TreeMap<>();
    private Books books = new Books();
    private PointTally tally = PointTally.NONE;
    private DeviceChanges last;

    ReceivedStore take(DeviceChanges changes) {
        for (StoreDocument document : changes.documents()) {
            if (document.isDeletion()) {
                documents.remove(document.id());
            } else {
                documents.put(document.id(), new String(document.json(), StandardCharsets.UTF_8));
            }
        }
        for (PolicyContribution contribution : changes.contributions()) {
            books.enter(contribution);
            String id = contribution.dayId() + "|" + contribution.journeyId();
            if (contribution.withdrawn()) {
                contributions.remove(id);
            } else {
                contributions.put(id, contribution);
            }
        }
        tally = tally.plus(changes.tally());
        last = changes;
        return this;
    }

    /** The same, to be kept apart from now on. */
    ReceivedStore copy() {
        ReceivedStore copy = new ReceivedStore();
        copy.documents.putAll(documents);
        copy.contributions.putAll(contributions);
        copy.books = books.copy();
        copy.tally = tally;
        copy.last = last;
        return copy;
    }

    List<String> documents() {
        return List.copyOf(documents.values());
    }

    /** The documents but for how often they were written. */
    List<String> documentsWithoutRevision() {
        return documents.values().stream()
                .map(json -> json.replaceAll(REVISION, ""))
                .toList();
    }

    Map<String, PolicyContribution> contributions() {
        return contributions;
    }

    /** The documents of policy days and months but for how often they were written. */
    Map<String, String> daysAndMonths() {
        return books.withoutRevisions();
    }

    PointTally tally() {
        return tally;
    }

    DeviceChanges last() {
        return last;
    }
}
