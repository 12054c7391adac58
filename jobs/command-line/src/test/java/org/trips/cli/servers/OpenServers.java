package org.trips.cli.servers;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a run has started, closed with the last first; whoever interrupts the run leaves no servers behind either. */
public final class OpenServers implements Closeable {
    private final Deque<Closeable> opened = new ArrayDeque<>();

    public OpenServers() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endProcesses));
    }

    public synchronized void push(Closeable server) {
        opened.push(server);
    }

    @Override
    public synchronized void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private void endProcesses() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("Some server may still run: " + e.getMessage());
        }
    }
}
