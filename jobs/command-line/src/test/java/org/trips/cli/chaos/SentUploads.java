package org.trips.cli.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.trips.journeys.intake.UploadArchive;
import org.trips.journeys.intake.UploadEncoder;

/**
 * What was sent, to be compared with what the archive holds. An upload may be there more often than it was sent: the
 * broker gives a message again when its acknowledgement was lost, and it is sent again when its confirmation was.
 */
final class SentUploads {
    /** For the last file to be finished, and the checkpoint after that. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Map<String, Integer> timesSent = new HashMap<>();
    private int count;
    private int kept;

    void add(List<byte[]> messages) {
        messages.forEach(message -> timesSent.merge(new String(message, UTF_8), 1, Integer::sum));
        count += messages.size();
    }

    /** What the archive lacks, or holds though nobody sent it, as soon as it is complete. */
    List<String> differences(Path archive) {
        AtomicReference<List<String>> differences = new AtomicReference<>(List.of("The archive cannot be read."));
        try {
            Patience.until("the archive holds all that was sent", LIMIT, () -> {
                differences.set(compared(archive));
                return differences.get().isEmpty();
            });
        } catch (Patience.OutOfPatienceException e) {
            List<String> all = new ArrayList<>(differences.get());
            if (e.getCause() != null) {
                all.add(e.getCause().getMessage());
            }
            return all;
        }
        return List.of();
    }

    /** How much was sent, and how much is kept. */
    @Override
    public String toString() {
        return "archive: " + count + " uploads sent, " + kept + " kept";
    }

    /** What the archive lacks now, or holds though nobody sent it. */
    List<String> compared(Path archive) throws IOException {
        Map<String, Integer> timesKept = new HashMap<>();
        new UploadArchive(archive)
                .read(
                        LocalDate.EPOCH,
                        null,
                        upload -> timesKept.merge(new String(UploadEncoder.encode(upload), UTF_8), 1, Integer::sum));
        kept = timesKept.values().stream().mapToInt(Integer::intValue).sum();
        TreeSet<String> messages = new TreeSet<>(timesSent.keySet());
        messages.addAll(timesKept.keySet());
        return messages.stream()
                .filter(message -> timesKept.getOrDefault(message, 0) < timesSent.getOrDefault(message, 0)
                        || !timesSent.containsKey(message))
                .map(message -> "sent " + timesSent.getOrDefault(message, 0) + " times, kept "
                        + timesKept.getOrDefault(message, 0) + " times: " + message)
                .toList();
    }
}
