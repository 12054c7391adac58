package org.trips.journeys.policies;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The JSON of one device's assignments: {@code {"device":"d-17","version":3,"assignments":[{"policy":"P-1","from":
 * "2026-01-01T00:00:00Z","to":null,"timeZone":"Europe/Helsinki","vehicleClass":"van"}]}}. {@code version} may be left
 * out where the message has a time, which stands for it then; {@code to} may be left out or null. The same JSON, always
 * with its version, is kept in state. Thread-safe.
 */
public final class AssignmentCodec {
    private static final Set<String> MESSAGE_FIELDS = Set.of("device", "version", "assignments");
    private static final Set<String> ASSIGNMENT_FIELDS = Set.of("policy", "from", "to", "timeZone", "vehicleClass");

    private static final int LONGEST_QUOTE = 100;

    private static final int DEEPEST_NESTING = 32;

    /** Of one device, far more assignments than anybody has; a message of brackets would take a hundred times its size. */
    private static final long MOST_TOKENS = 200_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_NESTING)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** For files, which hold the assignments of any number of devices. */
    private static final JsonMapper MANY = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private AssignmentCodec() {}

    /**
     * Reads one message.
     *
     * @param sentAtMillis when it was sent, in milliseconds since 1970 UTC; the version where it names none
     * @throws InvalidAssignmentException if it is no JSON, lacks a field, has an unknown one, or makes no sense
     */
    public static AssignmentMessage parse(byte[] json, OptionalLong sentAtMillis) throws InvalidAssignmentException {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (IOException e) {
            throw noJson(e);
        }
        return message(root, sentAtMillis);
    }

    /** Canonical: equal messages are equal bytes. */
    public static byte[] json(AssignmentMessage message) {
        ObjectNode root = JSON.createObjectNode()
                .put("device", message.device())
                .put("version", message.assignments().version());
        var list = root.putArray("assignments");
        for (PolicyAssignment assignment : message.assignments().assignments()) {
            list.addObject()
                    .put("policy", assignment.policy())
                    .put("from", assignment.from().toString())
                    .put("to", assignment.to() == null ? null : assignment.to().toString())
                    .put("timeZone", assignment.timeZone().getId())
                    .put("vehicleClass", assignment.vehicleClass().label());
        }
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON nodes can always be written", e);
        }
    }

    /** A reader of many messages in a row, as a file holds them. */
    static JsonParser parser(InputStream in) throws IOException {
        return MANY.createParser(in);
    }

    /** The message at which the parser stands. */
    static JsonNode next(JsonParser parser) throws IOException {
        return MANY.readTree(parser);
    }

    /** Says in which line and column it is no JSON, where that is what is wrong. */
    static InvalidAssignmentException noJson(IOException failure) {
        if (failure instanceof JsonProcessingException json && json.getLocation() != null) {
            return new InvalidAssignmentException("line " + json.getLocation().getLineNr() + ", column "
                    + json.getLocation().getColumnNr() + ": no JSON: " + json.getOriginalMessage());
        }
        return new InvalidAssignmentException("no JSON: " + failure.getMessage());
    }

    static AssignmentMessage message(JsonNode root, OptionalLong sentAtMillis) throws InvalidAssignmentException {
        requireFields(root, MESSAGE_FIELDS, "");
        String device = text(root, "device", "");
        long version = version(root.path("version"), sentAtMillis);
        JsonNode list = root.path("assignments");
        if (!list.isArray()) {
            throw new InvalidAssignmentException("assignments: an array is wanted");
        }
        List<PolicyAssignment> assignments = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            assignments.add(assignment(list.get(i), "assignments[" + i + "]"));
        }
        try {
            return new AssignmentMessage(device, new DeviceAssignments(version, assignments));
        } catch (IllegalArgumentException e) {
            throw new InvalidAssignmentException("device " + cut(device) + ": " + e.getMessage());
        }
    }

    private static long version(JsonNode version, OptionalLong sentAtMillis) throws InvalidAssignmentException {
        if (version.isMissingNode()) {
            return sentAtMillis.orElseThrow(() -> new InvalidAssignmentException(
                    "version: it is left out, and the message has no time to stand for it; count the versions of each"
                            + " device's assignments, or let the sender set the message's timestamp"));
        }
        if (!version.canConvertToExactIntegral() || !version.canConvertToLong()) {
            throw new InvalidAssignmentException("version: a whole number is wanted, not " + cut(version.toString()));
        }
        return version.longValue();
    }

    private static PolicyAssignment assignment(JsonNode node, String place) throws InvalidAssignmentException {
        requireFields(node, ASSIGNMENT_FIELDS, place);
        String policy = text(node, "policy", place);
        Instant from = time(node, "from", place);
        Instant to = node.path("to").isMissingNode() || node.path("to").isNull() ? null : time(node, "to", place);
        ZoneId zone = zone(node, place);
        VehicleClass vehicleClass = vehicleClass(node, place);
        try {
            return new PolicyAssignment(policy, from, to, zone, vehicleClass);
        } catch (IllegalArgumentException e) {
            throw new InvalidAssignmentException(place + ": " + e.getMessage());
        }
    }

    private static Instant time(JsonNode node, String field, String place) throws InvalidAssignmentException {
        String text = text(node, field, place);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidAssignmentException(place + "." + field + ": '" + cut(text)
                    + "' is no time; write it like 2026-03-01T00:00:00Z or 2026-03-01T00:00:00+02:00");
        }
    }

    private static ZoneId zone(JsonNode node, String place) throws InvalidAssignmentException {
        String text = text(node, "timeZone", place);
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new InvalidAssignmentException(
                    place + ".timeZone: '" + cut(text) + "' is no time zone; write it like Europe/Helsinki");
        }
    }

    private static VehicleClass vehicleClass(JsonNode node, String place) throws InvalidAssignmentException {
        String text = text(node, "vehicleClass", place);
        for (VehicleClass known : VehicleClass.values()) {
            if (known.label().equals(text)) {
                return known;
            }
        }
        throw new InvalidAssignmentException(place + ".vehicleClass: '" + cut(text) + "' is none of "
                + Arrays.stream(VehicleClass.values()).map(VehicleClass::label).collect(Collectors.joining(", ")));
    }

    private static String text(JsonNode node, String field, String place) throws InvalidAssignmentException {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new InvalidAssignmentException(
                    (place.isEmpty() ? field : place + "." + field) + ": a text that is not empty is wanted");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value.textValue())) {
            throw new InvalidAssignmentException((place.isEmpty() ? field : place + "." + field)
                    + ": it holds half of a character (a lone surrogate), which cannot be written");
        }
        return value.textValue();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }

    private static void requireFields(JsonNode node, Set<String> known, String place)
            throws InvalidAssignmentException {
        String where = place.isEmpty() ? "" : place + ": ";
        if (!node.isObject()) {
            throw new InvalidAssignmentException(where + "a JSON object is wanted");
        }
        for (var fields = node.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (!known.contains(field)) {
                throw new InvalidAssignmentException(where + "unknown field " + cut(field) + "; known are "
                        + String.join(", ", new TreeSet<>(known)));
            }
        }
    }
}
