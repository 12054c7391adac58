package org.trips.cli.servers;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** A real RabbitMQ broker, from the system's packages, on free loopback ports and with all its files in one folder. */
public final class RabbitMqServer implements AutoCloseable {
    // The wrapper on the PATH switches to the system's own user and folders; this is the broker itself.
    private static final Path BROKER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final Path CONTROL = Path.of("/usr/lib/rabbitmq/bin/rabbitmqctl");
    private static final Path PORT_MAPPER = Path.of("/usr/bin/epmd");

    private final Path folder;
    private final Map<String, String> environment;
    private final ServerProcess portMapper;
    private final int port;
    private ServerProcess broker;

    private RabbitMqServer(Path folder, Map<String, String> environment, ServerProcess portMapper, int port) {
        this.folder = folder;
        this.environment = environment;
        this.portMapper = portMapper;
        this.port = port;
        startAgain();
    }

    /** Why there is no broker on this machine, or empty where there is one. */
    public static Optional<String> missing() {
        return Files.isExecutable(BROKER) && Files.isExecutable(PORT_MAPPER)
                ? Optional.empty()
                : Optional.of("RabbitMQ is not installed (apt-get install rabbitmq-server)");
    }

    public static RabbitMqServer start(Path folder) {
        return start(folder, "");
    }

    /** @param configuration the lines of its rabbitmq.conf */
    static RabbitMqServer start(Path folder, String configuration) {
        int port = ServerProcess.freePort();
        int mapperPort = ServerProcess.freePort();
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", folder.toString());
        environment.put("RABBITMQ_NODENAME", "trips-" + port + "@localhost");
        environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(ServerProcess.freePort()));
        environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                folder.resolve("enabled_plugins").toString());
        environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        try {
            Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
            Files.writeString(folder.resolve("rabbitmq.conf"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Erlang's port mapper would be started as a daemon that outlives the test: start it as a child instead.
        ServerProcess portMapper =
                ServerProcess.start("epmd", folder, environment, List.of(PORT_MAPPER.toString(), "-debug"));
        try {
            portMapper.untilItSays("epmd running");
            return new RabbitMqServer(folder, environment, portMapper, port);
        } catch (RuntimeException e) {
            portMapper.close();
            throw e;
        }
    }

    /** Starts it with what it has on disk. */
    public void startAgain() {
        broker = ServerProcess.start("rabbitmq", folder, environment, List.of(BROKER.toString()))
                .untilItSays("Starting broker... completed");
    }

    /** Does what an operator does to it, by rabbitmqctl. */
    void control(String... arguments) {
        List<String> command = new ArrayList<>(List.of(CONTROL.toString(), "-n", environment.get("RABBITMQ_NODENAME")));
        command.addAll(List.of(arguments));
        ServerProcess control = ServerProcess.start("rabbitmqctl", folder, environment, command);
        if (control.exitCode() != 0) {
            throw new IllegalStateException(command + " failed: " + control.output());
        }
    }

    /** How many messages wait in a queue. */
    long waiting(String queue) {
        try (Connection connection = connect()) {
            return connection.createChannel().messageCount(queue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection as the default user. */
    public Connection connect() throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        try {
            return factory.newConnection();
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    public ServerProcess process() {
        return broker;
    }

    /** Where clients connect, as the default user. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        broker.close();
        portMapper.close();
    }
}
