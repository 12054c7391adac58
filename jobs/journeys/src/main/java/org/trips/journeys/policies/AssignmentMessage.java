package org.trips.journeys.policies;

/** All assignments of one device, as they stand in a policy file or come over a queue. */
public record AssignmentMessage(String device, DeviceAssignments assignments) {}
