package org.trips.job.stores;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket whose time limit ({@link #setSoTimeout}) holds for writing too. Java's own holds for reading alone: where the other
 * end reads no more, what is written fills the buffers on the way, and then the writer waits for ever. When the limit has
 * passed the socket is closed, below any TLS, which ends the wait. What is taken in pieces, however slowly, goes on.
 */
final class LimitedSocket extends Socket {
    private static final Logger LOG = LoggerFactory.getLogger(LimitedSocket.class);

    /** The most that has to be taken within one limit, so that only who takes nothing is given up, not who is slow. */
    private static final int PIECE = 64 * 1024;

    private static final int SECONDS_OF_AN_IDLE_THREAD = 10;

    /** One thread for all, which ends when nobody writes: it must not keep a job that has ended in memory. */
    private static final ScheduledThreadPoolExecutor WATCH = watch();

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Limited(super.getOutputStream());
    }

    private static ScheduledThreadPoolExecutor watch() {
        var watch = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "writes-to-store-watch");
            thread.setDaemon(true);
            return thread;
        });
        watch.setRemoveOnCancelPolicy(true);
        watch.setKeepAliveTime(SECONDS_OF_AN_IDLE_THREAD, TimeUnit.SECONDS);
        watch.allowCoreThreadTimeOut(true);
        return watch;
    }

    private final class Limited extends OutputStream {
        private final OutputStream out;
        private volatile boolean givenUp;

        Limited(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int written = 0; written < length; written += PIECE) {
                writePiece(bytes, offset + written, Math.min(PIECE, length - written));
            }
        }

        private void writePiece(byte[] bytes, int offset, int length) throws IOException {
            var limit = getSoTimeout();
            if (limit == 0) {
                out.write(bytes, offset, length);
                return;
            }
            var end = WATCH.schedule(this::giveUp, limit, TimeUnit.MILLISECONDS);
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw givenUp ? tooLong(limit, e) : e;
            } finally {
                end.cancel(false);
            }
        }

        private void giveUp() {
            givenUp = true;
            try {
                LimitedSocket.this.close();
            } catch (IOException e) {
                LOG.debug("A socket that took nothing did not close", e);
            }
        }

        private SocketTimeoutException tooLong(int limit, IOException cause) {
            var tooLong = new SocketTimeoutException("nothing was taken for " + limit + " ms");
            tooLong.initCause(cause);
            return tooLong;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        /** Closes the socket, as the stream of any does. */
        @Override
        public void close() throws IOException {
            LimitedSocket.this.close();
        }
    }
}
