package org.trips.cli.chaos;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.trips.cli.servers.StoredDocuments;

/**
 * Sends fleet after fleet through the job, lets faults happen meanwhile, and compares the store with what the plain
 * functions find, after each round and at the end, and at the end the archive with what was sent. Fleets, their order of
 * sending and the order of faults follow from the seed; the moment at which a fault meets the job does not.
 */
final class Chaos {
    private static final Duration SENDING = Duration.ofSeconds(15);
    private static final int LATEST_FAULT_MILLIS = 2_500;
    private static final Duration REST_LIMIT = Duration.ofMinutes(10);
    private static final Duration LONG_RUN = Duration.ofMinutes(10);
    private static final long QUIET_MILLIS = 5_000;
    private static final long MILLIS_BETWEEN_COMPARISONS = 500;
    private static final int MOST_DIFFERENCES_SHOWN = 20;

    private final Stage stage;
    private final long seed;
    private final Duration duration;
    private final PrintStream out;
    private final Random random;
    private final ChaosTable table = new ChaosTable();
    private final Deck deck;
    private final SentUploads sent = new SentUploads();
    private StoredDocuments earlierFleets = StoredDocuments.NONE;
    private List<String> differences = List.of();

    /** @param duration from the first checkpoint, after which no new round begins; there is always one */
    Chaos(Stage stage, long seed, Duration duration, PrintStream out) {
        this.stage = stage;
        this.seed = seed;
        this.duration = duration;
        this.out = out;
        this.random = new Random(seed);
        this.deck = new Deck(random, new Outage(duration.compareTo(LONG_RUN) >= 0));
    }

    /** The table at the end of a run, how many faults happened, and where store or archive was not what it should be. */
    record Outcome(String table, int faults, List<String> differences) {}

    Outcome run() throws Exception {
        try {
            return playFleets();
        } catch (Patience.OutOfPatienceException e) {
            throw new IllegalStateException(
                    e.getMessage() + "\n" + table.render() + stage.cluster().lastWords(), e);
        }
    }

    private Outcome playFleets() throws Exception {
        stage.job().awaitCheckpointBegunAfter(0);
        Instant begin = Instant.now();
        Instant end = begin.plus(duration);
        int number = 0;
        do {
            Fleet fleet = new Fleet(stage.roads(), Stage.PSEUDONYM_KEY, seed, number);
            StoredDocuments expected;
            int round = 0;
            do {
                expected = earlierFleets.and(fleet.expected(round));
                play(fleet, round, expected, number + "." + round);
                round++;
            } while (round < Fleet.ROUNDS
                    && differences.isEmpty()
                    && Instant.now().isBefore(end));
            if (differences.isEmpty()) {
                Patience.pause(QUIET_MILLIS);
                differences = Differences.between(expected, stage.stored());
                earlierFleets = expected;
            }
            number++;
        } while (differences.isEmpty() && Instant.now().isBefore(end));
        if (differences.isEmpty()) {
            differences = sent.differences(Path.of(stage.archive()));
        }
        return new Outcome(
                "%d faults, %d processes killed, seed %d, %s%n%s%n%s%n"
                        .formatted(table.faults(), table.kills(), seed, lasted(begin), table.render(), sent),
                table.faults(),
                differences);
    }

    private static String lasted(Instant begin) {
        Duration lasted = Duration.between(begin, Instant.now());
        return lasted.toMinutes() + " min " + lasted.toSecondsPart() + " s";
    }

    private void play(Fleet fleet, int round, StoredDocuments expected, String name) throws Exception {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(fleet, round));
        List<Fault> happened = new ArrayList<>();
        do {
            Patience.pause(random.nextInt(LATEST_FAULT_MILLIS));
            Fault fault = deck.next();
            fault.happen(stage, random);
            long gone = System.currentTimeMillis();
            stage.job().awaitCheckpointBegunAfter(gone);
            long recovery = System.currentTimeMillis() - gone;
            table.happened(fault, recovery);
            happened.add(fault);
            out.printf(Locale.ROOT, "round %s: %s, recovered after %.1f s%n", name, fault.name(), recovery / 1000.0);
        } while (!sending.isDone());
        sending.get();
        sent.add(fleet.uploads(round));
        try {
            Patience.until("the store holds what the plain functions find", REST_LIMIT, () -> {
                // The whole store is read each time.
                Patience.pause(MILLIS_BETWEEN_COMPARISONS);
                differences = Differences.between(expected, stage.stored());
                return differences.isEmpty();
            });
        } catch (Patience.OutOfPatienceException different) {
            out.printf("round %s of seed %d: %d differences%n", name, seed, differences.size());
            differences.stream().limit(MOST_DIFFERENCES_SHOWN).forEach(out::println);
        }
        table.compared(happened, expected.journeys().size(), differences.size());
    }

    private void send(Fleet fleet, int round) {
        List<byte[]> uploads = fleet.uploads(round);
        List<byte[]> assignments = fleet.assignments(round);
        try (Uplink uplink = new Uplink(stage.broker().port())) {
            long pause = SENDING.toMillis() / uploads.size();
            for (int at = 0; at < uploads.size(); at++) {
                uplink.send(Stage.UPLOADS, uploads.get(at));
                // One assignment after every third upload, all of them if there are too few.
                if (at % 3 == 0 && at / 3 < assignments.size()) {
                    uplink.send(Stage.ASSIGNMENTS, assignments.get(at / 3));
                }
                Patience.pause(pause);
            }
        }
    }
}
