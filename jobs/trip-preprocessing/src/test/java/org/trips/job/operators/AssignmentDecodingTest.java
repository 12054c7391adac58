package org.trips.job.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;

final class AssignmentDecodingTest {
    private static final int MAXIMUM_BYTES = 1000;
    private static final long SENT_AT = 1_795_000_000_000L;
    private static final String ASSIGNMENTS = """
            {"device":"d-1","assignments":[
              {"policy":"P-1","from":"2026-01-01T00:00:00Z","timeZone":"UTC","vehicleClass":"van"}]}""";

    private OneInputStreamOperatorTestHarness<RawMessage, DeviceInstruction> decoding;

    @BeforeEach
    void start() throws Exception {
        decoding =
                new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new AssignmentDecoding(MAXIMUM_BYTES)));
        decoding.open();
    }

    @AfterEach
    void stop() throws Exception {
        decoding.close();
    }

    @Test
    void assignmentsThatCountNoVersionsHaveTheTimeOfTheirMessage() throws Exception {
        message(ASSIGNMENTS.getBytes(StandardCharsets.UTF_8), null, SENT_AT);
        var policies = decoding.extractOutputValues().get(0);
        assertThat(policies.device()).isEqualTo("d-1");
        assertThat(policies.assignments().version()).isEqualTo(SENT_AT);
    }

    @Test
    void assignmentsWithNeitherVersionNorTimeAreADeadLetterThatSaysSo() throws Exception {
        message(ASSIGNMENTS.getBytes(StandardCharsets.UTF_8), null, RawMessage.NO_TIME);
        assertThat(deadLetter().detail()).contains("version", "the message has no time to stand for it");
    }

    @Test
    void packedAssignmentsAreUnpacked() throws Exception {
        message(gzip(ASSIGNMENTS), "gzip", SENT_AT);
        assertThat(decoding.extractOutputValues()).hasSize(1);
    }

    @Test
    void assignmentsThatCannotBeUnpackedAreADeadLetterWithTheirBytes() throws Exception {
        var cut = Arrays.copyOf(gzip(ASSIGNMENTS), 40);
        message(cut, "gzip", SENT_AT);
        assertThat(deadLetter().detail()).contains("ends early");
        assertThat(deadLetter().original()).isEqualTo(cut);
        assertThat(deadLetter().receivedAtMillis()).isEqualTo(SENT_AT);
    }

    @Test
    void assignmentsThatAreTooLargeAreADeadLetterPackedOrNot() throws Exception {
        message(new byte[MAXIMUM_BYTES + 1], null, SENT_AT);
        assertThat(deadLetter().detail()).contains("1001 bytes", "limit of 1000");
        stop();
        start();
        message(gzip(" ".repeat(MAXIMUM_BYTES + 1)), "gzip", SENT_AT);
        assertThat(deadLetter().detail()).contains("unpacked", "limit of 1000");
    }

    private void message(byte[] body, String contentEncoding, long time) throws Exception {
        decoding.processElement(new RawMessage(body, contentEncoding, time), 0);
    }

    /** The only one; nothing else came out. */
    private DeadLetter deadLetter() {
        assertThat(decoding.extractOutputValues()).isEmpty();
        var letters = decoding.getSideOutput(UploadDecoding.DEAD_LETTERS);
        assertThat(letters).hasSize(1);
        var letter = letters.element().getValue();
        assertThat(letter.reason()).isEqualTo(DeadLetterReason.INVALID_ASSIGNMENT);
        return letter;
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
