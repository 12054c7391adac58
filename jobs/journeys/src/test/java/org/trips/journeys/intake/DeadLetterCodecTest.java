package org.trips.journeys.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DeadLetterCodecTest {
    @Test
    void aLetterOfWhichNothingIsKnownBesideItsBytesIsReadToo() {
        DeadLetter letter = read("""
                {"reason":"notJson","detail":"cut","receivedAt":"2026-03-01T07:30:00Z","pointsLost":0,"original":"e30="}""");
        assertThat(letter.properties()).isEqualTo(MessageProperties.NONE);
        assertThat(letter.original()).isEqualTo("{}".getBytes(UTF_8));
    }

    @Test
    void whatIsKnownBesideTheBytesIsWrittenOnlyWhereItIsKnown() {
        DeadLetter letter = new DeadLetter(
                DeadLetterReason.CORRUPT_GZIP, "", 0, 0, new MessageProperties(null, "gzip", 5L), new byte[0]);
        assertThat(new String(DeadLetterCodec.toLine(letter), UTF_8))
                .contains("\"contentEncoding\":\"gzip\"", "\"timestamp\":\"1970-01-01T00:00:00.005Z\"")
                .doesNotContain("contentType");
    }

    @Test
    void aTimeThatIsNoneIsNamed() {
        assertThatThrownBy(() -> read("""
                {"reason":"late","receivedAt":"2026-03-01T07:30:00Z","timestamp":"noon","original":""}""")).hasMessage("A dead letter's timestamp is not a time: noon");
    }

    private static DeadLetter read(String line) {
        return DeadLetterCodec.fromLine(line.getBytes(UTF_8));
    }
}
