package org.trips.cli.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real MongoDB-wire server with WiredTiger beneath (SecantusDB, for tests only), on a free loopback port and with its
 * data in one folder.
 */
final class MongoWireServer implements AutoCloseable {
    private static final String PROGRAM = "secantusd-rs";

    private final ServerProcess server;
    private final int port;

    private MongoWireServer(ServerProcess server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Why there is no such server on this machine, or empty where there is one. */
    static Optional<String> missing() {
        return Files.isExecutable(program())
                ? Optional.empty()
                : Optional.of("SecantusDB is not built (" + program() + "; .ci/install builds it where cargo is)");
    }

    static MongoWireServer start(Path folder) {
        int port = ServerProcess.freePort();
        ServerProcess server = ServerProcess.start(
                "secantusdb",
                folder,
                Map.of(),
                List.of(
                        program().toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--storage-path",
                        folder.resolve("data").toString(),
                        "--cache-size",
                        "256M"));
        return new MongoWireServer(server.untilItSays("listening on 127.0.0.1:" + port), port);
    }

    String uri() {
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
