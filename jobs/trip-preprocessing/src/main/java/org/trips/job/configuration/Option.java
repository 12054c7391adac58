package org.trips.job.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One option of the configuration file: everything there is to say about it, said once.
 *
 * @param name as in the file, its levels joined by dots
 * @param type what a value looks like, for humans
 * @param defaultValue what holds where the file does not state it; null where nothing does
 * @param description what it does, in a sentence or two
 * @param secret whether it may also be given as {@code NAME-file}, a file to read it from, and must never be shown
 */
public record Option<T>(
        String name, String type, T defaultValue, String description, boolean secret, Reader<T> reader) {
    /** Ends the name of the option that gives a secret's file. */
    static final String FILE_SUFFIX = "-file";

    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|min|h|d)");
    private static final Pattern URI_BEGINNING = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final int HIGHEST_PORT = 65_535;

    /** Reads a value as YAML gives it: a text, a list or a map. Complains in words that follow "must be". */
    interface Reader<T> {
        T read(Object value, Path folder) throws IllegalArgumentException;
    }

    /**
     * A file that holds from a time on.
     *
     * @param version what the file has to say it is; null where it may be any
     */
    public record Version(Path file, Instant from, String version) {
        /** Whatever the file says it is. */
        public Version(Path file, Instant from) {
            this(file, from, null);
        }
    }

    static Option<String> text(String name, String defaultValue, String description) {
        return new Option<>(name, "text", defaultValue, description, false, (value, folder) -> {
            var text = scalar(value, "a text");
            if (text.isBlank()) {
                throw new IllegalArgumentException("a text that is not blank");
            }
            return text;
        });
    }

    static Option<String> secret(String name, String defaultValue, String description) {
        return new Option<>(
                name, "secret", defaultValue, description, true, (value, folder) -> scalar(value, "a text"));
    }

    static Option<List<String>> texts(String name, String description) {
        var expected = "a list of texts, each of them once and none of them blank";
        return new Option<>(name, "list of texts", List.of(), description, false, (value, folder) -> {
            var texts = list(value).stream()
                    .map(element -> scalar(element, expected))
                    .toList();
            if (texts.stream().anyMatch(String::isBlank) || Set.copyOf(texts).size() < texts.size()) {
                throw new IllegalArgumentException(expected);
            }
            return texts;
        });
    }

    static Option<Map<String, Object>> arguments(String name, Map<String, Object> defaultValue, String description) {
        return new Option<>(name, "map of names to values", defaultValue, description, false, (value, folder) -> {
            if (!(value instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException("a map of names to values");
            }
            Map<String, Object> arguments = new LinkedHashMap<>();
            map.forEach((key, argument) ->
                    arguments.put(key.toString(), numberOrText(scalar(argument, "a map of names to simple values"))));
            return arguments;
        });
    }

    static Option<Boolean> flag(String name, boolean defaultValue, String description) {
        return new Option<>(name, "true or false", defaultValue, description, false, (value, folder) -> switch (scalar(
                value, "true or false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        });
    }

    static Option<Integer> number(String name, int least, int most, Integer defaultValue, String description) {
        var range = "a whole number from " + least + " to " + most;
        return new Option<>(
                name, "number, " + least + " to " + most, defaultValue, description, false, (value, folder) -> {
                    try {
                        var number = Integer.parseInt(scalar(value, range).replace("_", ""));
                        if (number >= least && number <= most) {
                            return number;
                        }
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException(range, e);
                    }
                    throw new IllegalArgumentException(range);
                });
    }

    /** @param least 0 where that stands for something, else 1 */
    static Option<Integer> port(String name, int least, int defaultValue, String description) {
        return number(name, least, HIGHEST_PORT, defaultValue, description);
    }

    static Option<Duration> duration(String name, Duration least, Duration defaultValue, String description) {
        var atLeast = least.isZero() ? "" : ", " + text(least) + " or more";
        var expected = "a duration such as 500 ms, 10 s, 5 min, 48 h or 2 d" + atLeast + " and at most "
                + LONGEST.toDays() + " d";
        return new Option<>(name, "duration" + atLeast, defaultValue, description, false, (value, folder) -> {
            var duration = duration(scalar(value, expected));
            if (duration == null || duration.compareTo(least) < 0 || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(expected);
            }
            return duration;
        });
    }

    static Option<Path> path(String name, String description) {
        return new Option<>(
                name, "path", null, description, false, (value, folder) -> folder.resolve(scalar(value, "a path"))
                        .normalize());
    }

    static Option<List<Path>> paths(String name, String description) {
        return new Option<>(
                name, "list of paths", List.of(), description, false, (value, folder) -> list(value).stream()
                        .map(element -> folder.resolve(scalar(element, "a list of paths"))
                                .normalize())
                        .toList());
    }

    /** A path, or the URI of a place in another file system. */
    static Option<URI> location(String name, String description) {
        var expected = "a path, or a URI such as s3://bucket/folder";
        return new Option<>(name, "path or URI", null, description, false, (value, folder) -> {
            var text = scalar(value, expected);
            try {
                return URI_BEGINNING.matcher(text).matches()
                        ? new URI(text)
                        : folder.resolve(text).normalize().toUri();
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(expected, e);
            }
        });
    }

    static <E extends Enum<E>> Option<E> choice(String name, E defaultValue, String description) {
        var choices = defaultValue.getDeclaringClass().getEnumConstants();
        var labels = Arrays.stream(choices).map(Option::label).toList();
        return new Option<>(name, String.join(" or ", labels), defaultValue, description, false, (value, folder) -> {
            var index = labels.indexOf(scalar(value, "one of " + labels));
            if (index < 0) {
                throw new IllegalArgumentException("one of " + labels);
            }
            return choices[index];
        });
    }

    static Option<List<Version>> versions(String name, String description) {
        return versions(name, List.of("file", "from"), description);
    }

    /** Of files that say which version they are. */
    static Option<List<Version>> namedVersions(String name, String description) {
        return versions(name, List.of("file", "from", "version"), description);
    }

    private static Option<List<Version>> versions(String name, List<String> keys, String description) {
        var type = "list of {" + String.join(", ", keys) + "}";
        return new Option<>(name, type, List.of(), description, false, (value, folder) -> {
            var versions = list(value).stream()
                    .map(element -> version(element, keys, folder))
                    .toList();
            Map<Instant, Path> fileFrom = new HashMap<>();
            for (var version : versions) {
                var other = fileFrom.put(version.from(), version.file());
                if (other != null) {
                    throw new IllegalArgumentException("a list of files that hold from different times; "
                            + other.getFileName() + " and " + version.file().getFileName()
                            + (version.from().equals(Instant.EPOCH)
                                    ? " both have no `from`: give the later one the time from which it holds"
                                    : " both hold from " + version.from()));
                }
            }
            return versions;
        });
    }

    /** The default as it would stand in the file, or an empty text where there is none. */
    String defaultText() {
        if (defaultValue instanceof Duration duration) {
            return text(duration);
        } else if (defaultValue instanceof Enum<?> choice) {
            return label(choice);
        } else if (defaultValue == null || defaultValue instanceof List<?>) {
            return "";
        }
        return defaultValue.toString();
    }

    private static Version version(Object element, List<String> keys, Path folder) {
        var expected = "a list of files, each {file: PATH} or {file: PATH, from: 2026-03-01T00:00:00Z}"
                + (keys.contains("version") ? ", and with version: DIGITS where no other file is meant" : "");
        if (!(element instanceof Map<?, ?> map) || !map.containsKey("file") || !keys.containsAll(map.keySet())) {
            throw new IllegalArgumentException(expected);
        }
        try {
            var from = map.containsKey("from") ? Instant.parse(scalar(map.get("from"), expected)) : Instant.EPOCH;
            var version = map.containsKey("version") ? scalar(map.get("version"), expected) : null;
            return new Version(folder.resolve(scalar(map.get("file"), expected)).normalize(), from, version);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }

    /** Null where it is none, or longer than can be counted. */
    private static Duration duration(String text) {
        var matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        try {
            var count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "min" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        } catch (NumberFormatException | ArithmeticException e) {
            return null;
        }
    }

    private static String text(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + " ms";
        } else if (duration.toSecondsPart() != 0) {
            return duration.toSeconds() + " s";
        } else if (duration.toMinutesPart() != 0) {
            return duration.toMinutes() + " min";
        }
        return duration.toHours() + " h";
    }

    private static Object numberOrText(String text) {
        return text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : text;
    }

    private static String label(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String scalar(Object value, String expected) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(expected);
    }

    private static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of(value);
    }
}
