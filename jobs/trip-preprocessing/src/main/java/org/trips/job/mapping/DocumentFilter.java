package org.trips.job.mapping;

import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Which documents of a collection are meant.
 *
 * @param wanted the one value of each path; null stands for nothing, too
 */
record DocumentFilter(Map<FieldPath, BsonValue> wanted) {
    /** As a query to the documents' server; it may give others as well. */
    BsonDocument query() {
        var query = new BsonDocument();
        wanted.forEach((path, value) -> query.put(path.text(), value));
        return query;
    }

    boolean covers(BsonDocument document) {
        return wanted.entrySet().stream()
                .allMatch(one -> Values.same(one.getValue(), one.getKey().in(document, null)));
    }
}
