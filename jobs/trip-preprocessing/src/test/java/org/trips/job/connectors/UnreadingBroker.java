package org.trips.job.connectors;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between one client and its broker, and at some point reads no more of what the client sends: as RabbitMQ does when it
 * is short of memory, or without a word, as a machine does that hangs.
 */
final class UnreadingBroker implements AutoCloseable {
    private static final int METHOD_FRAME = 1;
    private static final int CONNECTION = 10;
    private static final int BLOCKED = 60;
    private static final int FRAME_END = 0xCE;

    private final ServerSocket entrance = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Socket client;
    private volatile boolean reads = true;

    private UnreadingBroker(int broker) throws IOException {
        threads.execute(() -> {
            try (var near = entrance.accept();
                    var far = new Socket(InetAddress.getLoopbackAddress(), broker)) {
                client = near;
                threads.execute(() -> relay(far, near));
                relay(near, far);
                ended.await();
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    static UnreadingBroker before(int broker) throws IOException {
        return new UnreadingBroker(broker);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Lets nothing through any more, either way; what comes from the client is read once more at most. */
    void freeze() {
        reads = false;
    }

    /** The same, but tells the client first that nothing is taken. */
    void block() throws IOException {
        freeze();
        var reason = "low on memory".getBytes(StandardCharsets.US_ASCII);
        var frame = new ByteArrayOutputStream();
        var out = new DataOutputStream(frame);
        out.writeByte(METHOD_FRAME);
        out.writeShort(0);
        out.writeInt(5 + reason.length);
        out.writeShort(CONNECTION);
        out.writeShort(BLOCKED);
        out.writeByte(reason.length);
        out.write(reason);
        out.writeByte(FRAME_END);
        client.getOutputStream().write(frame.toByteArray());
    }

    private void relay(Socket from, Socket to) {
        var buffer = new byte[8192];
        try {
            var in = from.getInputStream();
            for (var read = in.read(buffer); read >= 0 && reads; read = in.read(buffer)) {
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException gone) {
            // One end has gone; the other is closed at the end.
        }
    }

    @Override
    public void close() throws IOException {
        ended.countDown();
        entrance.close();
        threads.shutdownNow();
    }
}
