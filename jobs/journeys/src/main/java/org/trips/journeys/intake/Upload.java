package org.trips.journeys.intake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.trips.journeys.points.Point;

/**
 * What one device sent at once: its points in the order sent, neither sorted nor without duplicates.
 *
 * @param device the device's own id, not empty
 * @param receivedAtMillis when it was sent or received (the message's {@code sentAt}, else the broker's timestamp), in
 *     milliseconds since 1970 UTC; empty where neither is known
 */
public record Upload(String device, List<Point> points, OptionalLong receivedAtMillis) {
    private static final int LONGEST_DEVICE_ID = 200;

    public Upload {
        points = List.copyOf(points);
    }

    /** What is wrong with a device's id, in a sentence, or empty where nothing is. */
    public static Optional<String> faultOfDevice(String device) {
        if (device.isBlank() || device.length() > LONGEST_DEVICE_ID) {
            return Optional.of("The device's id is blank or longer than " + LONGEST_DEVICE_ID + " characters.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(device)) {
            return Optional.of("The device's id holds half of a character (a lone surrogate), which cannot be written:"
                    + " two devices would become one.");
        }
        return Optional.empty();
    }
}
