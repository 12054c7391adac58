package org.trips.cli.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bson.Document;
import org.trips.cli.servers.StoredDocuments;

/** Where a store holds something else than it should, a line for each document. */
public final class Differences {
    private final List<String> lines = new ArrayList<>();

    private Differences() {}

    public static List<String> between(StoredDocuments expected, StoredDocuments stored) {
        Differences differences = new Differences();
        differences.compare("journey", expected.journeys(), stored.journeys());
        differences.compare("policy day", expected.policyDays(), stored.policyDays());
        differences.compare("policy month", expected.policyMonths(), stored.policyMonths());
        return differences.lines;
    }

    private void compare(String kind, Map<String, Document> expected, Map<String, Document> stored) {
        TreeSet<String> ids = new TreeSet<>(expected.keySet());
        ids.addAll(stored.keySet());
        for (String id : ids) {
            Document wanted = expected.get(id);
            Document found = stored.get(id);
            if (wanted == null) {
                lines.add(kind + " " + id + " should not be there: " + found.toJson());
            } else if (found == null) {
                lines.add(kind + " " + id + " is missing: " + wanted.toJson());
            } else if (!wanted.equals(found)) {
                lines.add(kind + " " + id + " is " + found.toJson() + " and should be " + wanted.toJson());
            }
        }
    }
}
