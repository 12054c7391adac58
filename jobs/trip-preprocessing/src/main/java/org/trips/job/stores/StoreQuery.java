package org.trips.job.stores;

import java.util.ArrayList;
import java.util.List;

/**
 * Which documents are wanted, and in which order. Fields are the documents' own top-level ones by which stores are read:
 * {@code _id, device, policy, status, start, end, day, month}. Immutable.
 *
 * @param conditions all of which a document has to meet
 * @param order by which they are sorted; the first counts most
 * @param limit the most documents wanted; 0 for all
 */
public record StoreQuery(String collection, List<Condition> conditions, List<Order> order, int limit) {
    public static final String ID = "_id";

    /** How a field has to compare to a value. A field that is null meets none. */
    public enum Comparison {
        EQUAL,
        AFTER,
        AT_LEAST,
        BEFORE,
        AT_MOST,
        /** One of a list. */
        ONE_OF
    }

    /** @param value a text, a list of texts, or an {@link java.time.Instant} for a field that is a time */
    public record Condition(String field, Comparison comparison, Object value) {}

    /** By one field. */
    public record Order(String field, boolean descending) {}

    /** All of a collection, in no order. */
    public static StoreQuery of(String collection) {
        return new StoreQuery(collection, List.of(), List.of(), 0);
    }

    /** Only those that meet one more condition. */
    public StoreQuery where(String field, Comparison comparison, Object value) {
        return new StoreQuery(collection, with(conditions, new Condition(field, comparison, value)), order, limit);
    }

    public StoreQuery ascending(String field) {
        return new StoreQuery(collection, conditions, with(order, new Order(field, false)), limit);
    }

    public StoreQuery descending(String field) {
        return new StoreQuery(collection, conditions, with(order, new Order(field, true)), limit);
    }

    /** @param most 0 for all */
    public StoreQuery atMost(int most) {
        return new StoreQuery(collection, conditions, order, most);
    }

    private static <T> List<T> with(List<T> some, T another) {
        List<T> all = new ArrayList<>(some);
        all.add(another);
        return List.copyOf(all);
    }
}
