package org.trips.job.mapping;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.BsonValue;
import org.trips.job.configuration.ConfigurationException;
import org.trips.journeys.SpeedUnit;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a mapping's YAML strictly: nothing unknown, nothing twice, every unit said. */
final class MappingFile {
    private static final List<String> FIELDS = List.of(
            "filter",
            "points",
            "device",
            "sentAt",
            "time",
            "position",
            "latitude",
            "longitude",
            "speed",
            "heading",
            "accuracy",
            "ignition",
            "accelLong",
            "accelLat");

    private static final Map<String, Double> MPS_PER_UNIT = Arrays.stream(SpeedUnit.values())
            .collect(Collectors.toMap(
                    SpeedUnit::label, unit -> 1 / unit.perMps(), (one, other) -> one, LinkedHashMap::new));

    private static final double STANDARD_GRAVITY_MPS2 = 9.80665;
    private static final Map<String, Double> MPS2_PER_UNIT = inOrder("m/s²", 1.0, "g", STANDARD_GRAVITY_MPS2);
    private static final Map<String, Long> MILLIS_PER_UNIT = inOrder("s", 1000L, "ms", 1L);

    private final String origin;
    private Map<String, Node> given = Map.of();
    private String list;

    MappingFile(String origin) {
        this.origin = origin;
    }

    private static <T> Map<String, T> inOrder(String name, T value, String otherName, T otherValue) {
        Map<String, T> map = new LinkedHashMap<>();
        map.put(name, value);
        map.put(otherName, otherValue);
        return map;
    }

    DocumentMapping read(String yaml) throws ConfigurationException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            if (!(new Yaml(options).compose(new StringReader(yaml)) instanceof MappingNode root)) {
                throw new ConfigurationException(origin + " must be a map of fields, such as `device: vehicle.id`");
            }
            given = fields(root, "", FIELDS);
            return mapping();
        } catch (MarkedYAMLException e) {
            var line = e.getProblemMark() == null
                    ? ""
                    : ", line " + (e.getProblemMark().getLine() + 1);
            throw new ConfigurationException(origin + line + ": this is not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new ConfigurationException(origin + " is not YAML: " + e.getMessage(), e);
        }
    }

    private DocumentMapping mapping() throws ConfigurationException {
        list = given.containsKey("points") ? text(given.get("points"), "points") : null;
        var points = list == null ? null : path(given.get("points"), "points", null);
        var time = time(require("time"), "time");
        requireInElements("time", time.path());
        var device = path(require("device"), "device", list);
        return new DocumentMapping(filter(), points, device, sentAt(device), time, position(), numbers(), ignition());
    }

    private Map<FieldPath, BsonValue> filter() throws ConfigurationException {
        Map<FieldPath, BsonValue> filter = new LinkedHashMap<>();
        var node = given.get("filter");
        if (node == null) {
            return filter;
        }
        if (!(node instanceof MappingNode map)) {
            throw wrong(node, "filter", "a map of paths to values, such as `kind: position`");
        }
        for (var entry : map.getValue()) {
            var name = key(entry);
            if (!(entry.getValueNode() instanceof ScalarNode value)) {
                throw wrong(entry.getValueNode(), "filter." + name, "one text, number, true, false or null");
            }
            filter.put(path(entry.getKeyNode(), "filter", null), Values.of(value));
        }
        return filter;
    }

    private MappedTime sentAt(FieldPath device) throws ConfigurationException {
        if (!given.containsKey("sentAt")) {
            return null;
        }
        var sentAt = time(given.get("sentAt"), "sentAt");
        if (sentAt.path().inElement() && !device.inElement()) {
            throw wrong(given.get("sentAt"), "sentAt", "outside the list of points, as `device` is");
        }
        return sentAt;
    }

    private MappedTime time(Node node, String name) throws ConfigurationException {
        if (node instanceof ScalarNode) {
            return new MappedTime(path(node, name, list), 0, null);
        }
        var parts = fields(node, name + ".", List.of("field", "unit", "from"));
        var path = path(required(node, parts, name + ".field"), name + ".field", list);
        var from = parts.containsKey("from") ? time(parts.get("from"), name + ".from") : null;
        if (from != null && from.start() != null) {
            throw wrong(parts.get("from"), name + ".from", "a time, not an offset from another");
        }
        if (from != null && !parts.containsKey("unit")) {
            throw new ConfigurationException(
                    at(node) + name + ".unit is missing: say whether the offset counts " + oneOf(MILLIS_PER_UNIT));
        }
        return new MappedTime(
                path, parts.containsKey("unit") ? unit(parts.get("unit"), name, MILLIS_PER_UNIT) : 0, from);
    }

    private FieldPath position() throws ConfigurationException {
        var node = given.get("position");
        var separate = given.containsKey("latitude") || given.containsKey("longitude");
        if (node != null && separate) {
            throw new ConfigurationException(at(node)
                    + "position and latitude or longitude are both given; give position alone, a GeoJSON point or"
                    + " [longitude, latitude], or the two others");
        }
        if (node == null && !(given.containsKey("latitude") && given.containsKey("longitude"))) {
            throw new ConfigurationException(origin
                    + ": give `position`, a GeoJSON point or [longitude, latitude], or `latitude` and `longitude`");
        }
        if (node == null) {
            return null;
        }
        var path = path(node, "position", list);
        requireInElements("position", path);
        return path;
    }

    /** In the order in which a person thinks of them. */
    private Map<String, MappedNumber> numbers() throws ConfigurationException {
        Map<String, MappedNumber> numbers = new LinkedHashMap<>();
        plain(numbers, "lat", "latitude");
        plain(numbers, "lon", "longitude");
        inUnits(numbers, "speed", MPS_PER_UNIT);
        plain(numbers, "heading", "heading");
        plain(numbers, "accuracy", "accuracy");
        inUnits(numbers, "accelLong", MPS2_PER_UNIT);
        inUnits(numbers, "accelLat", MPS2_PER_UNIT);
        for (var name : List.of("lat", "lon")) {
            if (numbers.containsKey(name)) {
                requireInElements(
                        DocumentMapping.mappedName(name), numbers.get(name).path());
            }
        }
        return numbers;
    }

    /** Of which everybody means the same: degrees, or metres. */
    private void plain(Map<String, MappedNumber> numbers, String field, String name) throws ConfigurationException {
        if (given.containsKey(name)) {
            var unit = name.equals("accuracy") ? "m" : "°";
            numbers.put(field, new MappedNumber(path(given.get(name), name, list), unit, 1));
        }
    }

    private void inUnits(Map<String, MappedNumber> numbers, String name, Map<String, Double> units)
            throws ConfigurationException {
        var node = given.get(name);
        if (node == null) {
            return;
        }
        if (node instanceof ScalarNode scalar) {
            throw new ConfigurationException(at(node) + name + " needs its unit, as in {field: " + scalar.getValue()
                    + ", unit: " + units.keySet().iterator().next() + "}; one of " + oneOf(units));
        }
        var parts = fields(node, name + ".", List.of("field", "unit"));
        var path = path(required(node, parts, name + ".field"), name + ".field", list);
        var unit = required(node, parts, name + ".unit");
        numbers.put(name, new MappedNumber(path, text(unit, name + ".unit"), unit(unit, name, units)));
    }

    private MappedIgnition ignition() throws ConfigurationException {
        var node = given.get("ignition");
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            throw new ConfigurationException(at(node)
                    + "ignition needs the values that mean that it is on, as in {field: " + scalar.getValue()
                    + ", on: [true, 1]}");
        }
        var parts = fields(node, "ignition.", List.of("field", "on", "off"));
        var on = values(required(node, parts, "ignition.on"), "ignition.on");
        var off = parts.containsKey("off") ? values(parts.get("off"), "ignition.off") : List.<BsonValue>of();
        return new MappedIgnition(path(required(node, parts, "ignition.field"), "ignition.field", list), on, off);
    }

    private List<BsonValue> values(Node node, String name) throws ConfigurationException {
        List<BsonValue> values = new ArrayList<>();
        for (var element : node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node)) {
            if (!(element instanceof ScalarNode scalar)) {
                throw wrong(element, name, "a list of texts, numbers, true or false");
            }
            values.add(Values.of(scalar));
        }
        return values;
    }

    /** Of all points of a document one cannot be the time or the place. */
    private void requireInElements(String name, FieldPath path) throws ConfigurationException {
        if (list != null && !path.inElement()) {
            throw new ConfigurationException(at(given.get(name)) + name + " is " + path
                    + ", which lies outside the list of points; its path must begin with " + list + ".");
        }
    }

    private Node require(String name) throws ConfigurationException {
        if (!given.containsKey(name)) {
            throw new ConfigurationException(origin + ": " + name + " is missing: say where it lies in the documents");
        }
        return given.get(name);
    }

    private Node required(Node node, Map<String, Node> parts, String name) throws ConfigurationException {
        var part = parts.get(name.substring(name.lastIndexOf('.') + 1));
        if (part == null) {
            throw new ConfigurationException(at(node) + name + " is missing");
        }
        return part;
    }

    private FieldPath path(Node node, String name, String within) throws ConfigurationException {
        var text = text(node, name);
        try {
            return FieldPath.of(text, within);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    at(node) + name + " must be " + e.getMessage() + ", not \"" + text + "\"", e);
        }
    }

    private <T> T unit(Node node, String name, Map<String, T> units) throws ConfigurationException {
        var unit = units.get(text(node, name + ".unit"));
        if (unit == null) {
            throw wrong(node, name + ".unit", "one of " + oneOf(units));
        }
        return unit;
    }

    private static String oneOf(Map<String, ?> units) {
        return String.join(", ", units.keySet());
    }

    private String text(Node node, String name) throws ConfigurationException {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw wrong(node, name, "the path of a field, such as vehicle.id");
    }

    private Map<String, Node> fields(Node node, String prefix, List<String> known) throws ConfigurationException {
        if (!(node instanceof MappingNode map)) {
            throw wrong(node, prefix, "a path, or a map of " + String.join(", ", known));
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        for (var entry : map.getValue()) {
            var name = key(entry);
            if (!known.contains(name)) {
                throw new ConfigurationException(at(entry.getKeyNode()) + "there is no field " + prefix + name
                        + " in a mapping; known here: " + String.join(", ", known));
            }
            if (fields.put(name, entry.getValueNode()) != null) {
                throw new ConfigurationException(at(entry.getKeyNode()) + prefix + name + " is given twice");
            }
        }
        return fields;
    }

    private String key(NodeTuple entry) throws ConfigurationException {
        if (entry.getKeyNode() instanceof ScalarNode key) {
            return key.getValue();
        }
        throw new ConfigurationException(at(entry.getKeyNode()) + "the name of a field must be a text");
    }

    private ConfigurationException wrong(Node node, String name, String wanted) {
        var given = node instanceof ScalarNode scalar ? ", not \"" + scalar.getValue() + "\"" : "";
        return new ConfigurationException(at(node) + name.replaceFirst("\\.$", "") + " must be " + wanted + given);
    }

    private String at(Node node) {
        return origin + ", line " + (node.getStartMark().getLine() + 1) + ": ";
    }
}
