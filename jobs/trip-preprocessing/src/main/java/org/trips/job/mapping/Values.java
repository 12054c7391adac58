package org.trips.job.mapping;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonBoolean;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What single values of documents mean, whatever type of BSON they were stored as. */
final class Values {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d{1,18}(\\.\\d{1,18})?|\\.\\d{1,18})");
    private static final int LONGEST_QUOTE = 40;

    /** Drivers write what they are given, whatever its length. */
    private static final int UUID_BYTES = 16;

    private Values() {}

    /** The number that a value is, or, as text, says; empty where it is none. */
    static OptionalDouble number(BsonValue value) {
        return switch (value.getBsonType()) {
            case INT32, INT64, DOUBLE -> OptionalDouble.of(value.asNumber().doubleValue());
            // Not by way of a BigDecimal, which has no negative zero.
            case DECIMAL128 -> OptionalDouble.of(value.asDecimal128().getValue().doubleValue());
            case STRING -> {
                var text = value.asString().getValue().strip();
                yield DECIMAL.matcher(text).matches()
                        ? OptionalDouble.of(Double.parseDouble(text))
                        : OptionalDouble.empty();
            }
            default -> OptionalDouble.empty();
        };
    }

    /** The name that a value is: a text, a whole number, an ObjectId or a UUID; empty where it is none. */
    static Optional<String> name(BsonValue value) {
        return switch (value.getBsonType()) {
            case STRING -> Optional.of(value.asString().getValue());
            case INT32, INT64 -> Optional.of(Long.toString(value.asNumber().longValue()));
            case DOUBLE -> {
                var number = value.asDouble().getValue();
                yield number == Math.rint(number) && Math.abs(number) < 1L << 53
                        ? Optional.of(Long.toString((long) number))
                        : Optional.empty();
            }
            case OBJECT_ID -> Optional.of(value.asObjectId().getValue().toHexString());
            case BINARY -> uuid(value.asBinary());
            default -> Optional.empty();
        };
    }

    private static Optional<String> uuid(BsonBinary binary) {
        return binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue() && binary.getData().length == UUID_BYTES
                ? Optional.of(binary.asUuid().toString())
                : Optional.empty();
    }

    /** Whether two simple values are the same; numbers by what they count, whatever their type, and null like nothing. */
    static boolean same(BsonValue wanted, BsonValue value) {
        if (wanted.isNull() || value == null || value.isNull()) {
            return wanted.isNull() && (value == null || value.isNull());
        }
        if (wanted.isNumber()) {
            return !value.isString()
                    && number(value).stream()
                            .anyMatch(number -> number == wanted.asNumber().doubleValue());
        }
        return wanted.equals(value);
    }

    /** What a simple value in YAML stands for. */
    static BsonValue of(ScalarNode node) {
        var text = node.getValue();
        if (node.getScalarStyle() != ScalarStyle.PLAIN) {
            return new BsonString(text);
        }
        return switch (text) {
            case "true", "True", "TRUE" -> BsonBoolean.TRUE;
            case "false", "False", "FALSE" -> BsonBoolean.FALSE;
            case "null", "~", "" -> BsonNull.VALUE;
            default -> {
                if (!DECIMAL.matcher(text).matches()) {
                    yield new BsonString(text);
                }
                yield text.contains(".")
                        ? new BsonDouble(Double.parseDouble(text))
                        : new BsonInt64(Long.parseLong(text));
            }
        };
    }

    /** A value in a sentence to a person; long text is cut. */
    static String described(BsonValue value) {
        return switch (value.getBsonType()) {
            case DOCUMENT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "\"" + cut(value.asString().getValue()) + "\"";
            case INT32, INT64 -> Long.toString(value.asNumber().longValue());
            case DOUBLE -> Double.toString(value.asDouble().getValue());
            case DECIMAL128 -> value.asDecimal128().getValue().toString();
            case BOOLEAN -> Boolean.toString(value.asBoolean().getValue());
            case DATE_TIME ->
                "the date " + Instant.ofEpochMilli(value.asDateTime().getValue());
            case OBJECT_ID -> "ObjectId " + value.asObjectId().getValue().toHexString();
            default -> "a value of type " + value.getBsonType();
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }
}
