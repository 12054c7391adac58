package org.trips.cli.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real MongoDB-wire server with WiredTiger beneath (SecantusDB, for tests only), on a free loopback port and with its
 * data in one folder.
 */
public final class MongoWireServer implements AutoCloseable {
    private static final String PROGRAM = "secantusd-rs";

    private final Path folder;
    private final int port;
    private final List<String> options;
    private ServerProcess server;

    private MongoWireServer(Path folder, List<String> options) {
        this.folder = folder;
        this.port = ServerProcess.freePort();
        this.options = options;
        startAgain();
    }

    /** Why there is no such server on this machine, or empty where there is one. */
    public static Optional<String> missing() {
        return Files.isExecutable(program())
                ? Optional.empty()
                : Optional.of("SecantusDB is not built (" + program() + "; .ci/install builds it where cargo is)");
    }

    public static MongoWireServer start(Path folder) {
        return new MongoWireServer(folder, List.of());
    }

    /** @param options of its command line */
    static MongoWireServer start(Path folder, String... options) {
        return new MongoWireServer(folder, List.of(options));
    }

    /** One that acknowledges only what is on disk, as MongoDB does by default: so it may be killed. */
    public static MongoWireServer startDurable(Path folder) {
        return new MongoWireServer(folder, List.of("--sync-on-commit"));
    }

    /** Starts it with what it has on disk. */
    public void startAgain() {
        List<String> command = new ArrayList<>(List.of(
                program().toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--storage-path",
                folder.resolve("data").toString(),
                "--cache-size",
                "256M"));
        command.addAll(options);
        server = ServerProcess.start("secantusdb", folder, Map.of(), command)
                .untilItSays("listening on 127.0.0.1:" + port);
    }

    public ServerProcess process() {
        return server;
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "mongodb://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.close();
    }

    private static Path program() {
        String cache = System.getenv("TRIPS_CACHE");
        Path folder = cache == null ? Path.of(System.getProperty("user.home"), ".cache", "trips") : Path.of(cache);
        return folder.resolve("secantus").resolve("bin").resolve(PROGRAM);
    }
}
