package org.trips.job.mapping;

import java.util.List;
import org.bson.BsonValue;

/**
 * Where something lies in a document, or in one element of the list that holds its points.
 *
 * @param text the whole path from the document's beginning, as people write it
 * @param names of fields, each within the one before; a number is also a place in a list, counted from 0
 * @param inElement whether the names begin at the element of the list
 */
record FieldPath(String text, List<String> names, boolean inElement) {
    private static final String SEPARATOR = ".";

    /**
     * A path as it is written in a mapping.
     *
     * @param list the path of the list of points, or null; what begins with it lies in the list's elements
     * @throws IllegalArgumentException if a name in it is empty
     */
    static FieldPath of(String text, String list) {
        boolean inElement = list != null && text.startsWith(list + SEPARATOR);
        List<String> names = List.of((inElement ? text.substring(list.length() + 1) : text).split("\\.", -1));
        if (names.contains("")) {
            throw new IllegalArgumentException("the path of a field, such as vehicle.id");
        }
        return new FieldPath(text, names, inElement);
    }

    /** The value there, or null where there is none, or null. */
    BsonValue in(BsonValue document, BsonValue element) {
        BsonValue value = inElement ? element : document;
        for (String name : names) {
            value = next(value, name);
        }
        return value == null || value.isNull() ? null : value;
    }

    private static BsonValue next(BsonValue value, String name) {
        if (value == null) {
            return null;
        }
        if (value.isDocument()) {
            return value.asDocument().get(name);
        }
        if (value.isArray() && name.matches("\\d{1,6}")) {
            int index = Integer.parseInt(name);
            return index < value.asArray().size() ? value.asArray().get(index) : null;
        }
        return null;
    }

    @Override
    public String toString() {
        return text;
    }
}
