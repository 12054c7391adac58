package org.trips.operator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.trips.cli.chaos.Differences;
import org.trips.cli.chaos.Fleet;
import org.trips.cli.chaos.Patience;
import org.trips.cli.chaos.Uplink;
import org.trips.cli.servers.StoredDocuments;

/** What vehicles send while something happens to the job, and what the store has to hold afterwards. */
final class Uploads {
    private static final Duration SENDING = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long SEED = 1;

    private final Surroundings surroundings;
    private final Fleet fleet;
    private int round;

    Uploads(Surroundings surroundings) {
        this.surroundings = surroundings;
        fleet = new Fleet(surroundings.roads(), Surroundings.PSEUDONYM_KEY, SEED, 0);
    }

    /** What happens meanwhile. */
    interface Event {
        void happen() throws IOException, InterruptedException;
    }

    /** Sends the vehicles' next half a day while something happens, and waits for what an undisturbed run would hold. */
    void keepComingWhile(Event event) throws IOException, InterruptedException {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(this::send);
        event.happen();
        sending.join();
        StoredDocuments expected = fleet.expected(round);
        var differences = new AtomicReference<>(List.<String>of());
        try {
            Patience.until("the store holds what the plain functions find", LIMIT, () -> {
                differences.set(Differences.between(expected, surroundings.stored()));
                return differences.get().isEmpty();
            });
        } catch (RuntimeException e) {
            throw new AssertionError(
                    differences.get().size() + " differences, the first: "
                            + differences
                                    .get()
                                    .subList(0, Math.min(1, differences.get().size())),
                    e);
        }
        System.out.println("  " + expected.journeys().size() + " journeys in the store, as in an undisturbed run");
        round++;
    }

    private void send() {
        List<byte[]> uploads = fleet.uploads(round);
        List<byte[]> assignments = fleet.assignments(round);
        try (var uplink = new Uplink(surroundings.brokerPort())) {
            assignments.forEach(assignment -> uplink.send("assignments", assignment));
            for (int at = 0; at < uploads.size(); at++) {
                uplink.send(Surroundings.UPLOADS.get(at % Surroundings.UPLOADS.size()), uploads.get(at));
                Patience.pause(SENDING.toMillis() / uploads.size());
            }
        }
    }
}
