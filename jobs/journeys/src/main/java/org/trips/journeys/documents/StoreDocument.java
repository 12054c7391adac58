package org.trips.journeys.documents;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One document to replace in the store, or to delete where {@code json} is null. The JSON is canonical UTF-8: the
 * same content is the same bytes. It lacks only {@code writtenAt}, which whoever writes it adds.
 */
// Bytes, since that is what is compared, kept and sent; equality by content is given below.
@SuppressWarnings("ArrayRecordComponent")
public record StoreDocument(String collection, String id, byte[] json) {
    public static final String JOURNEYS = "journeys";
    public static final String POLICY_DAYS = "policy_days";
    public static final String POLICY_MONTHS = "policy_months";

    /** All that a store has. */
    public static final List<String> COLLECTIONS = List.of(JOURNEYS, POLICY_DAYS, POLICY_MONTHS);

    /** Fields, at any depth, whose text is a time in UTC: a store that has a type for dates keeps them as such. */
    public static final Set<String> TIME_FIELDS =
            Set.of("start", "end", "parkedUntil", "firstStart", "lastEnd", "writtenAt");

    public static StoreDocument deletion(String collection, String id) {
        return new StoreDocument(collection, id, null);
    }

    public boolean isDeletion() {
        return json == null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoreDocument document
                && collection.equals(document.collection)
                && id.equals(document.id)
                && Arrays.equals(json, document.json);
    }

    @Override
    public int hashCode() {
        return Objects.hash(collection, id, Arrays.hashCode(json));
    }
}
