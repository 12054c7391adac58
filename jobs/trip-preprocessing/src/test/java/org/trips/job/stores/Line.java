package org.trips.job.stores;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The network between a client and one server: a relay on loopback that can be made to stall, or to break. Thread-safe. */
public final class Line implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket entrance;
    private final int server;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "line");
        thread.setDaemon(true);
        return thread;
    });
    private boolean stalled;

    /** How much comes through until it stalls by itself. */
    private long open = Long.MAX_VALUE;

    /** @param server the port of the server at its other end */
    public Line(int server) {
        this.server = server;
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** From now on nothing comes through, and nobody is told. */
    public synchronized void stall() {
        stalled = true;
    }

    /** When so many bytes more have come through, nothing is read any more, and nobody is told. */
    public synchronized void stallAfter(long bytes) {
        open = bytes;
    }

    public synchronized void flow() {
        stalled = false;
        open = Long.MAX_VALUE;
        notifyAll();
    }

    /** Breaks every connection there is; new ones can be made at once. */
    public void cut() {
        ends.forEach(this::hangUp);
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
        flow();
        threads.shutdown();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                threads.execute(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        ends.add(client);
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
            ends.add(far);
            threads.execute(() -> relay(client, far));
            relay(far, client);
        } catch (IOException noServer) {
            hangUp(client);
        }
    }

    private void relay(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitFlow(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException broken) {
            // One end has gone: so does the other.
        } finally {
            ends.remove(from);
            ends.remove(to);
        }
    }

    private synchronized void awaitFlow(int bytes) throws IOException {
        try {
            while (stalled || open < bytes) {
                wait();
            }
            open -= bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void hangUp(Socket end) {
        try {
            end.close();
        } catch (IOException gone) {
            // It has gone already, which is what is wanted.
        }
        ends.remove(end);
    }
}
