package org.trips.journeys.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.trips.journeys.intake.UploadDecoder.Decoded;
import org.trips.journeys.points.Ignition;
import org.trips.journeys.points.Point;

class IntakePropertiesTest {
    private static final long YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    private static final long YEAR_2100 = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(UploadDecoder.class.getResourceAsStream("/org/trips/journeys/upload.schema.json"));

    private final UploadDecoder decoder = new UploadDecoder();

    @Property(tries = 500)
    void decodingWhatWasEncodedGivesTheSameUpload(@ForAll("uploads") Upload upload) {
        Decoded decoded = decoder.decode(UploadEncoder.encode(upload), null, OptionalLong.empty());

        assertThat(decoded.refused()).isEmpty();
        List<Point> future = futureOf(upload);
        assertThat(decoded.refusedPoints()).hasSize(future.size());
        if (future.isEmpty()) {
            assertThat(decoded.uploads()).containsExactly(upload);
        }
    }

    @Property(tries = 500)
    void anArchivedUploadComesBackAsItWasWhateverItsReceiversClockSaid(@ForAll("uploads") Upload upload)
            throws IOException {
        Path archive = Files.createTempDirectory("archive");
        Path day = Files.createDirectory(archive.resolve("2026-03-01"));
        Path file = Files.write(day.resolve("part.ndjson.gz"), UploadArchive.record(upload));
        List<Upload> read = new ArrayList<>();
        new UploadArchive(archive).read(LocalDate.EPOCH, upload.device(), read::add);
        for (Path made : List.of(file, day, archive)) {
            Files.delete(made);
        }

        assertThat(read).containsExactly(upload);
    }

    @Property(tries = 2000)
    void aDamagedMessageIsRefusedOrReadButNeverThrows(
            @ForAll("uploads") Upload upload,
            @ForAll @IntRange(max = 1_000_000) int place,
            @ForAll byte[] damage,
            @ForAll @IntRange(max = 20) int removed) {
        byte[] message = UploadEncoder.encode(upload);
        int at = place % message.length;
        int resumeAt = Math.min(message.length, at + removed);
        byte[] damaged = new byte[at + damage.length + message.length - resumeAt];
        System.arraycopy(message, 0, damaged, 0, at);
        System.arraycopy(damage, 0, damaged, at, damage.length);
        System.arraycopy(message, resumeAt, damaged, at + damage.length, message.length - resumeAt);

        Decoded decoded = decoder.decode(damaged, null, OptionalLong.empty());

        assertThat(decoded.refused().isPresent())
                .isEqualTo(
                        decoded.uploads().isEmpty() && decoded.refusedPoints().isEmpty());
        for (RefusedPoint point : decoded.refusedPoints()) {
            Decoded again = decoder.decode(point.original(), null, OptionalLong.empty());
            assertThat(again.refused()).isEmpty();
            assertThat(again.refusedPoints().size()
                            + again.uploads().stream()
                                    .mapToInt(u -> u.points().size())
                                    .sum())
                    .isEqualTo(1);
        }
    }

    @Property(tries = 300)
    void randomBytesNeverThrow(@ForAll byte[] bytes, @ForAll boolean asGzip) {
        byte[] body = asGzip ? concat(new byte[] {0x1f, (byte) 0x8b, 8}, bytes) : bytes;

        assertThat(decoder.decode(body, null, OptionalLong.empty()).refused()).isPresent();
    }

    @Property(tries = 1000)
    void everyPointSentIsEitherTakenOrRefused(@ForAll("pointsOfAnyKind") List<String> points) {
        String message =
                "{\"device\":\"d\",\"sentAt\":\"2026-03-01T08:00:00Z\",\"points\":[" + String.join(",", points) + "]}";

        Decoded decoded = decoder.decode(message.getBytes(UTF_8), null, OptionalLong.empty());

        int taken = decoded.uploads().stream().mapToInt(u -> u.points().size()).sum();
        assertThat(taken + decoded.refusedPoints().size()).isEqualTo(points.size());
    }

    @Property(tries = 1000)
    void theSchemaAcceptsAMessageExactlyIfTheDecoderRefusesNothingOfIt(
            @ForAll("pointsOfAnyKind") List<String> points,
            @ForAll("devices") String device,
            @ForAll("sendTimes") String sentAt)
            throws JsonProcessingException {
        String message =
                "{\"device\":" + device + ",\"sentAt\":" + sentAt + ",\"points\":[" + String.join(",", points) + "]}";
        JsonNode tree = new ObjectMapper().readTree(message);

        Decoded decoded = decoder.decode(message.getBytes(UTF_8), null, OptionalLong.empty());

        // That a fix is from the future depends on two fields at once, which a schema cannot say.
        boolean takenWhole = decoded.refused().isEmpty()
                && decoded.refusedPoints().stream()
                        .allMatch(point -> point.reason() == DeadLetterReason.FROM_THE_FUTURE);
        assertThat(SCHEMA.validate(tree)).as(message).satisfies(problems -> assertThat(problems.isEmpty())
                .isEqualTo(takenWhole));
    }

    @Example
    void theSchemasExamplesAreUploads() throws IOException {
        JsonNode examples = SCHEMA.getSchemaNode().get("examples");

        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            assertThat(SCHEMA.validate(example)).isEmpty();
            assertThat(decoder.decode(example.toString().getBytes(UTF_8), null, OptionalLong.empty())
                            .uploads())
                    .hasSize(1);
        });
    }

    @Property
    void timesAreReadAsTheStandardLibraryReadsThem(
            @ForAll("times") long millis,
            @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offsetMinutes,
            @ForAll @IntRange(max = 999_999) int nanosBelowTheMillisecond) {
        OffsetDateTime time = Instant.ofEpochMilli(millis)
                .plusNanos(nanosBelowTheMillisecond)
                .atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
        char[] text = ("xx" + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)).toCharArray();

        assertThat(IsoTime.epochMillis(text, 2, text.length - 2)).isEqualTo(millis);
    }

    @Property(tries = 300)
    void aDeadLetterComesBackFromItsLine(
            @ForAll DeadLetterReason reason,
            @ForAll String detail,
            @ForAll("times") long at,
            @ForAll("properties") MessageProperties properties,
            @ForAll byte[] original) {
        // Lone surrogates are no text: JSON in UTF-8 cannot carry them.
        String text = new String(detail.getBytes(UTF_8), UTF_8);
        DeadLetter letter = new DeadLetter(reason, text, at, 3, properties, original);

        byte[] line = DeadLetterCodec.toLine(letter);

        assertThat(line).doesNotContain((byte) '\n');
        assertThat(DeadLetterCodec.fromLine(line)).isEqualTo(letter);
    }

    @Provide
    Arbitrary<MessageProperties> properties() {
        return Combinators.combine(
                        Arbitraries.of("text/csv", "x \" y").injectNull(0.5),
                        Arbitraries.of("gzip", "", "br").injectNull(0.5),
                        times().injectNull(0.5))
                .as(MessageProperties::new);
    }

    @Provide
    Arbitrary<Upload> uploads() {
        Arbitrary<String> devices = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("-\"\\ä€\u0001")
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<OptionalLong> receivedAt =
                times().optional().map(time -> time.map(OptionalLong::of).orElse(OptionalLong.empty()));
        return Combinators.combine(devices, points().list().ofMinSize(1).ofMaxSize(20), receivedAt)
                .as(Upload::new);
    }

    @Provide
    Arbitrary<Long> times() {
        return Arbitraries.longs().between(YEAR_2000, YEAR_2100 - 1);
    }

    @Provide
    Arbitrary<String> devices() {
        return Arbitraries.of("\"d\"", "\"d-17\"", "\" \"", "\"\"", "17", "null", "[]", "\"" + "x".repeat(201) + "\"");
    }

    @Provide
    Arbitrary<String> sendTimes() {
        return Arbitraries.of("null", "\"2026-03-01T08:00:00Z\"", "1772352000000", "\"soon\"", "{}", "5", "true");
    }

    @Provide
    Arbitrary<List<String>> pointsOfAnyKind() {
        Arbitrary<String> time = Arbitraries.of(
                "\"2026-03-01T07:30:00.000Z\"",
                "\"2026-03-01T09:30:00+02:00\"",
                "\"2026-03-01 07:30:00,5z\"",
                "1772350200000",
                "1772350200000.5",
                "\"2030-01-01T00:00:00Z\"",
                "\"2026-13-01T07:30:00Z\"",
                "\"2026-03-01T07:30:00\"",
                "\"1999-03-01T07:30:00Z\"",
                "\"\"",
                "null",
                "3",
                "1e300",
                "false");
        Arbitrary<String> number = Arbitraries.of(
                "0", "0.0", "60.17", "-60.17", "90", "90.5", "-180", "-180.5", "200.5", "1e5", "1e7", "null", "\"7\"",
                "[]", "{}", "true");
        Arbitrary<String> fields = Combinators.combine(
                        Arbitraries.of(
                                "lat", "lon", "speed", "heading", "accuracy", "ignition", "accelLong", "altitude"),
                        number)
                .as((name, value) -> "\"" + name + "\":" + value);
        Arbitrary<String> usual = Arbitraries.of("\"lat\":60.17,\"lon\":24.94", "\"lat\":0,\"lon\":0.0", "\"lat\":1");
        Arbitrary<String> objects = Combinators.combine(
                        time,
                        usual,
                        fields.list().uniqueElements(f -> f.split(":")[0]).ofMaxSize(3))
                .as((t, place, more) -> "{\"time\":" + t + "," + withoutRepetition(place, more) + "}");
        return Arbitraries.frequencyOf(
                        Tuple.of(20, objects), Tuple.of(1, Arbitraries.of("7", "null", "[]", "\"x\"", "{}")))
                .list()
                .ofMaxSize(4)
                .filter(points -> !points.isEmpty());
    }

    private static String withoutRepetition(String place, List<String> more) {
        StringBuilder fields = new StringBuilder(place);
        more.stream().filter(field -> !place.contains(field.split(":")[0])).forEach(field -> fields.append(',')
                .append(field));
        return fields.toString();
    }

    private static Arbitrary<Point> points() {
        Arbitrary<Integer> latitude =
                Arbitraries.integers().between(-90_000_000, 90_000_000).filter(e6 -> e6 != 0);
        Arbitrary<Integer> longitude = Arbitraries.integers().between(-180_000_000, 180_000_000);
        return Combinators.combine(
                        Arbitraries.longs().between(YEAR_2000, YEAR_2100 - 1),
                        latitude,
                        longitude,
                        orUnknown(0, 20_000),
                        orUnknown(0, 3599),
                        orUnknown(0, 10_000_000),
                        Arbitraries.of(Ignition.class),
                        Combinators.combine(orUnknown(-9_800, 9_800), orUnknown(-9_800, 9_800))
                                .as(List::of))
                .as((time, lat, lon, speed, heading, accuracy, ignition, accelerations) -> new Point(
                        time,
                        lat,
                        lon,
                        speed,
                        heading,
                        accuracy,
                        ignition,
                        accelerations.get(0),
                        accelerations.get(1)));
    }

    private static Arbitrary<Integer> orUnknown(int from, int to) {
        return Arbitraries.integers()
                .between(from, to)
                .injectNull(0.2)
                .map(value -> value == null ? Integer.valueOf(Point.UNKNOWN) : value);
    }

    private static List<Point> futureOf(Upload upload) {
        if (upload.receivedAtMillis().isEmpty()) {
            return List.of();
        }
        long latest = upload.receivedAtMillis().getAsLong() + UploadDecoder.DEFAULT_FUTURE_TOLERANCE.toMillis();
        return upload.points().stream()
                .filter(point -> point.timeMillis() > latest)
                .toList();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
