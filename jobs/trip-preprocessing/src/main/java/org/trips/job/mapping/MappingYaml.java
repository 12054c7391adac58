package org.trips.job.mapping;

import java.io.StringReader;
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

/** The pieces of which mappings consist, read strictly: nothing unknown, nothing twice; a complaint names file and line. */
final class MappingYaml {
    static final Map<String, Double> MPS_PER_UNIT = Arrays.stream(SpeedUnit.values())
            .collect(Collectors.toMap(
                    SpeedUnit::label, unit -> 1 / unit.perMps(), (one, other) -> one, LinkedHashMap::new));

    private static final Map<String, Long> MILLIS_PER_UNIT = inOrder("s", 1000L, "ms", 1L);

    private final String origin;

    /** @param origin what a complaint begins with: the name of the file */
    MappingYaml(String origin) {
        this.origin = origin;
    }

    static <T> Map<String, T> inOrder(String name, T value, String otherName, T otherValue) {
        Map<String, T> map = new LinkedHashMap<>();
        map.put(name, value);
        map.put(otherName, otherValue);
        return map;
    }

    /** The fields at the top. */
    Map<String, Node> root(String text, String wanted, List<String> known) throws ConfigurationException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            if (!(new Yaml(options).compose(new StringReader(text)) instanceof MappingNode root)) {
                throw new ConfigurationException(origin + " must be " + wanted);
            }
            return fields(root, "", known);
        } catch (MarkedYAMLException e) {
            var line = e.getProblemMark() == null
                    ? ""
                    : ", line " + (e.getProblemMark().getLine() + 1);
            throw new ConfigurationException(origin + line + ": this is not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new ConfigurationException(origin + " is not YAML: " + e.getMessage(), e);
        }
    }

    /** All documents are meant where there is none. */
    DocumentFilter filter(Node node) throws ConfigurationException {
        Map<FieldPath, BsonValue> wanted = new LinkedHashMap<>();
        if (node == null) {
            return new DocumentFilter(wanted);
        }
        if (!(node instanceof MappingNode map)) {
            throw wrong(node, "filter", "a map of paths to values, such as `kind: position`");
        }
        for (var entry : map.getValue()) {
            var name = key(entry);
            if (!(entry.getValueNode() instanceof ScalarNode value)) {
                throw wrong(entry.getValueNode(), "filter." + name, "one text, number, true, false or null");
            }
            wanted.put(path(entry.getKeyNode(), "filter", null), Values.of(value));
        }
        return new DocumentFilter(wanted);
    }

    /** @param list the path of a list in whose elements it may lie, or null */
    MappedTime time(Node node, String name, String list) throws ConfigurationException {
        if (node instanceof ScalarNode) {
            return new MappedTime(path(node, name, list), 0, null);
        }
        var parts = fields(node, name + ".", List.of("field", "unit", "from"));
        var path = path(required(node, parts, name + ".field"), name + ".field", list);
        var from = parts.containsKey("from") ? time(parts.get("from"), name + ".from", list) : null;
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

    Node required(Node node, Map<String, Node> parts, String name) throws ConfigurationException {
        var part = parts.get(name.substring(name.lastIndexOf('.') + 1));
        if (part == null) {
            throw new ConfigurationException(at(node) + name + " is missing");
        }
        return part;
    }

    FieldPath path(Node node, String name, String within) throws ConfigurationException {
        var text = text(node, name);
        try {
            return FieldPath.of(text, within);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    at(node) + name + " must be " + e.getMessage() + ", not \"" + text + "\"", e);
        }
    }

    <T> T unit(Node node, String name, Map<String, T> units) throws ConfigurationException {
        var unit = units.get(text(node, name + ".unit"));
        if (unit == null) {
            throw wrong(node, name + ".unit", "one of " + oneOf(units));
        }
        return unit;
    }

    static String oneOf(Map<String, ?> units) {
        return String.join(", ", units.keySet());
    }

    String text(Node node, String name) throws ConfigurationException {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw wrong(node, name, "the path of a field, such as vehicle.id, or another text that is not empty");
    }

    Map<String, Node> fields(Node node, String prefix, List<String> known) throws ConfigurationException {
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

    String key(NodeTuple entry) throws ConfigurationException {
        if (entry.getKeyNode() instanceof ScalarNode key) {
            return key.getValue();
        }
        throw new ConfigurationException(at(entry.getKeyNode()) + "the name of a field must be a text");
    }

    ConfigurationException wrong(Node node, String name, String wanted) {
        var given = node instanceof ScalarNode scalar ? ", not \"" + scalar.getValue() + "\"" : "";
        return new ConfigurationException(at(node) + name.replaceFirst("\\.$", "") + " must be " + wanted + given);
    }

    String at(Node node) {
        return origin + ", line " + (node.getStartMark().getLine() + 1) + ": ";
    }
}
