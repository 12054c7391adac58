package org.trips.job.mapping;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.PointDraft;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.points.Point;

/**
 * Turns documents of an existing database into uploads, as a mapping tells. Never throws on bad documents: one that cannot
 * be used is refused with the reason, and a bad point costs only itself, unless there are more than ten thousand of them.
 * Not thread-safe.
 */
public final class DocumentDecoder {
    /** Each becomes a letter of its own with all of the document but its other points. */
    private static final int MOST_REFUSED_POINTS = 10_000;

    private static final String NO_FIELD = "";

    private final DocumentMapping mapping;
    private final long futureToleranceMillis;
    private final PointDraft draft = new PointDraft();

    /** @param futureTolerance how far a fix may be dated after its document was sent */
    public DocumentDecoder(DocumentMapping mapping, Duration futureTolerance) {
        this.mapping = mapping;
        this.futureToleranceMillis = futureTolerance.toMillis();
    }

    /**
     * What a document holds: nothing where the mapping leaves it out, else every point in it is in {@code uploads} or in
     * {@code refused}.
     *
     * @param uploads one for each device in the document
     */
    public record Decoded(boolean leftOut, List<Upload> uploads, List<Refused> refused) {}

    /**
     * A document that was refused, or one point of it.
     *
     * @param field its path in the document, or an empty text where no single field is at fault
     * @param value what stands there, in words; an empty text where nothing does
     * @param detail a sentence for a person
     * @param pointsLost how many points could be told in it
     * @param original the document; of a single point of several, without the others
     */
    public record Refused(
            DeadLetterReason reason,
            String field,
            String value,
            String detail,
            int pointsLost,
            BsonDocument original) {}

    public Decoded decode(BsonDocument document) {
        if (!mapping.filter.covers(document)) {
            return new Decoded(true, List.of(), List.of());
        }
        return new Reading(document).read();
    }

    /** Leaves the reading of a document that is refused as a whole. */
    private static final class DocumentRefused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Fault fault;

        DocumentRefused(Fault fault) {
            super(fault.detail(), null, false, false);
            this.fault = fault;
        }
    }

    /** What is wrong, and where. */
    private record Fault(DeadLetterReason reason, String field, String value, String detail) {
        static Fault missing(String field, String whose) {
            return new Fault(DeadLetterReason.MISSING_FIELD, field, "", whose + " has no " + field + ".");
        }

        static Fault wrongType(FieldPath path, BsonValue value, String wanted) {
            var found = Values.described(value);
            return new Fault(
                    DeadLetterReason.WRONG_TYPE,
                    path.text(),
                    found,
                    path + " is " + found + " where it should be " + wanted + ".");
        }
    }

    /** The reading of one document. */
    private final class Reading {
        private final BsonDocument document;
        private final Map<String, List<Point>> pointsByDevice = new LinkedHashMap<>();
        private final Map<String, OptionalLong> sentByDevice = new LinkedHashMap<>();
        private final List<Refused> refused = new ArrayList<>();

        /** Of the point that is being read: the first thing found wrong with it. */
        private Fault fault;

        Reading(BsonDocument document) {
            this.document = document;
        }

        Decoded read() {
            // Where there is no list, nobody can tell how many points: one, so that it is noticed.
            List<BsonValue> elements = List.of(BsonNull.VALUE);
            try {
                if (mapping.points != null) {
                    elements = elements();
                }
                var device = mapping.device.inElement() ? null : device(null);
                var sentAt = sentAtOf(device, null);
                requireStart();
                for (var element : elements) {
                    readPoint(element, device, sentAt);
                }
            } catch (DocumentRefused e) {
                var points = e.fault.reason() == DeadLetterReason.NO_POINTS ? 0 : elements.size();
                return new Decoded(false, List.of(), List.of(refused(e.fault, points, document)));
            }
            List<Upload> uploads = new ArrayList<>();
            pointsByDevice.forEach(
                    (device, points) -> uploads.add(new Upload(device, points, sentByDevice.get(device))));
            return new Decoded(false, uploads, refused);
        }

        private List<BsonValue> elements() throws DocumentRefused {
            var value = mapping.points.in(document, null);
            if (value == null) {
                throw new DocumentRefused(Fault.missing(mapping.points.text(), "The document"));
            }
            if (!value.isArray()) {
                throw new DocumentRefused(Fault.wrongType(mapping.points, value, "a list"));
            }
            if (value.asArray().isEmpty()) {
                throw new DocumentRefused(new Fault(
                        DeadLetterReason.NO_POINTS, mapping.points.text(), "", mapping.points + " is an empty list."));
            }
            return value.asArray();
        }

        private String device(BsonValue element) throws DocumentRefused {
            var value = mapping.device.in(document, element);
            if (value == null) {
                throw new DocumentRefused(Fault.missing(mapping.device.text(), whose(mapping.device)));
            }
            var name = Values.name(value);
            if (name.isEmpty()) {
                throw new DocumentRefused(Fault.wrongType(
                        mapping.device, value, "a text, a whole number, an ObjectId or a UUID that names the device"));
            }
            var wrong = Upload.faultOfDevice(name.get());
            if (wrong.isPresent()) {
                throw new DocumentRefused(new Fault(
                        DeadLetterReason.OUT_OF_RANGE, mapping.device.text(), Values.described(value), wrong.get()));
            }
            return name.get();
        }

        /** Empty also where it lies in the elements and none is being read. */
        private OptionalLong sentAtOf(String device, BsonValue element) throws DocumentRefused {
            var sentAt = mapping.sentAt;
            if (sentAt == null || (sentAt.path().inElement() && device == null)) {
                return OptionalLong.empty();
            }
            var value = sentAt.path().in(document, element);
            if (value == null) {
                return OptionalLong.empty();
            }
            var millis = sentAt.millis(value);
            if (millis == MappedTime.NOT_A_TIME) {
                throw new DocumentRefused(Fault.wrongType(sentAt.path(), value, sentAt.wanted()));
            }
            if (!PointDraft.isPlausible(millis)) {
                throw new DocumentRefused(new Fault(
                        DeadLetterReason.OUT_OF_RANGE,
                        sentAt.path().text(),
                        Values.described(value),
                        PointDraft.implausible(sentAt.path().text(), millis)));
            }
            return OptionalLong.of(millis);
        }

        /** A start from which all points of the document count is looked at once: without it there is no point. */
        private void requireStart() throws DocumentRefused {
            var start = mapping.time.start();
            if (start == null || start.path().inElement()) {
                return;
            }
            var value = start.path().in(document, null);
            if (value == null) {
                throw new DocumentRefused(Fault.missing(start.path().text(), "The document"));
            }
            if (start.millis(value) == MappedTime.NOT_A_TIME) {
                throw new DocumentRefused(Fault.wrongType(start.path(), value, start.wanted()));
            }
        }

        private void readPoint(BsonValue element, String documentDevice, OptionalLong documentSentAt)
                throws DocumentRefused {
            fault = null;
            String device = documentDevice;
            OptionalLong sentAt = documentSentAt;
            if (device == null) {
                try {
                    device = device(element);
                    sentAt = mapping.sentAt != null && mapping.sentAt.path().inElement()
                            ? sentAtOf(device, element)
                            : documentSentAt;
                } catch (DocumentRefused e) {
                    fault = e.fault;
                }
            }
            var point = fault == null ? point(element) : null;
            if (point != null && sentAt.isPresent()) {
                requireNotFromTheFuture(point, sentAt.getAsLong());
            }
            if (fault == null) {
                pointsByDevice.computeIfAbsent(device, d -> new ArrayList<>()).add(point);
                sentByDevice.merge(device, sentAt, Reading::later);
            } else {
                refusePoint(element);
            }
        }

        private static OptionalLong later(OptionalLong one, OptionalLong other) {
            if (one.isEmpty() || other.isEmpty()) {
                return one.isEmpty() ? other : one;
            }
            return one.getAsLong() >= other.getAsLong() ? one : other;
        }

        private Point point(BsonValue element) {
            draft.begin();
            if (mapping.points != null && !element.isDocument() && !element.isArray()) {
                fault = Fault.wrongType(mapping.points, element, "a list of objects: this element");
                return null;
            }
            time(element);
            if (mapping.position != null) {
                position(element);
            }
            mapping.numbers.forEach((field, mapped) -> set(field, number(mapped, element)));
            if (mapping.ignition != null) {
                draft.ignition(mapping.ignition.state(mapping.ignition.path().in(document, element)));
            }
            if (fault != null) {
                return null;
            }
            var point = draft.finish();
            if (point == null) {
                fault = ofDraft(element);
            }
            return point;
        }

        private void set(String field, double value) {
            switch (field) {
                case "lat" -> draft.latitude(value);
                case "lon" -> draft.longitude(value);
                case "speed" -> draft.speed(value);
                case "heading" -> draft.heading(value);
                case "accuracy" -> draft.accuracy(value);
                case "accelLong" -> draft.accelLong(value);
                case "accelLat" -> draft.accelLat(value);
                default -> throw new IllegalStateException("There is no field " + field + " of a point.");
            }
        }

        private void time(BsonValue element) {
            var mapped = mapping.time;
            var millis = millis(mapped, element);
            if (millis == MappedTime.NOT_A_TIME) {
                return;
            }
            if (mapped.start() != null) {
                var start = millis(mapped.start(), element);
                if (start == MappedTime.NOT_A_TIME) {
                    return;
                }
                // Either may be any number, and their sum must not come round to a time that looks like one.
                millis = saturatedSum(start, millis);
            }
            draft.time(millis);
        }

        private static long saturatedSum(long start, long offset) {
            var sum = start + offset;
            var overflown = ((start ^ sum) & (offset ^ sum)) < 0;
            return overflown ? Long.MAX_VALUE : sum;
        }

        private long millis(MappedTime mapped, BsonValue element) {
            var value = mapped.path().in(document, element);
            if (value == null) {
                refuse(Fault.missing(mapped.path().text(), whose(mapped.path())));
                return MappedTime.NOT_A_TIME;
            }
            var millis = mapped.millis(value);
            if (millis == MappedTime.NOT_A_TIME) {
                refuse(Fault.wrongType(mapped.path(), value, mapped.wanted()));
            }
            return millis;
        }

        private void position(BsonValue element) {
            var path = mapping.position;
            var value = path.in(document, element);
            if (value == null) {
                refuse(Fault.missing(path.text(), whose(path)));
                return;
            }
            var isPoint = value.isDocument()
                    && new BsonString("Point").equals(value.asDocument().get("type"));
            var coordinates = isPoint ? value.asDocument().get("coordinates") : value;
            if (coordinates == null
                    || !coordinates.isArray()
                    || coordinates.asArray().size() < 2) {
                refuse(Fault.wrongType(path, value, "a GeoJSON point, or [longitude, latitude]"));
                return;
            }
            var longitude = Values.number(coordinates.asArray().get(0));
            var latitude = Values.number(coordinates.asArray().get(1));
            if (longitude.isEmpty() || latitude.isEmpty()) {
                refuse(Fault.wrongType(path, value, "a GeoJSON point of two numbers, or [longitude, latitude]"));
                return;
            }
            draft.longitude(longitude.getAsDouble());
            draft.latitude(latitude.getAsDouble());
        }

        /** In the product's units; NaN where the document says nothing, or no number. */
        private double number(MappedNumber mapped, BsonValue element) {
            var value = mapped.path().in(document, element);
            if (value == null) {
                return Double.NaN;
            }
            var number = Values.number(value);
            if (number.isEmpty()) {
                refuse(Fault.wrongType(mapped.path(), value, "a number"));
                return Double.NaN;
            }
            return number.getAsDouble() * mapped.perUnit();
        }

        /** What the draft finds wrong, said by the document's own names. */
        private Fault ofDraft(BsonValue element) {
            var path = path(draft);
            if (path == null) {
                return new Fault(draft.reason(), NO_FIELD, "", draft.detail());
            }
            var value = path.in(document, element);
            if (value == null) {
                return Fault.missing(path.text(), whose(path));
            }
            var mapped = mapping.numbers.get(draft.field());
            var unit = mapped == null ? "" : " " + mapped.unit();
            var found = Values.described(value) + unit;
            return new Fault(draft.reason(), path.text(), found, draft.detail() + " (" + path + " is " + found + ")");
        }

        /** Where the field lies that the draft complains of, or null. */
        private FieldPath path(PointDraft draft) {
            var field = draft.field();
            if (field == null) {
                return null;
            }
            if (field.equals("time")) {
                return mapping.time.path();
            }
            var number = mapping.numbers.get(field);
            return number == null ? mapping.position : number.path();
        }

        private void requireNotFromTheFuture(Point point, long sentAtMillis) {
            if (point.timeMillis() - futureToleranceMillis > sentAtMillis) {
                var ahead = Duration.ofMillis(point.timeMillis() - sentAtMillis).truncatedTo(ChronoUnit.SECONDS);
                fault = new Fault(
                        DeadLetterReason.FROM_THE_FUTURE,
                        mapping.time.path().text(),
                        Instant.ofEpochMilli(point.timeMillis()).toString(),
                        "The fix is dated " + ahead + " after its document was sent (" + mapping.sentAt.path() + ").");
            }
        }

        private void refuse(Fault found) {
            if (fault == null) {
                fault = found;
            }
        }

        private void refusePoint(BsonValue element) throws DocumentRefused {
            if (mapping.points == null) {
                refused.add(refused(fault, 1, document));
                return;
            }
            if (refused.size() == MOST_REFUSED_POINTS) {
                var first = refused.get(0);
                throw new DocumentRefused(new Fault(
                        first.reason(),
                        first.field(),
                        first.value(),
                        "More than " + MOST_REFUSED_POINTS + " of its points cannot be used; the first: "
                                + first.detail()));
            }
            refused.add(refused(fault, 1, alone(element)));
        }

        /** The document with this point alone. */
        private BsonDocument alone(BsonValue element) {
            return withList(document, mapping.points.names(), 0, element);
        }

        private static BsonDocument withList(BsonDocument whole, List<String> names, int depth, BsonValue element) {
            var copy = new BsonDocument(whole.size());
            copy.putAll(whole);
            var name = names.get(depth);
            if (depth == names.size() - 1) {
                copy.put(name, new BsonArray(List.of(element)));
            } else if (whole.isDocument(name)) { // else it lies in a list of lists, of which all is kept
                copy.put(name, withList(whole.getDocument(name), names, depth + 1, element));
            }
            return copy;
        }

        private String whose(FieldPath path) {
            return path.inElement() ? "The point" : "The document";
        }

        private static Refused refused(Fault fault, int points, BsonDocument original) {
            return new Refused(fault.reason(), fault.field(), fault.value(), fault.detail(), points, original);
        }
    }
}
