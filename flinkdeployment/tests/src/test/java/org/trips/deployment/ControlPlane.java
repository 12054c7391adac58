package org.trips.deployment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Kubernetes without nodes, on free loopback ports and with all its files in one folder: etcd, the API server and the
 * controllers. What it accepts, refuses, makes and removes is real; pods wait for a node for ever.
 */
final class ControlPlane implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    /** What {@code .ci/install} builds. */
    private static final String VERSION = "1.34.2";

    private static final String ISSUER = "https://kubernetes.default.svc";

    /** What service accounts ask for is written down: who, what, and the answer's status. */
    private static final String AUDIT = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - level: Metadata
                userGroups: ["system:serviceaccounts"]
              - level: None
            """;

    /** A program that was started, and where it writes what it has to say. */
    private record Server(String name, Process process, Path log) {}

    private final Path folder;
    private final Deque<Server> servers = new ArrayDeque<>();
    private final int port = freePort();
    private final String administratorsToken = HexFormat.of().formatHex(random(24));
    private ApiServer administrator;

    private ControlPlane(Path folder) {
        this.folder = folder;
    }

    /** Why there is none on this machine, or empty where there is one. */
    static Optional<String> missing() {
        return Stream.of("etcd", "kube-apiserver", "kube-controller-manager")
                .map(ControlPlane::program)
                .filter(program -> !Files.isExecutable(program))
                .findFirst()
                .map(program -> "Kubernetes is not built (" + program + "; .ci/install builds it where go is)");
    }

    static ControlPlane start() throws IOException, InterruptedException {
        ControlPlane plane = new ControlPlane(Files.createTempDirectory("control-plane"));
        try {
            plane.startAll();
            return plane;
        } catch (IOException | InterruptedException | RuntimeException e) {
            plane.close();
            throw e;
        } catch (GeneralSecurityException e) {
            plane.close();
            throw new IllegalStateException(e);
        }
    }

    private void startAll() throws IOException, InterruptedException, GeneralSecurityException {
        String etcd = "http://127.0.0.1:" + freePort();
        String peers = "http://127.0.0.1:" + freePort();
        run(
                "etcd",
                Map.of(
                        "name",
                        "trips",
                        "data-dir",
                        folder.resolve("etcd").toString(),
                        "log-level",
                        "warn",
                        "listen-client-urls",
                        etcd,
                        "advertise-client-urls",
                        etcd,
                        "listen-peer-urls",
                        peers,
                        "initial-advertise-peer-urls",
                        peers,
                        "initial-cluster",
                        "trips=" + peers,
                        // Nothing of it outlives the test.
                        "unsafe-no-fsync",
                        "true"));

        Path serviceAccounts = Files.writeString(folder.resolve("service-accounts.key"), privateKey());
        Path users = Files.writeString(
                folder.resolve("users.csv"), administratorsToken + ",administrator,administrator,system:masters\n");
        Path audit = Files.writeString(folder.resolve("audit.yaml"), AUDIT);
        // It waits for etcd by itself.
        run(
                "kube-apiserver",
                Map.ofEntries(
                        Map.entry("etcd-servers", etcd),
                        Map.entry("bind-address", "127.0.0.1"),
                        Map.entry("advertise-address", "127.0.0.1"),
                        Map.entry("secure-port", Integer.toString(port)),
                        // Makes itself a certificate there.
                        Map.entry("cert-dir", certificate().getParent().toString()),
                        Map.entry("endpoint-reconciler-type", "none"),
                        Map.entry("service-cluster-ip-range", "10.0.0.0/24"),
                        Map.entry("authorization-mode", "RBAC"),
                        // As clusters have it: which pods may be privileged is for their namespaces to say.
                        Map.entry("allow-privileged", "true"),
                        Map.entry("token-auth-file", users.toString()),
                        Map.entry("audit-policy-file", audit.toString()),
                        Map.entry("audit-log-path", audited().toString()),
                        Map.entry("service-account-issuer", ISSUER),
                        Map.entry("service-account-key-file", serviceAccounts.toString()),
                        Map.entry("service-account-signing-key-file", serviceAccounts.toString()),
                        // Off by default, and on in some clusters: who names an owner has to have a right on it.
                        Map.entry("enable-admission-plugins", "OwnerReferencesPermissionEnforcement")));
        Server apiServer = servers.getFirst();
        until(apiServer, () -> Files.exists(certificate()));
        administrator = ApiServer.at("https://127.0.0.1:" + port, certificate(), administratorsToken);
        until(apiServer, administrator::isReady);

        run(
                "kube-controller-manager",
                Map.of(
                        "kubeconfig", accessAsAdministrator().toString(),
                        "leader-elect", "false",
                        // The others have nothing to do here.
                        "controllers",
                                "serviceaccount-controller,deployment-controller,replicaset-controller,"
                                        + "garbage-collector-controller",
                        "bind-address", "127.0.0.1",
                        "secure-port", Integer.toString(freePort()),
                        "cert-dir", folder.resolve("controllers").toString(),
                        "root-ca-file", certificate().toString(),
                        "use-service-account-credentials", "true",
                        "service-account-private-key-file", serviceAccounts.toString()));
        until(servers.getFirst(), () -> administrator
                .get("/api/v1/namespaces/default/serviceaccounts/default")
                .isAccepted());
    }

    /** Requests by somebody who may do everything. */
    ApiServer asAdministrator() {
        return administrator;
    }

    /** See {@link #accessAs}. */
    Path accessAsAdministrator() throws IOException {
        return accessAs(administratorsToken);
    }

    /** A file by which programs know where the API server is, and who they are. */
    Path accessAs(String token) throws IOException {
        String file = """
                apiVersion: v1
                kind: Config
                clusters: [{name: trips, cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}}]
                users: [{name: whoever, user: {token: "%s"}}]
                contexts: [{name: trips, context: {cluster: trips, user: whoever}}]
                current-context: trips
                """.formatted(port, certificate(), token);
        return Files.writeString(Files.createTempFile(folder, "access", ".yaml"), file);
    }

    /** A line of JSON for each request of a service account that was answered. */
    Path audited() {
        return folder.resolve("audit.log");
    }

    private Path certificate() {
        return folder.resolve("certificates").resolve("apiserver.crt");
    }

    private void run(String name, Map<String, String> options) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(program(name).toString()),
                        options.entrySet().stream().map(option -> "--" + option.getKey() + "=" + option.getValue()))
                .toList();
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        servers.addFirst(new Server(name, process, log));
    }

    /** What is waited for. */
    private interface Condition {
        boolean holds();
    }

    private static void until(Server server, Condition condition) throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (!condition.holds()) {
            if (!server.process().isAlive() || Instant.now().isAfter(limit)) {
                throw new IllegalStateException(server.name() + " did not start:\n" + Files.readString(server.log()));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Ends what was started, the last first, and removes its files. */
    @Override
    public void close() throws IOException {
        for (Server server : servers) {
            server.process().destroy();
            try {
                if (!server.process().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    server.process().destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                server.process().destroyForcibly();
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
            return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has RSA.", e);
        }
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("No free port.", e);
        }
    }

    private static Path program(String name) {
        String cache = System.getenv("TRIPS_CACHE");
        Path folder = cache == null ? Path.of(System.getProperty("user.home"), ".cache", "trips") : Path.of(cache);
        return folder.resolve("kubernetes-" + VERSION).resolve(name);
    }
}
