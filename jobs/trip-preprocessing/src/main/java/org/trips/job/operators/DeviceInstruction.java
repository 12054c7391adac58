package org.trips.job.operators;

import java.util.OptionalLong;
import org.trips.journeys.device.InvalidReprocessingException;
import org.trips.journeys.device.ReprocessedSpan;
import org.trips.journeys.device.ReprocessingCodec;
import org.trips.journeys.policies.AssignmentCodec;
import org.trips.journeys.policies.AssignmentMessage;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.InvalidAssignmentException;

/**
 * What others than a device itself say of it, on its way to the subtask that keeps the device.
 *
 * @param message canonical JSON of policy assignments, or a span to be computed again as it came, packed or not
 */
// Nobody compares them by content on the way.
@SuppressWarnings("ArrayRecordComponent")
public record DeviceInstruction(String device, Kind kind, byte[] message) {
    /** Whoever decodes a span has looked at its length. */
    private static final int ANY_LENGTH = Integer.MAX_VALUE - 8;

    /** What is said. */
    public enum Kind {
        /** Which policies cover the device. */
        POLICIES,
        /** A settled span is to be computed again. */
        REPROCESSING
    }

    public static DeviceInstruction of(String device, DeviceAssignments assignments) {
        return new DeviceInstruction(
                device, Kind.POLICIES, AssignmentCodec.json(new AssignmentMessage(device, assignments)));
    }

    static DeviceInstruction reprocessing(String device, byte[] message) {
        return new DeviceInstruction(device, Kind.REPROCESSING, message);
    }

    DeviceAssignments assignments() throws InvalidAssignmentException {
        return AssignmentCodec.parse(message, OptionalLong.empty()).assignments();
    }

    ReprocessedSpan span() throws InvalidReprocessingException {
        return new ReprocessingCodec(ANY_LENGTH).decode(message, null);
    }
}
