package org.trips.cli.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import com.mongodb.client.MongoDatabase;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.bson.Document;
import org.trips.cli.journeys.FileJourneys;
import org.trips.journeys.documents.StoreDocument;

/** Journeys, policy days and months by id, but for what says how they came about: revision and time of writing. */
public record StoredDocuments(
        Map<String, Document> journeys, Map<String, Document> policyDays, Map<String, Document> policyMonths) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    public static final StoredDocuments NONE = new StoredDocuments(Map.of(), Map.of(), Map.of());

    /** What plain functions found. */
    public static StoredDocuments of(FileJourneys found) {
        return read(collection -> found.documents(collection).stream()
                .map(document -> Document.parse(new String(document.json(), UTF_8)))
                .toList());
    }

    /** What the store of a job holds. */
    static StoredDocuments of(Played job) {
        return of(job.database());
    }

    /** What a store holds. */
    public static StoredDocuments of(MongoDatabase database) {
        return read(collection -> database.getCollection(collection).find().into(new ArrayList<>()));
    }

    /** These and others, no id among both. */
    public StoredDocuments and(StoredDocuments others) {
        return new StoredDocuments(
                union(journeys, others.journeys),
                union(policyDays, others.policyDays),
                union(policyMonths, others.policyMonths));
    }

    private static Map<String, Document> union(Map<String, Document> some, Map<String, Document> others) {
        Map<String, Document> union = new TreeMap<>(some);
        union.putAll(others);
        return union;
    }

    private static StoredDocuments read(Function<String, List<Document>> collections) {
        return new StoredDocuments(
                byId(collections.apply(StoreDocument.JOURNEYS)),
                byId(collections.apply(StoreDocument.POLICY_DAYS)),
                byId(collections.apply(StoreDocument.POLICY_MONTHS)));
    }

    private static Map<String, Document> byId(List<Document> documents) {
        return documents.stream()
                .peek(document -> {
                    document.remove("revision");
                    document.remove("writtenAt");
                })
                .collect(toMap(
                        document -> document.getString("_id"),
                        document -> (Document) plain(document),
                        (one, same) -> same,
                        TreeMap::new));
    }

    /** A store has dates where JSON has texts. */
    private static Object plain(Object value) {
        if (value instanceof Date date) {
            return TIME.format(date.toInstant());
        } else if (value instanceof Document document) {
            document.replaceAll((name, field) -> plain(field));
        } else if (value instanceof List<?> list) {
            return list.stream().map(StoredDocuments::plain).toList();
        }
        return value;
    }
}
