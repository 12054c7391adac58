package org.trips.cli.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;

/**
 * A real PostgreSQL as Debian has it, on a free loopback port, with a cluster of its own in a temporary folder. It does not run
 * as root, so where the tests do it runs as the package's user.
 */
public final class PostgresServer implements AutoCloseable {
    /** Who may do everything, with this password. */
    public static final String USER = "owner";

    public static final String PASSWORD = "a password for tests only";

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String PACKAGE_USER = "postgres";

    private final Path programs;
    private final Path folder;
    private final int port = ServerProcess.freePort();
    private ServerProcess server;

    private PostgresServer(Path programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    /** Why there is no such server on this machine, or empty where there is one. */
    public static Optional<String> missing() {
        return programs().isPresent()
                ? Optional.empty()
                : Optional.of("PostgreSQL is not installed (" + VERSIONS + "; Debian: apt-get install postgresql)");
    }

    public static PostgresServer start() throws IOException {
        Path folder = Files.createTempDirectory(
                "trips-postgresql-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) {
            chown(folder);
            chown(password);
        }
        PostgresServer server = new PostgresServer(programs().orElseThrow(), folder);
        try (ServerProcess made = server.run(
                "initdb",
                "--pgdata=" + server.data(),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale")) {
            if (made.exitCode() != 0) {
                throw new IOException("PostgreSQL's cluster could not be made:\n" + made.output());
            }
        }
        server.startAgain();
        return server;
    }

    /** Starts it with what it has on disk. */
    public void startAgain() {
        server = run(
                        "postgres",
                        "-D",
                        data().toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=")
                .untilItSays("database system is ready to accept connections");
    }

    public ServerProcess process() {
        return server;
    }

    public int port() {
        return port;
    }

    /** For the driver, without user and password. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    @Override
    public void close() throws IOException {
        server.close();
        FileUtils.deleteDirectory(folder.toFile());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private ServerProcess run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // It takes the place of this command, so that signals reach it.
            command.addAll(List.of("setpriv", "--reuid=" + PACKAGE_USER, "--regid=" + PACKAGE_USER, "--init-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return ServerProcess.start(program, folder, Map.of("LC_ALL", "C"), command);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void chown(Path file) throws IOException {
        Files.setOwner(
                file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(PACKAGE_USER));
    }

    /** Of the newest version there is. */
    private static Optional<Path> programs() {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Path::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
