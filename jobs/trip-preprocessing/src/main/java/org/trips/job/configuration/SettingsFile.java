package org.trips.job.configuration;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A configuration file as it stands, with the line of each setting, so that a complaint can name it. */
final class SettingsFile {
    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{ENV:([A-Za-z_][A-Za-z0-9_]*)}");

    private static final int MOST_TYPING_ERRORS = 3;

    private final Path file;
    private final UnaryOperator<String> environment;
    private final Map<String, Node> settings = new LinkedHashMap<>();

    private SettingsFile(Path file, UnaryOperator<String> environment) {
        this.file = file;
        this.environment = environment;
    }

    static SettingsFile read(Path file, UnaryOperator<String> environment) throws ConfigurationException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            var root = new Yaml(options).compose(new StringReader(Files.readString(file)));
            var read = new SettingsFile(file, environment);
            if (root instanceof MappingNode map) {
                read.collect("", map);
            } else if (root != null) {
                throw new ConfigurationException(file + " must be a map of options, such as `uploads:`");
            }
            return read;
        } catch (MarkedYAMLException e) {
            var line = e.getProblemMark() == null
                    ? ""
                    : ", line " + (e.getProblemMark().getLine() + 1);
            throw new ConfigurationException(file + line + ": this is not YAML: " + e.getProblem(), e);
        } catch (YAMLException | CharacterCodingException e) {
            throw new ConfigurationException(file + " is not YAML in UTF-8: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    file + " is not there; sample-data/trips.yaml is an example to start from", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void collect(String prefix, MappingNode map) throws ConfigurationException {
        for (var entry : map.getValue()) {
            var name = prefix + key(entry);
            var value = entry.getValueNode();
            if (!isLevel(name)) {
                if (settings.put(name, value) != null) {
                    throw new ConfigurationException(at(entry.getKeyNode()) + name + " is given twice");
                }
            } else if (value instanceof MappingNode nested) {
                collect(name + ".", nested);
            } else if (!(value instanceof ScalarNode scalar && scalar.getValue().isEmpty())) {
                throw new ConfigurationException(
                        at(value) + name + " holds further options, as a map; docs/configuration.md lists them all");
            }
        }
    }

    private String key(NodeTuple entry) throws ConfigurationException {
        if (entry.getKeyNode() instanceof ScalarNode key) {
            return key.getValue();
        }
        throw new ConfigurationException(at(entry.getKeyNode()) + "the name of an option must be a text");
    }

    /** Whether options begin with this name, rather than being it. */
    private static boolean isLevel(String name) {
        return JobOptions.ALL.stream().anyMatch(option -> option.name().startsWith(name + "."));
    }

    /** The value of an option, or null where the file does not give it. */
    <T> T value(Option<T> option) throws ConfigurationException {
        var node = settings.get(option.name());
        var file = option.secret() ? settings.get(option.name() + Option.FILE_SUFFIX) : null;
        if (node != null && file != null) {
            throw new ConfigurationException(
                    at(file) + "give either " + option.name() + " or " + option.name() + Option.FILE_SUFFIX);
        }
        if (file != null) {
            return read(option, file, secretIn(option, file));
        }
        return node == null ? null : read(option, node, plain(option, node));
    }

    private <T> T read(Option<T> option, Node node, Object value) throws ConfigurationException {
        try {
            return option.reader().read(value, folder());
        } catch (IllegalArgumentException e) {
            var given = option.secret() || !(value instanceof String) ? "" : ", not \"" + value + "\"";
            throw new ConfigurationException(at(node) + option.name() + " must be " + e.getMessage() + given, e);
        }
    }

    private String secretIn(Option<?> option, Node node) throws ConfigurationException {
        if (!(plain(option, node) instanceof String path)) {
            throw new ConfigurationException(at(node) + option.name() + Option.FILE_SUFFIX + " must be a path");
        }
        try {
            return Files.readString(folder().resolve(path)).strip();
        } catch (IOException e) {
            throw new ConfigurationException(
                    at(node) + option.name() + Option.FILE_SUFFIX + " cannot be read: " + e, e);
        }
    }

    void refuseUnknown(List<Option<?>> known) throws ConfigurationException {
        var names = known.stream()
                .flatMap(option -> option.secret()
                        ? Stream.of(option.name(), option.name() + Option.FILE_SUFFIX)
                        : Stream.of(option.name()))
                .toList();
        for (var setting : settings.entrySet()) {
            var name = setting.getKey();
            if (!names.contains(name)) {
                throw new ConfigurationException(at(setting.getValue()) + "there is no option " + name
                        + alike(name, names)
                                .map(like -> "; do you mean " + like)
                                .orElse("")
                        + "; docs/configuration.md lists them all");
            }
        }
    }

    /** The option, or the level above options, that somebody may have meant who wrote this name. */
    private static Optional<String> alike(String name, List<String> names) {
        var distance = new LevenshteinDistance();
        return names.stream()
                .flatMap(known -> Stream.of(known, known.replaceFirst("\\.[^.]*$", "")))
                .filter(known -> distance.apply(name, known) <= MOST_TYPING_ERRORS)
                .min(Comparator.comparingInt(known -> distance.apply(name, known)));
    }

    private Object plain(Option<?> option, Node node) throws ConfigurationException {
        if (node instanceof SequenceNode sequence) {
            List<Object> list = new ArrayList<>();
            for (var element : sequence.getValue()) {
                list.add(plain(option, element));
            }
            return list;
        } else if (node instanceof MappingNode mapping) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (var entry : mapping.getValue()) {
                map.put(key(entry), plain(option, entry.getValueNode()));
            }
            return map;
        }
        return expanded(option, (ScalarNode) node);
    }

    private String expanded(Option<?> option, ScalarNode node) throws ConfigurationException {
        var matcher = ENVIRONMENT.matcher(node.getValue());
        var expanded = new StringBuilder();
        while (matcher.find()) {
            var value = environment.apply(matcher.group(1));
            if (value == null) {
                throw new ConfigurationException(at(node) + option.name() + " needs the environment variable "
                        + matcher.group(1) + ", which is not set; set it before the start, as in export "
                        + matcher.group(1) + "=…");
            }
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(expanded).toString();
    }

    /** Where an option stands, as a complaint about it begins; for one that is not given, the file. */
    String place(Option<?> option) {
        var node = settings.getOrDefault(option.name(), settings.get(option.name() + Option.FILE_SUFFIX));
        return node == null ? file + ": " : at(node);
    }

    private Path folder() {
        return Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of(""));
    }

    private String at(Node node) {
        return file + ", line " + (node.getStartMark().getLine() + 1) + ": ";
    }
}
