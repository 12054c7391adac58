package org.trips.journeys.profile;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.trips.journeys.policies.VehicleClass;
import org.trips.roads.RoadClass;

/** Reads a profile's YAML strictly: nothing missing, nothing unknown, nothing twice. */
final class ProfileReader {
    private static final double KMH_PER_MPS = 3.6;
    private static final double MILLIS_PER_SECOND = 1000;

    /** How Jackson's message about a record component without a value begins. */
    private static final String MISSING = "Missing creator property";

    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addModule(new SimpleModule()
                    .addKeyDeserializer(RoadClass.class, new LabelAsKey<>(RoadClass.values(), RoadClass::label))
                    .addKeyDeserializer(
                            VehicleClass.class, new LabelAsKey<>(VehicleClass.values(), VehicleClass::label))
                    .addDeserializer(Duration.class, new SecondsAsDuration())
                    .addDeserializer(LocalTime.class, new TimeOfDay()))
            .build();

    private ProfileReader() {}

    static Profile read(InputStream yaml, String origin) throws IOException {
        return read(yaml, origin, Profile.class, "a profile states every threshold");
    }

    /** @param whole what is said to somebody who left something out */
    static <T> T read(InputStream yaml, String origin, Class<T> type, String whole) throws IOException {
        try {
            return YAML.readValue(yaml, type);
        } catch (JsonProcessingException e) {
            throw new ProfileException(origin + place(e) + ": " + reason(e, whole), e);
        }
    }

    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : ", line " + location.getLineNr();
    }

    private static String reason(JsonProcessingException e, String whole) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown key " + path(unknown) + "; known here: "
                    + unknown.getKnownPropertyIds().stream()
                            .map(Object::toString)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (e.getOriginalMessage().startsWith(MISSING) && e instanceof JsonMappingException missing) {
            return path(missing) + " is missing or misspelt: " + whole;
        }
        String message = e instanceof ValueInstantiationException && e.getCause() != null
                ? e.getCause().getMessage()
                : e.getOriginalMessage();
        return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                ? path(mapping) + ": " + message
                : message;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .collect(Collectors.joining("."));
    }

    /** A speed that people write in km/h and the code reckons with in m/s. */
    static final class KmhAsMps extends StdDeserializer<Double> {
        private static final long serialVersionUID = 1;

        KmhAsMps() {
            super(Double.class);
        }

        @Override
        public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return number(parser, context, Double.class) / KMH_PER_MPS;
        }
    }

    private static final class SecondsAsDuration extends StdDeserializer<Duration> {
        private static final long serialVersionUID = 1;

        SecondsAsDuration() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Duration.ofMillis(Math.round(number(parser, context, Duration.class) * MILLIS_PER_SECOND));
        }
    }

    /** A key that names one of few things by its label. */
    private static final class LabelAsKey<T> extends KeyDeserializer {
        private final Map<String, T> byLabel = new LinkedHashMap<>();

        LabelAsKey(T[] known, Function<T, String> label) {
            for (T one : known) {
                byLabel.put(label.apply(one), one);
            }
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            T named = byLabel.get(key);
            if (named == null) {
                context.reportInputMismatch(
                        Object.class, "unknown key '%s'; known are %s", key, String.join(", ", byLabel.keySet()));
            }
            return named;
        }
    }

    private static final class TimeOfDay extends StdDeserializer<LocalTime> {
        private static final long serialVersionUID = 1;

        TimeOfDay() {
            super(LocalTime.class);
        }

        @Override
        public LocalTime deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                return LocalTime.parse(text);
            } catch (DateTimeParseException e) {
                return (LocalTime) context.handleWeirdStringValue(
                        LocalTime.class, text, "a time of day in quotes is wanted, like \"23:00\"");
            }
        }
    }

    private static double number(JsonParser parser, DeserializationContext context, Class<?> wanted)
            throws IOException {
        if (!parser.currentToken().isNumeric()) {
            context.reportInputMismatch(wanted, "a number is wanted, not '%s'", parser.getText());
        }
        return parser.getDoubleValue();
    }
}
