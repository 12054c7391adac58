package org.trips.journeys.policies;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.trips.journeys.PolicyTotals;
import org.trips.journeys.Sums;
import org.trips.journeys.documents.StoreDocument;

/** All days and months of policies, and the documents a store would hold. */
public final class Books {
    private final Map<String, MemoryLedgerStore> stores = new HashMap<>();
    private final Map<String, PolicyTotals> days = new TreeMap<>();
    private final Map<String, StoreDocument> documents = new TreeMap<>();

    public void enter(PolicyContribution contribution) {
        new DayLedger(store(contribution.dayId())).apply(contribution).ifPresent(change -> {
            write(change.document());
            days.put(contribution.dayId(), change.totals().totals());
            new MonthLedger(store(change.totals().monthId()))
                    .apply(change.totals())
                    .ifPresent(this::write);
        });
    }

    /** The same books, to be kept apart from now on. */
    public Books copy() {
        Books copy = new Books();
        stores.forEach((id, store) -> store.keys()
                .forEach(key -> copy.store(id).put(key, store.get(key).clone())));
        copy.days.putAll(days);
        copy.documents.putAll(documents);
        return copy;
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

    String day(String policy, LocalDate day) {
        return text("policy_days:" + policy + "|" + day);
    }

    String month(String policy, YearMonth month) {
        return text("policy_months:" + policy + "|" + month);
    }

    private String text(String id) {
        return new String(documents.get(id).json(), StandardCharsets.UTF_8);
    }

    /** How often a document was written may depend on the way; nothing else may. */
    public Map<String, String> withoutRevisions() {
        Map<String, String> texts = new TreeMap<>();
        documents.keySet().forEach(id -> texts.put(id, text(id).replaceFirst("\"revision\":\\d+", "")));
        return texts;
    }

    /** What the ledgers keep, all together. */
    List<String> kept() {
        List<String> kept = new ArrayList<>();
        stores.values().forEach(store -> store.keys().forEach(kept::add));
        return kept;
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
