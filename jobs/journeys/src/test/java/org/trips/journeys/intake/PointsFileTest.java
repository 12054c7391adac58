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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.points.Point;

class PointsFileTest {
    private static final String UPLOAD =
            "{\"device\":\"d\",\"points\":[{\"time\":1772350200000,\"lat\":60.17,\"lon\":24.94}]}";

    @TempDir
    private Path folder;

    private final List<Upload> uploads = new ArrayList<>();
    private final List<RefusedLine> refused = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    @Test
    void aTableGivesTheConsecutivePointsOfATraceTogether() throws IOException {
        read("points.csv", """
                trace_id,timestamp_ms,lat,lon,speed_mps,heading_deg,accuracy_m
                a,1772350200000,60.17,24.94,8.3,271,4
                a,1772350201000,60.18,24.94,,,
                b,2026-03-01T07:30:00Z,60.19,24.94,,,
                """);

        assertThat(uploads).extracting(Upload::device).containsExactly("a", "b");
        assertThat(uploads.get(0).points())
                .containsExactly(
                        Point.at(1772350200000L, 60.17, 24.94)
                                .speedMps(8.3)
                                .headingDegrees(271)
                                .accuracyMetres(4)
                                .build(),
                        Point.of(1772350201000L, 60.18, 24.94));
        assertThat(uploads.get(1).points()).containsExactly(Point.of(1772350200000L, 60.19, 24.94));
        assertThat(refused).isEmpty();
    }

    @Test
    void columnsMayComeInAnyOrderWithOthersBetweenAndInQuotes() throws IOException {
        read(
                "points.csv",
                "\uFEFF\"lon\",\"lat\",\"altitude\",\"timestamp_ms\",\"trace_id\"\r\n"
                        + "24.94,60.17,\"3,5\",1772350200000,\"van \"\"7\"\"\"\r\n");

        assertThat(uploads)
                .containsExactly(
                        new Upload("van \"7\"", List.of(Point.of(1772350200000L, 60.17, 24.94)), OptionalLong.empty()));
    }

    @Test
    void aBadRowCostsOnlyItselfAndIsNamedWithItsLine() throws IOException {
        read("points.csv", """
                trace_id,timestamp_ms,lat,lon
                a,1772350200000,60.17,24.94
                a,1772350201000,north,24.94
                a,soon,60.17,24.94

                a,1772350203000,60.17
                ,1772350204000,60.17,24.94
                a,,60.17,24.94
                a,1772350205000,0,0
                a,1772350206000,60.17,24.94""");

        assertThat(uploads).hasSize(1);
        assertThat(uploads.get(0).points()).hasSize(2);
        Path file = folder.resolve("points.csv");
        assertThat(refused)
                .extracting(RefusedLine::message)
                .containsExactly(
                        file + ", line 3: lat is \"north\" where it should be a number.",
                        file + ", line 4: timestamp_ms is \"soon\" where it should be milliseconds since 1970.",
                        file + ", line 6: There are 3 fields where the header has 4.",
                        file + ", line 7: trace_id is empty.",
                        file + ", line 8: The point has no time.",
                        file + ", line 9: lat and lon are both 0: the receiver did not know where it was.");
    }

    @Test
    void aTableWithoutANeededColumnSaysWhichAndWhatIsNeeded() {
        assertThatThrownBy(() -> read("points.csv", "trace_id,timestamp_ms,latitude,x\n"))
                .isInstanceOf(PointsFileException.class)
                .hasMessageContaining(
                        "points.csv, line 1: the header has no column lat (is it latitude?), lon (is it x?);"
                                + " it needs trace_id,timestamp_ms,lat,lon[,speed_mps]");
        assertThatThrownBy(() -> read("points.csv", "trace_id,lat,lon,km\n"))
                .hasMessageContaining("no column timestamp_ms; it needs");
        assertThatThrownBy(() -> read("points.csv", "trace_id;timestamp_ms;lat;lon\n"))
                .hasMessageContaining("not semicolons")
                .hasMessageNotContaining("is it");
        assertThatThrownBy(() -> read("empty.csv", ""))
                .hasMessageContaining("empty.csv is empty; a table of points begins with the header trace_id,");
    }

    @Test
    void aColumnThatIsNotUsedIsToldOnceWithTheOneThatMayBeMeant() throws IOException {
        read("points.csv", """
                trace_id,timestamp_ms,lat,lon,Speed,gps_bearing,altitude,accuracy_m,accuracy_v
                a,1772350200000,60.17,24.94,8.3,271,4,5,6
                a,1772350201000,60.18,24.94,8.3,271,4,5,6
                """);

        assertThat(notices)
                .containsExactly(
                        "column speed is not used; do you mean speed_mps, in metres per second?",
                        "column gps_bearing is not used; do you mean heading_deg, in degrees clockwise from north?",
                        "columns altitude, accuracy_v are not used");
        assertThat(uploads.get(0).points().get(0))
                .isEqualTo(
                        Point.at(1772350200000L, 60.17, 24.94).accuracyMetres(5).build());
        assertThat(refused).isEmpty();
    }

    @Test
    void nothingIsToldOfATableOfWhichAllColumnsAreUsed() throws IOException {
        read("points.csv", "trace_id,timestamp_ms,lat,lon,speed_mps\na,1772350200000,60.17,24.94,8.3\n");
        assertThat(notices).isEmpty();
    }

    @Test
    void timesInSecondsAreKnownForWhatTheyAre() throws IOException {
        read("points.csv", "trace_id,timestamp_ms,lat,lon\na,1772350200,60.17,24.94\na,17723,60.17,24.94\n");
        assertThat(refused)
                .extracting(RefusedLine::detail)
                .containsExactly(
                        "timestamp_ms is 1772350200, which looks like seconds; it should be milliseconds.",
                        "time 17723 ms since 1970 is not between the years 2000 and 2100.");
    }

    @Test
    void aLongTableComesInBatches() throws IOException {
        StringBuilder table = new StringBuilder("trace_id,timestamp_ms,lat,lon\n");
        for (int i = 0; i < 25_000; i++) {
            table.append("a,").append(1772350200000L + i * 1000L).append(",60.17,24.94\n");
        }

        read("points.csv", table.toString());

        assertThat(uploads).extracting(upload -> upload.points().size()).containsExactly(10_000, 10_000, 5_000);
    }

    @Test
    void aFileOfUploadsIsReadLineByLineAndABadLineIsNamed() throws IOException {
        read("uploads.ndjson", UPLOAD + "\n\n" + "{\"device\":\"d\",\"points\":[7]}\r\n" + "nonsense\n" + UPLOAD);

        assertThat(uploads).hasSize(2);
        assertThat(refused).extracting(RefusedLine::line).containsExactly(3L, 4L);
        assertThat(refused)
                .extracting(RefusedLine::reason)
                .containsExactly(DeadLetterReason.WRONG_TYPE, DeadLetterReason.NOT_JSON);
        assertThat(refused.get(1).toDeadLetter(5).original()).isEqualTo("nonsense".getBytes(UTF_8));
    }

    @Test
    void aLineBeyondTheLimitIsPassedOverWithoutBeingHeld() throws IOException {
        Path file = folder.resolve("uploads.ndjson");
        Files.writeString(file, "x".repeat(200_000) + "\n" + UPLOAD + "\n");
        UploadDecoder small = new UploadDecoder(1000, Duration.ofMinutes(5));

        PointsFile.read(file, small, uploads::add, refused::add, notices::add);

        assertThat(uploads).hasSize(1);
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).reason()).isEqualTo(DeadLetterReason.TOO_LARGE);
        assertThat(refused.get(0).original()).hasSize(1000);
    }

    @Test
    void aCompressedFileIsReadByItsName() throws IOException {
        Path file = folder.resolve("uploads.ndjson.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(UPLOAD.getBytes(UTF_8));
        }

        PointsFile.read(file, new UploadDecoder(), uploads::add, refused::add, notices::add);

        assertThat(uploads).hasSize(1);
    }

    @Test
    void aCompressedFileThatBreaksOffIsAClearError() throws IOException {
        Path whole = folder.resolve("whole.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write(UPLOAD.getBytes(UTF_8));
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path file = Files.write(folder.resolve("uploads.ndjson.gz"), Arrays.copyOf(bytes, bytes.length - 10));

        assertThatThrownBy(() -> PointsFile.read(file, new UploadDecoder(), uploads::add, refused::add, notices::add))
                .isInstanceOf(PointsFileException.class)
                .hasMessageContaining("uploads.ndjson.gz cannot be unpacked to its end");
    }

    @Test
    void aDamagedMemberIsToldWithItsPlaceAndNeverTakenForTheEnd() throws IOException {
        byte[] first = packed((UPLOAD + "\n").getBytes(UTF_8));
        byte[] all = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(first, 0, all, first.length, first.length);
        Path file = folder.resolve("uploads.ndjson.gz");
        int told = 0;
        for (int bit = first.length * 8; bit < all.length * 8; bit++) {
            byte[] damaged = all.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            uploads.clear();
            try {
                PointsFile.read(file, new UploadDecoder(), uploads::add, refused::add, notices::add);
                // Time and system in a member's header are nobody's business.
                assertThat(uploads).as("bit %d", bit).hasSize(2);
            } catch (PointsFileException e) {
                assertThat(e)
                        .hasMessageContaining("uploads.ndjson.gz cannot be unpacked to its end: in gzip member 2, which"
                                + " begins at byte " + first.length + ",");
                told++;
            }
        }
        assertThat(told).isGreaterThan(first.length);
        assertThatThrownBy(() -> read(Arrays.copyOf(all, all.length + 1)))
                .hasMessageContaining("standard input cannot be unpacked to its end: in gzip member 3, which begins");
    }

    @Test
    void aLineThatIsNoTextIsRefusedForTwoTracesCouldBecomeOne() throws IOException {
        byte[] table =
                "trace_id,timestamp_ms,lat,lon\nd?,1772350200000,60.17,24.94\nd\ufffd,1772350200000,60.17,24.94\n"
                        .getBytes(UTF_8);
        for (int at = 0; at < table.length; at++) {
            table[at] = table[at] == '?' ? (byte) 0xff : table[at];
        }
        read(table);

        assertThat(uploads).extracting(Upload::device).containsExactly("d\ufffd");
        assertThat(refused).extracting(RefusedLine::line).containsExactly(2L);
        assertThat(refused.get(0).detail()).contains("not text in UTF-8");
    }

    @Test
    void aRowOrAHeaderBeyondTheLimitIsToldAndNotReadInPart() throws IOException {
        Path file = folder.resolve("points.csv");
        String header = "trace_id,timestamp_ms,lat,lon\n";
        Files.writeString(
                file, header + "d,1772350200000,60.17,24." + "9".repeat(2000) + "\nd,1772350200000,60.17,24.94\n");
        UploadDecoder small = new UploadDecoder(1000, Duration.ofMinutes(5));
        PointsFile.read(file, small, uploads::add, refused::add, notices::add);
        assertThat(uploads).hasSize(1);
        assertThat(refused).extracting(RefusedLine::reason).containsExactly(DeadLetterReason.TOO_LARGE);

        assertThatThrownBy(() -> read("wide.csv", "x,".repeat(100_000) + header))
                .hasMessageContaining("wide.csv, line 1: the header is longer than any is");
        assertThatThrownBy(() -> read("wide.csv", "x,".repeat(997) + header))
                .hasMessageContaining("wide.csv, line 1: the header has 1001 columns, more than the 1000");
        read("wide.csv", "x,".repeat(996) + header);
    }

    @Test
    void aStreamIsUnpackedWhereItIsCompressedWhateverItHolds() throws IOException {
        for (String content : new String[] {UPLOAD, "trace_id,timestamp_ms,lat,lon\nd,1772350200000,60.17,24.94\n"}) {
            byte[] plain = content.getBytes(UTF_8);
            read(plain);
            read(packed(plain));
        }

        assertThat(uploads).hasSize(4).allSatisfy(upload -> assertThat(upload.device())
                .isEqualTo("d"));
    }

    @Test
    void aStreamThatIsEmptyOrBreaksOffIsAClearError() throws IOException {
        byte[] packed = packed(UPLOAD.getBytes(UTF_8));
        assertThatThrownBy(() -> read(Arrays.copyOf(packed, packed.length - 10)))
                .isInstanceOf(PointsFileException.class)
                .hasMessageContaining("standard input cannot be unpacked to its end");
        assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("standard input is empty");
        assertThatThrownBy(() -> read(packed(new byte[0]))).hasMessageContaining("standard input is empty");
    }

    private static byte[] packed(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private void read(byte[] stream) throws IOException {
        PointsFile.read(
                new ByteArrayInputStream(stream),
                "standard input",
                new UploadDecoder(),
                uploads::add,
                refused::add,
                notices::add);
    }

    @Test
    void aFileOfAnotherKindOrNoneIsAClearError() {
        assertThatThrownBy(() -> read("points.gpx", "<gpx/>")).hasMessageContaining("points.gpx is of no known kind");
        assertThatThrownBy(() -> PointsFile.read(
                        folder.resolve("none.csv"), new UploadDecoder(), uploads::add, refused::add, notices::add))
                .hasMessageContaining("none.csv is not there");
    }

    private void read(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        PointsFile.read(file, new UploadDecoder(), uploads::add, refused::add, notices::add);
    }
}
