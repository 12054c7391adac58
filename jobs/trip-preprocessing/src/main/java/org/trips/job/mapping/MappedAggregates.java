package org.trips.job.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.trips.journeys.documents.StoreDocument;

/**
 * Where another system keeps its journeys, or its sums of policies by day or by month, and in which fields they are compared.
 * Immutable.
 */
public final class MappedAggregates {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The end of the year 9999: later ones have no text of a form that everybody reads. */
    private static final long LATEST = 253_402_300_799_999L;

    private final String collection;
    private final String from;
    private final DocumentFilter filter;

    /** Null where it is not compared. */
    private final FieldPath device;

    private final FieldPath policy;
    private final MappedTime start;
    private final MappedTime end;
    private final CalendarSpan span;
    private final FieldPath spanPath;
    private final ZoneId zone;
    private final List<MappedQuantity> quantities;
    private final List<ComparedField> compared;

    private MappedAggregates(
            String collection,
            String from,
            DocumentFilter filter,
            FieldPath device,
            FieldPath policy,
            MappedTime start,
            MappedTime end,
            CalendarSpan span,
            FieldPath spanPath,
            ZoneId zone,
            List<MappedQuantity> quantities,
            List<ComparedField> compared) {
        this.collection = collection;
        this.from = from;
        this.filter = filter;
        this.device = device;
        this.policy = policy;
        this.start = start;
        this.end = end;
        this.span = span;
        this.spanPath = spanPath;
        this.zone = zone;
        this.quantities = List.copyOf(quantities);
        this.compared = List.copyOf(compared);
    }

    /**
     * @param policy or null
     * @param others what is compared besides quantities: start, end, policy
     */
    static MappedAggregates journeys(
            String from,
            DocumentFilter filter,
            FieldPath device,
            FieldPath policy,
            MappedTime start,
            MappedTime end,
            List<MappedQuantity> quantities,
            List<ComparedField> others) {
        return new MappedAggregates(
                StoreDocument.JOURNEYS,
                from,
                filter,
                device,
                policy,
                start,
                end,
                null,
                null,
                null,
                quantities,
                together(others, quantities));
    }

    /** @param zone or null where dates are not expected */
    static MappedAggregates policies(
            String from,
            DocumentFilter filter,
            FieldPath policy,
            CalendarSpan span,
            FieldPath spanPath,
            ZoneId zone,
            List<MappedQuantity> quantities) {
        return new MappedAggregates(
                span == CalendarSpan.DAY ? StoreDocument.POLICY_DAYS : StoreDocument.POLICY_MONTHS,
                from,
                filter,
                null,
                policy,
                null,
                null,
                span,
                spanPath,
                zone,
                quantities,
                together(List.of(), quantities));
    }

    private static List<ComparedField> together(List<ComparedField> others, List<MappedQuantity> quantities) {
        List<ComparedField> all = new ArrayList<>(others);
        quantities.forEach(quantity -> all.add(quantity.field()));
        return all;
    }

    /** This product's collection with which they are compared. */
    public String collection() {
        return collection;
    }

    /** The other system's collection or table. */
    public String from() {
        return from;
    }

    /** The fields in which they are compared. */
    public List<ComparedField> compared() {
        return compared;
    }

    /** Where a compared field lies in the other system's documents, as the mapping writes it. */
    public String path(ComparedField field) {
        return quantities.stream()
                .filter(quantity -> quantity.field().equals(field))
                .map(quantity -> quantity.path().text())
                .findFirst()
                .orElseGet(() -> switch (field.name()) {
                    case "start" -> start.path().text();
                    case "end" -> end.path().text();
                    default -> policy.text();
                });
    }

    /** The documents that are meant, as a query to their server; it may give others as well. */
    public BsonDocument query() {
        return filter.query();
    }

    /**
     * A document in the form in which this product would have written it, as far as it is mapped; its {@code _id} is the other
     * system's of journeys, and that of this product of policies. Empty where the filter leaves it out.
     *
     * @param pseudonyms names the device as journeys do
     * @throws UnmappedException if it cannot be read so, saying which field is wrong, and how
     */
    public Optional<ObjectNode> read(BsonDocument document, UnaryOperator<String> pseudonyms) throws UnmappedException {
        if (!filter.covers(document)) {
            return Optional.empty();
        }
        var read = JsonNodeFactory.instance.objectNode();
        if (span == null) {
            var id = document.get("_id");
            read.put("_id", id == null ? "(none)" : Values.name(id).orElseGet(() -> Values.described(id)));
            read.put("device", pseudonyms.apply(name(document, device, "the device's id")));
            readTimes(document, read);
            if (policy != null) {
                read.put(
                        "policy",
                        isBlank(policy.in(document, null)) ? null : name(document, policy, "a policy's number"));
            }
        } else {
            var whose = name(document, policy, "a policy's number");
            var when = span.of(required(document, spanPath), zone)
                    .orElseThrow(() -> wrong(document, spanPath, span.wanted()));
            read.put("_id", whose + "|" + when).put("policy", whose).put(span.label(), when);
        }
        for (MappedQuantity quantity : quantities) {
            readQuantity(document, quantity, read);
        }
        return Optional.of(read);
    }

    /** Many systems keep an empty text where there is none. */
    private static boolean isBlank(BsonValue value) {
        return value == null || (value.isString() && value.asString().getValue().isBlank());
    }

    /** When an aggregate begins, though all else of it may be unreadable, in the fields {@code start}, {@code day} or {@code month}. */
    public Optional<ObjectNode> begin(BsonDocument document) {
        var begin = JsonNodeFactory.instance.objectNode();
        try {
            if (span == null) {
                var from = millis(document, start);
                if (from < 0 || from > LATEST) {
                    return Optional.empty();
                }
                begin.put("start", TIME.format(Instant.ofEpochMilli(from)));
            } else {
                begin.put(
                        span.label(),
                        span.of(required(document, spanPath), zone)
                                .orElseThrow(() -> wrong(document, spanPath, span.wanted())));
            }
            return Optional.of(begin);
        } catch (UnmappedException e) {
            return Optional.empty();
        }
    }

    private void readTimes(BsonDocument document, ObjectNode read) throws UnmappedException {
        var from = millis(document, start);
        var to = millis(document, end);
        if (from < 0 || to > LATEST) {
            throw new UnmappedException((from < 0 ? start : end).path() + " lies "
                    + (from < 0 ? "before 1970" : "after 9999: is its unit right?"));
        }
        if (to < from) {
            throw new UnmappedException(end.path() + " lies before " + start.path());
        }
        read.put("start", TIME.format(Instant.ofEpochMilli(from))).put("end", TIME.format(Instant.ofEpochMilli(to)));
    }

    private static long millis(BsonDocument document, MappedTime time) throws UnmappedException {
        var millis = time.millis(required(document, time.path()));
        if (millis == MappedTime.NOT_A_TIME) {
            throw wrong(document, time.path(), time.wanted());
        }
        if (time.start() == null) {
            return millis;
        }
        try {
            return Math.addExact(millis(document, time.start()), millis);
        } catch (ArithmeticException e) {
            throw wrong(document, time.path(), time.wanted());
        }
    }

    private static void readQuantity(BsonDocument document, MappedQuantity quantity, ObjectNode read)
            throws UnmappedException {
        var value = quantity.path().in(document, null);
        if (value == null) {
            return;
        }
        var number = Values.number(value).orElse(Double.NaN);
        if (!Double.isFinite(number)) {
            throw wrong(document, quantity.path(), "a number");
        }
        var names = quantity.field().name().split("\\.");
        var within = read;
        for (int depth = 0; depth < names.length - 1; depth++) {
            within = within.withObject("/" + names[depth]);
        }
        within.put(names[names.length - 1], plain(BigDecimal.valueOf(number).multiply(quantity.perUnit())));
    }

    /** Without zeros at its end, and 9000 rather than 9E+3. */
    private static BigDecimal plain(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static String name(BsonDocument document, FieldPath path, String wanted) throws UnmappedException {
        return Values.name(required(document, path))
                .filter(name -> !name.isBlank())
                .orElseThrow(() -> wrong(document, path, wanted));
    }

    private static BsonValue required(BsonDocument document, FieldPath path) throws UnmappedException {
        var value = path.in(document, null);
        if (value == null) {
            throw new UnmappedException(path + " is missing");
        }
        return value;
    }

    private static UnmappedException wrong(BsonDocument document, FieldPath path, String wanted) {
        return new UnmappedException(
                path + " must be " + wanted + ", not " + Values.described(path.in(document, null)));
    }
}
