package org.trips.job.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonValue;
import org.trips.job.configuration.ConfigurationException;
import org.yaml.snakeyaml.nodes.Node;
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

    private static final double STANDARD_GRAVITY_MPS2 = 9.80665;
    private static final Map<String, Double> MPS2_PER_UNIT =
            MappingYaml.inOrder("m/s²", 1.0, "g", STANDARD_GRAVITY_MPS2);

    private final String origin;
    private final MappingYaml yaml;
    private Map<String, Node> given = Map.of();
    private String list;

    MappingFile(String origin) {
        this.origin = origin;
        yaml = new MappingYaml(origin);
    }

    DocumentMapping read(String text) throws ConfigurationException {
        given = yaml.root(text, "a map of fields, such as `device: vehicle.id`", FIELDS);
        return mapping();
    }

    private DocumentMapping mapping() throws ConfigurationException {
        list = given.containsKey("points") ? yaml.text(given.get("points"), "points") : null;
        var points = list == null ? null : yaml.path(given.get("points"), "points", null);
        var time = yaml.time(require("time"), "time", list);
        requireInElements("time", time.path());
        var device = yaml.path(require("device"), "device", list);
        return new DocumentMapping(
                yaml.filter(given.get("filter")),
                points,
                device,
                sentAt(device),
                time,
                position(),
                numbers(),
                ignition());
    }

    private MappedTime sentAt(FieldPath device) throws ConfigurationException {
        if (!given.containsKey("sentAt")) {
            return null;
        }
        var sentAt = yaml.time(given.get("sentAt"), "sentAt", list);
        if (sentAt.path().inElement() && !device.inElement()) {
            throw yaml.wrong(given.get("sentAt"), "sentAt", "outside the list of points, as `device` is");
        }
        return sentAt;
    }

    private FieldPath position() throws ConfigurationException {
        var node = given.get("position");
        var separate = given.containsKey("latitude") || given.containsKey("longitude");
        if (node != null && separate) {
            throw new ConfigurationException(yaml.at(node)
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
        var path = yaml.path(node, "position", list);
        requireInElements("position", path);
        return path;
    }

    /** In the order in which a person thinks of them. */
    private Map<String, MappedNumber> numbers() throws ConfigurationException {
        Map<String, MappedNumber> numbers = new LinkedHashMap<>();
        plain(numbers, "lat", "latitude");
        plain(numbers, "lon", "longitude");
        inUnits(numbers, "speed", MappingYaml.MPS_PER_UNIT);
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
            numbers.put(field, new MappedNumber(yaml.path(given.get(name), name, list), unit, 1));
        }
    }

    private void inUnits(Map<String, MappedNumber> numbers, String name, Map<String, Double> units)
            throws ConfigurationException {
        var node = given.get(name);
        if (node == null) {
            return;
        }
        if (node instanceof ScalarNode scalar) {
            throw new ConfigurationException(
                    yaml.at(node) + name + " needs its unit, as in {field: " + scalar.getValue() + ", unit: "
                            + units.keySet().iterator().next() + "}; one of " + MappingYaml.oneOf(units));
        }
        var parts = yaml.fields(node, name + ".", List.of("field", "unit"));
        var path = yaml.path(yaml.required(node, parts, name + ".field"), name + ".field", list);
        var unit = yaml.required(node, parts, name + ".unit");
        numbers.put(name, new MappedNumber(path, yaml.text(unit, name + ".unit"), yaml.unit(unit, name, units)));
    }

    private MappedIgnition ignition() throws ConfigurationException {
        var node = given.get("ignition");
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            throw new ConfigurationException(yaml.at(node)
                    + "ignition needs the values that mean that it is on, as in {field: " + scalar.getValue()
                    + ", on: [true, 1]}");
        }
        var parts = yaml.fields(node, "ignition.", List.of("field", "on", "off"));
        var on = values(yaml.required(node, parts, "ignition.on"), "ignition.on");
        var off = parts.containsKey("off") ? values(parts.get("off"), "ignition.off") : List.<BsonValue>of();
        return new MappedIgnition(
                yaml.path(yaml.required(node, parts, "ignition.field"), "ignition.field", list), on, off);
    }

    private List<BsonValue> values(Node node, String name) throws ConfigurationException {
        List<BsonValue> values = new ArrayList<>();
        for (var element : node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node)) {
            if (!(element instanceof ScalarNode scalar)) {
                throw yaml.wrong(element, name, "a list of texts, numbers, true or false");
            }
            values.add(Values.of(scalar));
        }
        return values;
    }

    /** Of all points of a document one cannot be the time or the place. */
    private void requireInElements(String name, FieldPath path) throws ConfigurationException {
        if (list != null && !path.inElement()) {
            throw new ConfigurationException(yaml.at(given.get(name)) + name + " is " + path
                    + ", which lies outside the list of points; its path must begin with " + list + ".");
        }
    }

    private Node require(String name) throws ConfigurationException {
        if (!given.containsKey(name)) {
            throw new ConfigurationException(origin + ": " + name + " is missing: say where it lies in the documents");
        }
        return given.get(name);
    }
}
