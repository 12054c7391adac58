package org.trips.job.operators;

import java.util.OptionalLong;
import org.trips.journeys.policies.AssignmentCodec;
import org.trips.journeys.policies.AssignmentMessage;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.InvalidAssignmentException;

/** The policy assignments of one device on their way to the subtask that keeps it, as canonical JSON. */
// Nobody compares them by content on the way.
@SuppressWarnings("ArrayRecordComponent")
public record DevicePolicies(String device, byte[] json) {
    public static DevicePolicies of(String device, DeviceAssignments assignments) {
        return new DevicePolicies(device, AssignmentCodec.json(new AssignmentMessage(device, assignments)));
    }

    DeviceAssignments assignments() throws InvalidAssignmentException {
        return AssignmentCodec.parse(json, OptionalLong.empty()).assignments();
    }
}
