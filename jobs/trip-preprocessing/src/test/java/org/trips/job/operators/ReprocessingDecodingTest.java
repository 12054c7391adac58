package org.trips.job.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trips.journeys.device.ReprocessedSpan;
import org.trips.journeys.device.ReprocessingCodec;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.points.Point;
import org.trips.journeys.segmentation.FoldState;

final class ReprocessingDecodingTest {
    private static final int MAXIMUM_BYTES = 1000;
    private static final Instant START = Instant.parse("2026-03-01T07:30:00Z");
    private static final ReprocessedSpan SPAN = new ReprocessedSpan(
            "d-1",
            START,
            START.plusSeconds(3600),
            FoldState.NEW,
            List.of(Point.of(START.toEpochMilli(), 60, 24.9)),
            true,
            List.of());

    private OneInputStreamOperatorTestHarness<RawMessage, DeviceInstruction> decoding;

    @BeforeEach
    void start() throws Exception {
        decoding =
                new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new ReprocessingDecoding(MAXIMUM_BYTES)));
        decoding.open();
    }

    @AfterEach
    void stop() throws Exception {
        decoding.close();
    }

    @Test
    void aPackedSpanGoesToItsDeviceAsItCame() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(ReprocessingCodec.encode(SPAN));
        }
        message(packed.toByteArray(), "gzip");
        var instruction = decoding.extractOutputValues().get(0);
        assertThat(instruction.device()).isEqualTo("d-1");
        assertThat(instruction.message()).isEqualTo(packed.toByteArray());
        assertThat(instruction.span()).isEqualTo(SPAN);
    }

    @Test
    void whatIsNoSpanIsADeadLetterThatSaysWhy() throws Exception {
        var json = new String(ReprocessingCodec.encode(SPAN), StandardCharsets.UTF_8);
        refused(
                json.replace("\"version\":1", "\"version\":2"),
                "The span is of version 2, this release reads version 1.");
        refused(json.replace("\"to\":", "\"until\":"), "The span cannot be read: Missing creator property 'to'");
        refused(json.replace("\"lat\":60", "\"lat\":91"), "One of its points cannot be used");
        refused("{\"device\":\"d-1\"}", "has no list of points");
        refused(json.replaceFirst("\"stored\":\\[.*\\],\"device\"", "\"stored\":[null],\"device\""), "stored is null");
        refused(
                json.replaceFirst("\"to\":\"[^\"]*\"", "\"to\":\"+1000000000-12-31T23:59:59.999999999Z\""),
                "\"to\", +1000000000-12-31");
        refused(json + " ".repeat(MAXIMUM_BYTES), "than the limit of 1000 allows");
    }

    private void refused(String json, String why) throws Exception {
        message(json.getBytes(StandardCharsets.UTF_8), null);
        assertThat(decoding.extractOutputValues()).isEmpty();
        var letter =
                decoding.getSideOutput(UploadDecoding.DEAD_LETTERS).remove().getValue();
        assertThat(letter.reason()).isEqualTo(DeadLetterReason.INVALID_REPROCESSING);
        assertThat(letter.detail()).contains(why);
        assertThat(new String(letter.original(), StandardCharsets.UTF_8)).isEqualTo(json);
    }

    private void message(byte[] body, String contentEncoding) throws Exception {
        decoding.processElement(new RawMessage(body, contentEncoding, RawMessage.NO_TIME), 0);
    }
}
