package org.trips.cli.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server started for a test as a process of its own, ended by its process id. Not thread-safe. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final Path log;
    private final Process process;

    private ServerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    public static ServerProcess start(String name, Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path log = folder.resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new ServerProcess(name, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started: " + command, e);
        }
    }

    /** Waits until the server's own output says that it is ready. */
    public ServerProcess untilItSays(String words) {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (!output().contains(words)) {
            if (!process.isAlive() || Instant.now().isAfter(limit)) {
                close();
                throw new IllegalStateException(name + " did not start:\n" + output());
            }
            pause();
        }
        return this;
    }

    /** What a test waits for. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /** Waits, as long as the test may take, and fails if the process ends before. */
    void until(Condition condition) throws IOException {
        while (!condition.holds()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " has ended:\n" + output());
            }
            pause();
        }
    }

    /** What the server has printed so far. */
    public String output() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the process has ended by itself. */
    public int exitCode() {
        try {
            if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                close();
                throw new IllegalStateException(name + " did not end by itself:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a signal, such as INT, and waits until the process has ended by it. */
    int exitCodeAfter(String signal) {
        signal(signal);
        return exitCode();
    }

    /** Sends a signal, such as STOP, to the process alone. */
    public void signal(String signal) {
        send(signal, process.toHandle());
    }

    /** Sends a signal to the process and to all that it has started. */
    void signalAll(String signal) {
        send(signal, process.toHandle());
        process.descendants().forEach(child -> send(signal, child));
    }

    private static void send(String signal, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends the process and what it started at once, without a chance to tidy up, and waits until it is gone. */
    public void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        exitCode();
        children.forEach(child -> child.onExit().join());
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process and what it started, first kindly. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        // Whoever starts it again needs its ports and files.
        children.forEach(child -> child.onExit().join());
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a process.", e);
        }
    }
}
