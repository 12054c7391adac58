package org.trips.operator;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.FlinkOperator;

/** The operator itself, as its main class runs it, in this process. */
final class RunningOperator implements AutoCloseable {
    private final FlinkOperator operator;

    /** @param properties by which its client finds the API server */
    RunningOperator(Map<String, String> properties) {
        properties.forEach(System::setProperty);
        var settings = new Configuration();
        // It looks every 15 s to 60 s by default, and takes seconds of rest between two changes; here somebody waits.
        settings.setString("kubernetes.operator.reconcile.interval", "2 s");
        settings.setString("kubernetes.operator.observer.progress-check.interval", "1 s");
        settings.setString("kubernetes.operator.observer.rest-ready.delay", "1 s");
        settings.setString("kubernetes.operator.rate-limiter.limit", "1000");
        settings.setString("kubernetes.operator.rate-limiter.refresh-period", "1 s");
        settings.setString("kubernetes.operator.health.probe.enabled", "false");
        operator = new FlinkOperator(settings);
        operator.run();
    }

    @Override
    public void close() {
        operator.stop();
    }
}
