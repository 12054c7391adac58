package org.trips.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The schemas of custom resources, closed: a field that a schema does not know is an error, as it is for an API server that
 * validates strictly. Left open a schema lets a misspelt field pass, and the operator silently ignores it.
 */
final class ClosedSchemas {
    /** Read once: there are many, and some are large. */
    private static final Map<Path, ClosedSchemas> READ = new HashMap<>();

    private final Map<String, JsonSchema> schemas = new HashMap<>();

    private ClosedSchemas() {}

    /** Those of the resource definitions that lie beside the repository; where there are none see {@link Manifest#missing}. */
    static synchronized ClosedSchemas besideTheRepository() throws IOException {
        Path folder = folder();
        if (READ.containsKey(folder)) {
            return READ.get(folder);
        }
        ClosedSchemas closed = new ClosedSchemas();
        for (Manifest definition : definitions()) {
            closed.add(definition.json());
        }
        READ.put(folder, closed);
        return closed;
    }

    /** The resource definitions themselves. */
    static List<Manifest> definitions() throws IOException {
        Path folder = folder();
        if (!Files.isDirectory(folder)) {
            throw Manifest.missing(
                    "No resource definitions in " + folder + ": manifests are not checked against them.");
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    // Of an operator that is there in two versions, the one that is deployed.
                    .filter(file -> !file.toString().contains("flink-operator-1.10.0"))
                    .sorted()
                    .toList();
        }
        List<Manifest> definitions = new ArrayList<>();
        for (Path file : files) {
            try (var bytes = Files.newInputStream(file)) {
                definitions.addAll(Manifest.all(bytes));
            }
        }
        return definitions;
    }

    private static Path folder() {
        return Path.of(System.getProperty(
                "trips.crds", Manifest.ROOT.resolveSibling("shared/crds").toString()));
    }

    private void add(JsonNode definition) {
        String group = definition.at("/spec/group").asText();
        String kind = definition.at("/spec/names/kind").asText();
        for (JsonNode version : definition.at("/spec/versions")) {
            ObjectNode schema = version.at("/schema/openAPIV3Schema").deepCopy();
            // Every resource has them, and no definition describes them.
            ObjectNode properties = (ObjectNode) schema.get("properties");
            properties.putObject("apiVersion").put("type", "string");
            properties.putObject("kind").put("type", "string");
            properties.putObject("metadata").put("x-kubernetes-preserve-unknown-fields", true);
            close(schema);
            schemas.put(
                    key(group + "/" + version.path("name").asText(), kind),
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema));
        }
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            boolean open = object.path("x-kubernetes-preserve-unknown-fields").asBoolean();
            if (object.path("properties").isObject() && !object.has("additionalProperties") && !open) {
                object.put("additionalProperties", false);
            }
            // A number or a text, as ports and quantities are.
            if (object.path("x-kubernetes-int-or-string").asBoolean()) {
                object.remove("type");
                object.remove("anyOf");
            }
            object.remove("format");
        }
        schema.forEach(ClosedSchemas::close);
    }

    /** What is wrong with a resource, or empty where no definition of its kind is known. */
    Optional<List<String>> faults(Manifest manifest) {
        return Optional.ofNullable(schemas.get(key(manifest.apiVersion(), manifest.kind())))
                .map(schema -> schema.validate(manifest.json()).stream()
                        .map(ValidationMessage::getMessage)
                        .sorted()
                        .toList());
    }

    private static String key(String apiVersion, String kind) {
        return apiVersion + " " + kind;
    }
}
