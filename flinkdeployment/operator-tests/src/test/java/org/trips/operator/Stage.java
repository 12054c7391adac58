package org.trips.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.trips.cli.servers.InstalledFlink;
import org.trips.cli.servers.MongoWireServer;
import org.trips.cli.servers.OpenServers;
import org.trips.cli.servers.RabbitMqServer;
import org.trips.cli.servers.ServerProcess;

/** The operator between an API server, a node that runs its pods, and what the job needs; all on loopback, in one folder. */
final class Stage implements AutoCloseable {
    private static final InstalledFlink FLINK = new InstalledFlink(System.getProperty("trips.flink.version"));

    private final OpenServers opened = new OpenServers();
    private final Surroundings surroundings;
    private final ApiServer api;
    private final Node node;

    Stage(Path folder) throws IOException, InterruptedException {
        try {
            Path image = assembleImage(folder);
            surroundings = new Surroundings(folder);
            opened.push(surroundings::close);
            api = new ApiServer();
            opened.push(api::close);
            node = new Node(api.client(), Files.createDirectories(folder.resolve("pods")), image, api.properties());
            opened.push(node::close);
            var controller = new DeploymentController(api.client());
            opened.push(controller::close);
            var operator = new RunningOperator(api.properties());
            opened.push(operator::close);
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What this machine lacks, or empty where all of it is there. */
    static Optional<String> missing() {
        return Stream.of(RabbitMqServer.missing(), MongoWireServer.missing(), FLINK.missing())
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What the image has in {@code /opt/flink}: Flink's own programs, and what our script lays out. */
    private static Path assembleImage(Path folder) throws IOException {
        Path image = Files.createDirectories(folder.resolve("image"));
        ServerProcess assemble = ServerProcess.start(
                "assemble",
                folder,
                Map.of(),
                List.of(Overlay.ROOT.resolve("flinkdeployment/image/assemble").toString(), image.toString()));
        if (assemble.exitCode() != 0) {
            throw new IOException(assemble.output());
        }
        Files.createSymbolicLink(image.resolve("lib"), FLINK.home().resolve("lib"));
        return image;
    }

    KubernetesClient client() {
        return api.client();
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Node node() {
        return node;
    }

    /** Submits what an overlay renders, as it is on this machine. */
    Submitted submit(Overlay overlay) throws IOException {
        var deployment = surroundings.here(overlay.deployment());
        surroundings.furnish(client(), deployment.getMetadata().getNamespace(), overlay);
        return Submitted.create(client(), deployment);
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
