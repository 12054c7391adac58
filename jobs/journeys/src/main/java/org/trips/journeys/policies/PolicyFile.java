package org.trips.journeys.policies;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What a file of policy assignments said when it was read: a JSON array with one entry per device, each as
 * {@link AssignmentCodec} reads it. An entry that names no version has the time of the file's last change as its version,
 * so that an edit always supersedes what stood there before.
 *
 * @param modifiedMillis when the file was last changed, in milliseconds since 1970 UTC
 * @param assignments of every device in the file, in the file's order
 */
public record PolicyFile(long modifiedMillis, Map<String, DeviceAssignments> assignments) {

    /**
     * Reads a file.
     *
     * @throws InvalidAssignmentException naming the file and the entry (counted from 1), if one cannot be used or a
     *     device has two
     * @throws IOException if the file cannot be read
     */
    public static PolicyFile read(Path file) throws IOException {
        return read(file, device -> true);
    }

    /** Reads a file and keeps what it says of some devices, for somebody who has no use and no room for all. */
    public static PolicyFile read(Path file, Predicate<String> isWanted) throws IOException {
        // Asked before the content is read: of a file that changes meanwhile, the new content is then read again.
        long modified = Files.getLastModifiedTime(file).toMillis();
        try (JsonParser json = AssignmentCodec.parser(Files.newInputStream(file))) {
            return new PolicyFile(modified, read(json, file, OptionalLong.of(modified), isWanted));
        } catch (JsonProcessingException e) {
            throw new InvalidAssignmentException(
                    file + ", " + AssignmentCodec.noJson(e).getMessage());
        }
    }

    private static Map<String, DeviceAssignments> read(
            JsonParser json, Path file, OptionalLong modified, Predicate<String> isWanted) throws IOException {
        Map<String, DeviceAssignments> byDevice = new LinkedHashMap<>();
        if (json.nextToken() != JsonToken.START_ARRAY) {
            throw new InvalidAssignmentException(file + ": a JSON array with one entry per device is wanted");
        }
        for (int entry = 1; json.nextToken() != JsonToken.END_ARRAY; entry++) {
            try {
                AssignmentMessage message = AssignmentCodec.message(AssignmentCodec.next(json), modified);
                if (isWanted.test(message.device())
                        && byDevice.putIfAbsent(message.device(), message.assignments()) != null) {
                    throw new InvalidAssignmentException(
                            "device " + message.device() + " has an entry already; put all its assignments into one");
                }
            } catch (InvalidAssignmentException e) {
                throw new InvalidAssignmentException(file + ", entry " + entry + ": " + e.getMessage());
            }
        }
        if (json.nextToken() != null) {
            throw new InvalidAssignmentException(file + ": something follows the array of entries");
        }
        return byDevice;
    }

    /** Whether the device's entry has a version of its own, and not the file's time. */
    public boolean isNumbered(String device) {
        return assignments.get(device).version() != modifiedMillis;
    }
}
