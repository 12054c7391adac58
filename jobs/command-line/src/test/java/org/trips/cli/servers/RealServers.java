package org.trips.cli.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One real broker and one real store for all test classes that register this; started for the first and ended after the
 * last. Where this machine lacks one, the tests are skipped with a line that says so.
 */
final class RealServers implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(RealServers.class);

    private Started started;

    RabbitMqServer broker() {
        return started.broker();
    }

    MongoWireServer store() {
        return started.store();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Stream.of(RabbitMqServer.missing(), MongoWireServer.missing())
                .flatMap(Optional::stream)
                .forEach(missing -> {
                    System.out.println("SKIPPED tests on real servers: " + missing);
                    assumeTrue(false, missing);
                });
        started = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Started.class, key -> Started.now(), Started.class);
    }

    private record Started(RabbitMqServer broker, MongoWireServer store, Path folder) implements AutoCloseable {
        static Started now() {
            try {
                Path folder = Files.createTempDirectory("real-servers");
                RabbitMqServer broker = RabbitMqServer.start(folder);
                try {
                    return new Started(broker, MongoWireServer.start(folder), folder);
                } catch (RuntimeException e) {
                    broker.close();
                    throw e;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            broker.close();
            store.close();
            FileUtils.deleteDirectory(folder.toFile());
        }
    }
}
