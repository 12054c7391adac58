package org.trips.journeys.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.points.Point;

class UploadArchiveTest {
    private static final LocalDate FIRST_OF_MARCH = LocalDate.parse("2026-03-01");
    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final long LAST_MILLISECOND =
            Instant.parse("2026-03-01T23:59:59.999Z").toEpochMilli();

    @TempDir
    private Path folder;

    private final List<Upload> read = new ArrayList<>();

    @Test
    void uploadsAreReadByDayThenByFileNameThenInTheirOrder() throws IOException {
        archive("2026-03-02/a.ndjson.gz", upload("d", 4));
        archive("2026-03-01/b.ndjson.gz", upload("d", 3));
        archive("2026-03-01/a.ndjson.gz", upload("d", 1), upload("d", 2));

        read(FIRST_OF_MARCH, "d");

        assertThat(read).containsExactly(upload("d", 1), upload("d", 2), upload("d", 3), upload("d", 4));
    }

    @Test
    void daysBeforeTheFirstAreNotRead() throws IOException {
        archive("2026-02-28/a.ndjson.gz", upload("d", 1));
        archive("2026-03-01/a.ndjson.gz", upload("d", 2));

        read(FIRST_OF_MARCH, "d");

        assertThat(read).containsExactly(upload("d", 2));
    }

    @Test
    void oneDeviceIsReadOrAllOfThem() throws IOException {
        archive("2026-03-01/a.ndjson.gz", upload("d", 1), upload("d-2", 2), upload("d", 3));

        read(FIRST_OF_MARCH, "d");
        assertThat(read).containsExactly(upload("d", 1), upload("d", 3));

        read.clear();
        read(FIRST_OF_MARCH, null);
        assertThat(read).extracting(Upload::device).containsExactly("d", "d-2", "d");
    }

    @Test
    void whatIsStillBeingWrittenAndWhatIsNoDayIsPassedOver() throws IOException {
        archive("2026-03-01/.a.ndjson.gz.inprogress.1", upload("d", 1));
        archive("2026-03-01/_a.ndjson.gz", upload("d", 2));
        archive("lost+found/a.ndjson.gz", upload("d", 3));
        archive("2026-03-01/a.ndjson.gz", upload("d", 4));

        read(FIRST_OF_MARCH, "d");

        assertThat(read).containsExactly(upload("d", 4));
    }

    @Test
    void aFixThatWasAcceptedThoughItsReceiverWasYearsBehindIsReadAgain() throws IOException {
        long year2000 = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
        long year2099 = Instant.parse("2099-12-31T23:59:59Z").toEpochMilli();
        Upload ahead = new Upload("d", List.of(Point.of(year2099, 60.17, 24.94)), OptionalLong.of(year2000));
        archive("2026-03-01/a.ndjson.gz", ahead);

        read(FIRST_OF_MARCH, "d");

        assertThat(read).containsExactly(ahead);
    }

    @Test
    void aDayIsThatOfTheReceiveTimeByUtcOrOfTheClockWhereThatIsNotKnownOrNotBelieved() {
        long tomorrow = LAST_MILLISECOND + 1;
        assertThat(UploadArchive.day(OptionalLong.of(LAST_MILLISECOND), tomorrow))
                .isEqualTo("2026-03-01");
        assertThat(UploadArchive.day(OptionalLong.empty(), tomorrow)).isEqualTo("2026-03-02");
        assertThat(UploadArchive.day(OptionalLong.of(NOON * 1000), tomorrow)).isEqualTo("2026-03-02");
    }

    @Test
    void aReceiveTimeThatNoMessageMayTellIsLeftOut() throws IOException {
        // Some send the broker's timestamp in milliseconds where it is in seconds.
        archive("2026-03-01/a.ndjson.gz", new Upload("d", upload("d", 1).points(), OptionalLong.of(NOON * 1000)));

        read(FIRST_OF_MARCH, "d");

        assertThat(read).containsExactly(new Upload("d", upload("d", 1).points(), OptionalLong.empty()));
    }

    @Test
    void aFileCutAtTheEndOfAnyUploadIsAWholeFile() throws IOException {
        byte[] first = UploadArchive.record(upload("d", 1));
        archive("2026-03-01/a.ndjson.gz", upload("d", 1), upload("d", 2), upload("d", 3));
        Path file = folder.resolve("2026-03-01/a.ndjson.gz");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), first.length));

        read(FIRST_OF_MARCH, "d");

        assertThat(read).containsExactly(upload("d", 1));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(first)))
                .hasContent("{\"device\":\"d\",\"sentAt\":\"2026-03-01T12:00:00Z\",\"points\":["
                        + "{\"time\":\"2026-03-01T12:00:01Z\",\"lat\":60.170000,\"lon\":24.940000}]}\n");
    }

    @Test
    void aFileThatIsCutAnywhereElseIsNamedWithTheLine() throws IOException {
        byte[] first = UploadArchive.record(upload("d", 1));
        byte[] second = UploadArchive.record(upload("d", 2));
        Path file = archive("2026-03-01/a.ndjson.gz", upload("d", 1), upload("d", 2), upload("d", 3));
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            if (length != first.length && length != first.length + second.length) {
                assertThatThrownBy(() -> read(FIRST_OF_MARCH, "d"))
                        .as("cut to %d bytes", length)
                        .isInstanceOf(PointsFileException.class)
                        .hasMessageContaining(file + ", line ")
                        .hasMessageContaining("Put a whole copy in its place");
            }
        }
        Files.write(file, Arrays.copyOf(whole, first.length + second.length / 2));
        assertThatThrownBy(() -> read(FIRST_OF_MARCH, "d"))
                .hasMessageContaining(file + ", line 2: The file is damaged: ");
    }

    @Test
    void aFlippedBitIsNamedWithTheLineOrDoesNoHarmButNeverHidesUploads() throws IOException {
        Path file = archive("2026-03-01/a.ndjson.gz", upload("d", 1), upload("d", 2), upload("d", 3));
        byte[] whole = Files.readAllBytes(file);
        int damaged = 0;

        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] bytes = whole.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bytes);
            read.clear();
            try {
                read(FIRST_OF_MARCH, "d");
                // Time and system in a member's header are nobody's business.
                assertThat(read).as("bit %d", bit).containsExactly(upload("d", 1), upload("d", 2), upload("d", 3));
            } catch (PointsFileException e) {
                assertThat(e).hasMessageContaining(file + ", line ");
                damaged++;
            }
        }
        assertThat(damaged).isGreaterThan(whole.length);
    }

    @Test
    void aLineThatIsNoUploadOrHoldsABadPointIsNamed() throws IOException {
        Path file = archive("2026-03-01/a.ndjson.gz", upload("d", 1));
        append(file, "{\"device\":\"d\",\"points\":[{\"time\":1772350200000,\"lat\":91,\"lon\":24.94}]}\n");
        assertThatThrownBy(() -> read(FIRST_OF_MARCH, "d"))
                .hasMessageContaining(file + ", line 2: The file is damaged: lat 91.0 is outside");

        Path other = archive("2026-02-28/a.ndjson.gz");
        append(other, "nonsense\n");
        assertThatThrownBy(() -> read(LocalDate.EPOCH, "d")).hasMessageContaining(other + ", line 1: ");
    }

    @Test
    void aFileThatDoesNotBelongThereIsNamedRatherThanPassedOver() throws IOException {
        Path file = archive("2026-03-01/a.ndjson", upload("d", 1));

        assertThatThrownBy(() -> read(FIRST_OF_MARCH, "d"))
                .hasMessageContaining(file + " is no file of an archive, for its name does not end with .ndjson.gz");
    }

    @Test
    void anArchiveThatIsNotThereIsAClearError() {
        assertThatThrownBy(() -> new UploadArchive(folder.resolve("none")).read(FIRST_OF_MARCH, "d", read::add))
                .isInstanceOf(PointsFileException.class)
                .hasMessageContaining("none is not there, or is no folder");
    }

    private static Upload upload(String device, int second) {
        return new Upload(device, List.of(Point.of(NOON + second * 1000L, 60.17, 24.94)), OptionalLong.of(NOON));
    }

    private Path archive(String name, Upload... uploads) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Upload upload : uploads) {
            bytes.writeBytes(UploadArchive.record(upload));
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes.toByteArray());
    }

    private static void append(Path file, String line) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Files.readAllBytes(file));
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(line.getBytes(UTF_8));
        }
        Files.write(file, bytes.toByteArray());
    }

    private void read(LocalDate firstDay, String device) throws IOException {
        new UploadArchive(folder).read(firstDay, device, read::add);
    }
}
