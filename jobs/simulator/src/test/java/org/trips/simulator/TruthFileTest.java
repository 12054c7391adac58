package org.trips.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.EventType;

class TruthFileTest {
    private static final JourneyTruth JOURNEY = new JourneyTruth(
            "d-1",
            1_772_350_200_000L,
            1_772_350_800_500L,
            1234.567,
            List.of(new DrivenStretch(17, true, 10.5, 1000), new DrivenStretch(18, false, 300, 54.933)),
            List.of(new TrueEvent(EventType.BRAKING, 1_772_350_300_000L, 2.0, 4.6)));

    @TempDir
    private Path folder;

    @Test
    void aJourneyIsOneLineThatSaysAllOfIt() {
        assertThat(TruthFile.line(JOURNEY))
                .isEqualTo(
                        "{\"device\":\"d-1\",\"start\":\"2026-03-01T07:30:00Z\",\"end\":\"2026-03-01T07:40:00.500Z\","
                                + "\"metres\":1234.567,\"ways\":[{\"way\":17,\"forward\":true,\"fromMetres\":10.5,"
                                + "\"toMetres\":1000.0},{\"way\":18,\"forward\":false,\"fromMetres\":300.0,"
                                + "\"toMetres\":54.933}],\"events\":[{\"type\":\"braking\","
                                + "\"start\":\"2026-03-01T07:31:40Z\",\"seconds\":2.0,\"peak\":4.6}]}");
    }

    @Test
    void whatWasWrittenIsReadAgainCompressedOrNot() throws IOException {
        String lines = TruthFile.line(JOURNEY) + "\n" + TruthFile.line(JOURNEY) + "\n";
        Path plain = Files.writeString(folder.resolve("truth.ndjson"), lines);
        Path compressed = folder.resolve("truth.ndjson.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(TruthFile.read(plain)).containsExactly(JOURNEY, JOURNEY);
        assertThat(TruthFile.read(compressed)).containsExactly(JOURNEY, JOURNEY);
    }

    @Test
    void anEventOfAnUnknownKindIsNotPassedOver() throws IOException {
        Path file = Files.writeString(
                folder.resolve("truth.ndjson"), TruthFile.line(JOURNEY).replace("braking", "flying"));

        assertThatThrownBy(() -> TruthFile.read(file)).hasMessageContaining("\"flying\"");
    }
}
