package org.trips.job.mapping;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.trips.job.configuration.ConfigurationException;

/**
 * Tells where in the documents of an existing database device, time, position and all else lie, in which units, and which
 * documents are meant: docs/existing-mongodb.md. Immutable.
 */
public final class DocumentMapping {
    /** What does not match is left out. */
    final DocumentFilter filter;

    /** Null where a document is one point. */
    final FieldPath points;

    final FieldPath device;
    final MappedTime sentAt;
    final MappedTime time;

    /** Null where latitude and longitude are fields of their own. */
    final FieldPath position;

    /** By the product's own name of the field, as in {@link org.trips.journeys.intake.PointDraft}: lat, lon, speed, … */
    final Map<String, MappedNumber> numbers;

    final MappedIgnition ignition;

    DocumentMapping(
            DocumentFilter filter,
            FieldPath points,
            FieldPath device,
            MappedTime sentAt,
            MappedTime time,
            FieldPath position,
            Map<String, MappedNumber> numbers,
            MappedIgnition ignition) {
        this.filter = filter;
        this.points = points;
        this.device = device;
        this.sentAt = sentAt;
        this.time = time;
        this.position = position;
        this.numbers = numbers;
        this.ignition = ignition;
    }

    /** @throws ConfigurationException naming the file, the line, the field, and what is wrong with it */
    public static DocumentMapping load(Path file) throws ConfigurationException {
        return parse(file.toString(), text(file));
    }

    /**
     * The file as it stands.
     *
     * @throws ConfigurationException if it is not there, or is no text in UTF-8
     */
    public static String text(Path file) throws ConfigurationException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    file + " is not there; sample-data/trips-mapping.yaml is an example to start from", e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @param origin what a complaint begins with: the name of the file */
    public static DocumentMapping parse(String origin, String yaml) throws ConfigurationException {
        return new MappingFile(origin).read(yaml);
    }

    /** The documents that are meant, as a query to their server; it may give others as well. */
    public BsonDocument query() {
        return filter.query();
    }

    /** The paths that the mapping names, by what they are: those of the filter aside. */
    public Map<String, String> paths() {
        Map<String, String> paths = new LinkedHashMap<>();
        places().forEach((name, path) -> paths.put(name, path.text()));
        return paths;
    }

    /** Whether a document has anything but null at the path of that name, in any element of its list of points. */
    public boolean isIn(BsonDocument document, String name) {
        FieldPath path = places().get(name);
        if (!path.inElement()) {
            return path.in(document, null) != null;
        }
        BsonValue list = points.in(document, null);
        return list != null
                && list.isArray()
                && list.asArray().stream().anyMatch(element -> path.in(document, element) != null);
    }

    private Map<String, FieldPath> places() {
        Map<String, FieldPath> places = new LinkedHashMap<>();
        put(places, "points", points);
        places.put("device", device);
        put(places, "sentAt", sentAt == null ? null : sentAt.path());
        places.put("time", time.path());
        put(places, "time.from", time.start() == null ? null : time.start().path());
        put(places, "position", position);
        numbers.forEach((name, number) -> places.put(mappedName(name), number.path()));
        put(places, "ignition", ignition == null ? null : ignition.path());
        return places;
    }

    /** What a mapping calls a field of a point. */
    static String mappedName(String field) {
        return switch (field) {
            case "lat" -> "latitude";
            case "lon" -> "longitude";
            default -> field;
        };
    }

    private static void put(Map<String, FieldPath> places, String name, FieldPath path) {
        if (path != null) {
            places.put(name, path);
        }
    }
}
