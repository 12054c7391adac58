package org.trips.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.trips.job.mapping.ComparedField;

/**
 * One field in which two documents differ. Numbers are equal by their value, however many zeros they end in; the order of fields
 * does not count, that of lists does.
 *
 * @param field its path, such as {@code speeding.metres} or {@code events[2].peak}
 * @param left its value on the left; missing where there is none
 * @param right its value on the right; missing where there is none
 */
public record DocumentDifference(String field, JsonNode left, JsonNode right) {
    /** All differences of two documents but for the fields at their top that are ignored. */
    public static List<DocumentDifference> between(JsonNode left, JsonNode right, List<String> ignored) {
        List<DocumentDifference> found = new ArrayList<>();
        for (String name : names(left, right)) {
            if (!ignored.contains(name)) {
                compare(name, left.path(name), right.path(name), found);
            }
        }
        return found;
    }

    /** The differences of two documents in the fields named, beyond what each tolerates. */
    public static List<DocumentDifference> in(List<ComparedField> fields, JsonNode left, JsonNode right) {
        return fields.stream()
                .filter(field -> !field.agree(field.in(left), field.in(right)))
                .map(field -> new DocumentDifference(field.name(), field.in(left), field.in(right)))
                .toList();
    }

    /** The field without its place in a list: what differs in one event differs in another for the same reason. */
    String kind() {
        return field.replaceAll("\\[\\d+\\]", "[]");
    }

    private static void compare(String field, JsonNode left, JsonNode right, List<DocumentDifference> found) {
        if (left.isObject() && right.isObject()) {
            for (String name : names(left, right)) {
                compare(field + "." + name, left.path(name), right.path(name), found);
            }
        } else if (left.isArray() && right.isArray()) {
            for (int index = 0; index < Math.max(left.size(), right.size()); index++) {
                compare(field + "[" + index + "]", left.path(index), right.path(index), found);
            }
        } else if (!isEqual(left, right)) {
            found.add(new DocumentDifference(field, left, right));
        }
    }

    private static boolean isEqual(JsonNode left, JsonNode right) {
        return (left.isNumber() && right.isNumber())
                ? left.decimalValue().compareTo(right.decimalValue()) == 0
                : left.equals(right);
    }

    private static Iterable<String> names(JsonNode left, JsonNode right) {
        TreeSet<String> names = new TreeSet<>();
        for (Iterator<String> name = left.fieldNames(); name.hasNext(); ) {
            names.add(name.next());
        }
        for (Iterator<String> name = right.fieldNames(); name.hasNext(); ) {
            names.add(name.next());
        }
        return names;
    }
}
