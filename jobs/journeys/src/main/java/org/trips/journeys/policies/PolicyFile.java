package org.trips.journeys.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file of policy assignments: a JSON array with one entry per device, each as {@link AssignmentCodec} reads it. */
public final class PolicyFile {
    private PolicyFile() {}

    /**
     * Reads the assignments of every device in the file, in the file's order.
     *
     * @throws InvalidAssignmentException naming the file and the entry (counted from 1), if one cannot be used or a
     *     device has two
     * @throws IOException if the file cannot be read
     */
    public static Map<String, DeviceAssignments> read(Path file) throws IOException {
        JsonNode entries;
        try {
            entries = AssignmentCodec.tree(Files.readAllBytes(file));
        } catch (InvalidAssignmentException e) {
            throw new InvalidAssignmentException(file + ", " + e.getMessage());
        }
        if (!entries.isArray()) {
            throw new InvalidAssignmentException(file + ": a JSON array with one entry per device is wanted");
        }
        Map<String, DeviceAssignments> byDevice = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            String place = file + ", entry " + (i + 1) + ": ";
            try {
                AssignmentMessage message = AssignmentCodec.message(entries.get(i));
                if (byDevice.putIfAbsent(message.device(), message.assignments()) != null) {
                    throw new InvalidAssignmentException(
                            "device " + message.device() + " has an entry already; put all its assignments into one");
                }
            } catch (InvalidAssignmentException e) {
                throw new InvalidAssignmentException(place + e.getMessage());
            }
        }
        return byDevice;
    }
}
