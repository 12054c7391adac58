package org.trips.job.operators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyFile;

/**
 * What the policy file says of one subtask's devices when the subtask starts. Uploads that waited in a queue may come
 * before the file's own stream has brought a device's assignments, and could be settled without them; from here they are
 * known before the device's first upload. Each device is told once and then forgotten here: when the stream has brought
 * all, this is empty. Not thread-safe.
 */
final class AssignmentsAtStart {
    private static final Logger LOG = LoggerFactory.getLogger(AssignmentsAtStart.class);

    private Map<String, DeviceAssignments> untold;

    private AssignmentsAtStart(Map<String, DeviceAssignments> untold) {
        this.untold = untold;
    }

    /** Where there is no file. */
    static AssignmentsAtStart none() {
        return new AssignmentsAtStart(Map.of());
    }

    /**
     * Reads the file.
     *
     * @param isOwn which devices are this subtask's
     * @param goesOn whether the job goes on from a checkpoint: then a file that has been broken meanwhile does not keep it
     *     from that, and the devices' state holds what was read before
     * @throws IOException naming the file and what is wrong in it
     */
    static AssignmentsAtStart read(Path file, Predicate<String> isOwn, boolean goesOn) throws IOException {
        try {
            return new AssignmentsAtStart(
                    new HashMap<>(PolicyFile.read(file, isOwn).assignments()));
        } catch (IOException e) {
            if (!goesOn) {
                throw e;
            }
            LOG.error("The policy assignments cannot be used, those read before stay: {}", e.getMessage());
            return none();
        }
    }

    /** What the file says of a device, where it has not been told yet. */
    Optional<DeviceAssignments> tell(String device) {
        if (untold.isEmpty()) {
            return Optional.empty();
        }
        var told = Optional.ofNullable(untold.remove(device));
        if (untold.isEmpty()) {
            untold = Map.of(); // an emptied map keeps its table
        }
        return told;
    }
}
