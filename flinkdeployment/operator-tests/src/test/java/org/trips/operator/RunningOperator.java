package org.trips.operator;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.FlinkOperator;

/** The operator itself, as its main class runs it, in this process. */
final class RunningOperator implements AutoCloseable {
    private final FlinkOperator operator;
    private final Map<String, String> propertiesBefore = new HashMap<>();

    /**
     * One that looks after all namespaces.
     *
     * @param properties by which its client finds the API server
     */
    RunningOperator(Map<String, String> properties) {
        this(properties, Map.of());
    }

    /**
     * @param properties by which its client finds the API server
     * @param own settings beside those of every test
     */
    RunningOperator(Map<String, String> properties, Map<String, String> own) {
        properties.forEach((name, value) -> propertiesBefore.put(name, System.setProperty(name, value)));
        var settings = new Configuration();
        // It looks every 15 s to 60 s by default, and takes seconds of rest between two changes; here somebody waits.
        settings.setString("kubernetes.operator.reconcile.interval", "2 s");
        settings.setString("kubernetes.operator.observer.progress-check.interval", "1 s");
        settings.setString("kubernetes.operator.observer.rest-ready.delay", "1 s");
        settings.setString("kubernetes.operator.rate-limiter.limit", "1000");
        settings.setString("kubernetes.operator.rate-limiter.refresh-period", "1 s");
        settings.setString("kubernetes.operator.health.probe.enabled", "false");
        own.forEach(settings::setString);
        operator = new FlinkOperator(settings);
        operator.run();
    }

    @Override
    public void close() {
        operator.stop();
        // Another test of this process may have another API server.
        propertiesBefore.forEach((name, before) -> {
            if (before == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, before);
            }
        });
    }
}
