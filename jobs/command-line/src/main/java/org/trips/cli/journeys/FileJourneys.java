package org.trips.cli.journeys;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.trips.journeys.device.DeviceChanges;
import org.trips.journeys.device.DeviceJourneys;
import org.trips.journeys.device.DeviceStore;
import org.trips.journeys.device.Input;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.MemoryDeviceStore;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.policies.DayChange;
import org.trips.journeys.policies.DayLedger;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.LedgerStore;
import org.trips.journeys.policies.MemoryLedgerStore;
import org.trips.journeys.policies.MonthLedger;
import org.trips.journeys.policies.PolicyContribution;
import org.trips.journeys.segmentation.PointTally;

/**
 * The job without Flink: uploads in, the documents that the store would hold out, by the same functions. It keeps all
 * of it in memory, so the files may be read in any order and no point is late. Not thread-safe.
 */
public final class FileJourneys {
    private final DeviceJourneys journeys;
    private final Map<String, DeviceAssignments> assignments;
    private final Map<String, DeviceStore> devices = new LinkedHashMap<>();
    private final Map<String, LedgerStore> days = new HashMap<>();
    private final Map<String, LedgerStore> months = new HashMap<>();
    private final Map<String, SortedMap<String, StoreDocument>> collections = new HashMap<>();
    private PointTally tally = PointTally.NONE;

    public FileJourneys(JourneyRules rules, Map<String, DeviceAssignments> assignments) {
        this.journeys = new DeviceJourneys(rules, Input.ENDS);
        this.assignments = Map.copyOf(assignments);
    }

    public void accept(Upload upload) {
        String device = upload.device();
        apply(journeys.accept(storeOf(device), device, upload.points()));
    }

    /** The input has ended: what is open is a journey as if no point came any more, and what is old enough is settled. */
    public void finish() {
        devices.forEach((device, store) -> apply(journeys.endOfInput(store, device)));
    }

    /** The documents of one of the store's collections, by id. */
    public List<StoreDocument> documents(String collection) {
        return List.copyOf(collections.getOrDefault(collection, new TreeMap<>()).values());
    }

    /** What became of each point accepted. */
    public PointTally tally() {
        return tally;
    }

    private DeviceStore storeOf(String device) {
        DeviceStore known = devices.get(device);
        if (known != null) {
            return known;
        }
        DeviceStore store = new MemoryDeviceStore();
        devices.put(device, store);
        if (assignments.containsKey(device)) {
            apply(journeys.assign(store, device, assignments.get(device)));
        }
        return store;
    }

    private void apply(DeviceChanges changes) {
        changes.documents().forEach(this::keep);
        changes.contributions().forEach(this::apply);
        tally = tally.plus(changes.tally());
    }

    private void apply(PolicyContribution contribution) {
        LedgerStore day = days.computeIfAbsent(contribution.dayId(), id -> new MemoryLedgerStore());
        Optional<DayChange> change = new DayLedger(day).apply(contribution);
        if (change.isEmpty()) {
            return;
        }
        keep(change.get().document());
        LedgerStore month = months.computeIfAbsent(change.get().totals().monthId(), id -> new MemoryLedgerStore());
        new MonthLedger(month).apply(change.get().totals()).ifPresent(this::keep);
    }

    private void keep(StoreDocument document) {
        SortedMap<String, StoreDocument> collection =
                collections.computeIfAbsent(document.collection(), name -> new TreeMap<>());
        if (document.isDeletion()) {
            collection.remove(document.id());
        } else {
            collection.put(document.id(), document);
        }
    }
}
