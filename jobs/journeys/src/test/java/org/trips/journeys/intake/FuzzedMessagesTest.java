package org.trips.journeys.intake;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.OptionalLong;

/**
 * The same as {@link HostileMessagesTest}, with messages that are found by what code they reach. {@code ./mvnw verify} tries those
 * that are kept; how to look for more is told in this module's README.md.
 */
class FuzzedMessagesTest {
    private static final UploadDecoder DECODER = new UploadDecoder(64 * 1024, UploadDecoder.DEFAULT_FUTURE_TOLERANCE);

    @FuzzTest(maxDuration = "10m")
    void upload(byte[] message) {
        HostileMessagesTest.decode(DECODER, message, null, OptionalLong.of(1_772_352_000_000L));
    }

    @FuzzTest(maxDuration = "10m")
    void pointsFile(byte[] file) {
        HostileMessagesTest.readFile(DECODER, file);
    }

    @FuzzTest(maxDuration = "10m")
    void assignments(byte[] message) {
        HostileMessagesTest.readAssignments(message, OptionalLong.empty());
    }

    @FuzzTest(maxDuration = "10m")
    void spanToComputeAgain(byte[] message) {
        HostileMessagesTest.readSpan(message);
    }
}
