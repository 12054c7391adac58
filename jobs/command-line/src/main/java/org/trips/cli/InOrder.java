package org.trips.cli;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Does work on several threads and hands on what came of it in the order in which the work came, on the thread that
 * brings it. Bringing more waits while much is under way, so an endless stream of work needs bounded memory. For one
 * thread that brings all.
 */
final class InOrder implements AutoCloseable {
    /** Enough that few workers wait behind one long piece of work. */
    private static final int UNDER_WAY_PER_WORKER = 8;

    private final ExecutorService workers;
    private final int mostUnderWay;
    private final Queue<Work<?>> underWay = new ArrayDeque<>();

    private record Work<R>(CompletableFuture<R> result, Consumer<R> then) {
        void handOn() {
            try {
                then.accept(result.join());
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
    }

    InOrder(int threads) {
        workers = Executors.newFixedThreadPool(threads);
        mostUnderWay = threads * UNDER_WAY_PER_WORKER;
    }

    /** Brings work; hands on what is ready of earlier work, and throws what that threw. */
    <R> void submit(Supplier<R> work, Consumer<R> then) {
        underWay.add(new Work<>(CompletableFuture.supplyAsync(work, workers), then));
        while (underWay.size() > mostUnderWay
                || (!underWay.isEmpty() && underWay.element().result().isDone())) {
            underWay.remove().handOn();
        }
    }

    /** Waits for all that is under way and hands it on. */
    void finish() {
        while (!underWay.isEmpty()) {
            underWay.remove().handOn();
        }
    }

    /** Gives up what is still under way. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
