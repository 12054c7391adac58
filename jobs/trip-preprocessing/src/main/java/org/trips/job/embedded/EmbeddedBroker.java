package org.trips.job.embedded;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Container;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;

/**
 * An AMQP 0-9-1 broker inside this process, in memory, on the loopback address only, for demonstrations and tests:
 * user and password {@value #USER}, virtual host {@code /}. Nothing it holds outlives {@link #close()}.
 */
public final class EmbeddedBroker implements AutoCloseable {
    public static final String USER = "guest";
    public static final String PASSWORD = "guest";

    /** It stops only after the next of these checks; Qpid's own is a second, and each costs next to nothing. */
    private static final String COMPACTION_CHECK_MILLIS = "50";

    private final SystemLauncher launcher;
    private final int port;

    private EmbeddedBroker(SystemLauncher launcher, int port) {
        this.launcher = launcher;
        this.port = port;
    }

    /**
     * Starts a broker.
     *
     * @param port the port to listen on, or 0 for any free one
     * @throws IOException if the port is taken or the broker cannot start; the message names the port
     */
    public static EmbeddedBroker start(int port) throws IOException {
        var started = new StartedSystem();
        var launcher = new SystemLauncher(started);
        try {
            launcher.startup(Map.of(
                    SystemConfig.TYPE,
                    "Memory",
                    SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                    EmbeddedBroker.class.getResource("embedded-broker.json").toExternalForm(),
                    SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                    false,
                    SystemConfig.CONTEXT,
                    Map.of(
                            "embedded.port",
                            Integer.toString(port),
                            Broker.COMPACT_MEMORY_INTERVAL,
                            COMPACTION_CHECK_MILLIS,
                            "qpid.broker.defaultPreferenceStoreAttributes",
                            "{\"type\": \"Noop\"}")));
            var boundPort = started.boundPort();
            if (boundPort <= 0) {
                throw new IOException("the port did not open");
            }
            return new EmbeddedBroker(launcher, boundPort);
        } catch (Exception e) { // the launcher declares no narrower type
            launcher.shutdown();
            throw new IOException("Cannot start the embedded broker on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        launcher.shutdown();
    }

    private static final class StartedSystem extends DefaultSystemLauncherListener {
        private SystemConfig<?> system;

        @Override
        public void onContainerResolve(SystemConfig<?> resolved) {
            system = resolved;
        }

        /** The port in use, or 0 if the broker did not come up (it only logs why). */
        int boundPort() {
            if (system == null) {
                return 0;
            }
            Container<?> broker = system.getContainer();
            @SuppressWarnings("rawtypes") // the broker's model hands its children out by raw class
            Collection<Port> ports = broker.getChildren(Port.class);
            return ports.iterator().next().getBoundPort();
        }
    }
}
