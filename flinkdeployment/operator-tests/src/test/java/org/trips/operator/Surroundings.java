package org.trips.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.trips.cli.servers.MongoWireServer;
import org.trips.cli.servers.RabbitMqServer;
import org.trips.cli.servers.SampleUploads;
import org.trips.cli.servers.ServerProcess;
import org.trips.cli.servers.StoredDocuments;
import org.trips.cli.servers.UnexpectedDeadLetters;
import org.trips.roads.RoadNetwork;

/**
 * What a deployment finds around it: a broker with the queues of {@code services/rabbitmq}, a store, secrets, a road file.
 * All of it is on this machine, and a deployment is told so.
 */
final class Surroundings implements AutoCloseable {
    static final List<String> UPLOADS = List.of("uploads-0", "uploads-1", "uploads-2", "uploads-3");
    static final String PSEUDONYM_KEY = "a key for tests only";

    private static final String LOGGING = """
            rootLogger.level = INFO
            rootLogger.appenderRef.console.ref = console
            appender.console.type = Console
            appender.console.name = console
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} %m%n
            logger.mongodb.name = org.mongodb
            logger.mongodb.level = WARN
            """;

    private static final String DATABASE = "trips";
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Path folder;
    private final Path roadFile;
    private final RoadNetwork roads;
    private final RabbitMqServer broker;
    private final MongoWireServer store;
    private final MongoClient mongo;

    Surroundings(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        roadFile = SampleUploads.importRoads(folder);
        roads = RoadNetwork.open(roadFile);
        // Before anything is started: without kubectl nothing of this is.
        List<JsonNode> topology = Overlay.kustomize("flinkdeployment/services/rabbitmq");
        broker = RabbitMqServer.start(Files.createDirectories(folder.resolve("broker")));
        MongoWireServer started;
        try {
            declareQueues(topology);
            started = MongoWireServer.startDurable(Files.createDirectories(folder.resolve("store")));
        } catch (IOException | RuntimeException e) {
            broker.close();
            throw e;
        }
        store = started;
        mongo = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(store.uri()))
                // SecantusDB at times answers a monitor that listens on with the number of another request.
                .applyToServerSettings(server -> server.heartbeatFrequency(1, TimeUnit.HOURS))
                .build());
    }

    private void declareQueues(List<JsonNode> topology) throws IOException {
        Connection connection = broker.connect();
        try {
            Channel channel = connection.createChannel();
            for (JsonNode resource : topology) {
                if (resource.path("kind").asText().equals("Queue")) {
                    Map<String, Object> arguments = new HashMap<>(
                            Map.of("x-queue-type", resource.at("/spec/type").asText()));
                    resource.at("/spec/arguments")
                            .properties()
                            .forEach(argument -> arguments.put(
                                    argument.getKey(), argument.getValue().numberValue()));
                    // -1 is no limit for RabbitMQ 4; 3.10 drops a message with it that comes a second time.
                    arguments.remove("x-delivery-limit");
                    channel.queueDeclare(
                            resource.at("/spec/name").asText(),
                            resource.at("/spec/durable").asBoolean(),
                            false,
                            false,
                            arguments);
                }
            }
        } finally {
            connection.abort();
        }
    }

    RoadNetwork roads() {
        return roads;
    }

    int brokerPort() {
        return broker.port();
    }

    StoredDocuments stored() {
        return StoredDocuments.of(mongo.getDatabase(DATABASE));
    }

    /** Why there are dead letters that should be none. */
    SortedSet<String> unexpectedDeadLetters() throws IOException {
        return UnexpectedDeadLetters.takenFrom(broker.connect(), "dead-letters");
    }

    /** Makes what an overlay's deployment refers to: its ConfigMaps, and the secrets that others make on a cluster. */
    void furnish(KubernetesClient client, String namespace, Overlay overlay) throws IOException {
        for (ConfigMap map : overlay.configMaps()) {
            client.resource(here(map)).create();
        }
        Map<String, String> broker = Map.of("host", "127.0.0.1", "username", "guest", "password", "guest");
        secret(client, namespace, "trip-preprocessing-rabbitmq", broker);
        secret(client, namespace, "trip-preprocessing-user-credentials", broker);
        secret(client, namespace, "trip-preprocessing-store", Map.of("uri", store.uri()));
        secret(
                client,
                namespace,
                "mongodb-trip-preprocessing-connection",
                Map.of("connectionString.standard", store.uri()));
        secret(client, namespace, "trip-preprocessing-pseudonyms-k1", Map.of("key", PSEUDONYM_KEY));
    }

    private static void secret(KubernetesClient client, String namespace, String name, Map<String, String> data) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withData(encoded(data))
                        .build())
                .create();
    }

    private static Map<String, String> encoded(Map<String, String> data) {
        Map<String, String> encoded = new HashMap<>();
        data.forEach((key, value) -> encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(UTF_8))));
        return encoded;
    }

    /** The job's configuration with the broker's port, and with less waiting. */
    private ConfigMap here(ConfigMap map) throws IOException {
        String text = map.getData().get("trips.yaml");
        if (text != null) {
            var settings = (ObjectNode) YAML.readTree(text);
            settings.withObject("/rabbitmq").put("port", broker.port());
            settings.withObject("/store/mongodb").put("batch-interval", "100 ms");
            settings.withObject("/journeys").put("silence", "2 s");
            settings.withObject("/checkpoints").put("interval", "2 s");
            map.getData().put("trips.yaml", YAML.writeValueAsString(settings));
        }
        return map;
    }

    /** The deployment with folders where a cluster has a bucket, with loopback, free ports, and less of everything. */
    FlinkDeployment here(FlinkDeployment deployment) {
        var spec = deployment.getSpec();
        Map<String, String> settings = spec.getFlinkConfiguration();
        settings.replaceAll((key, value) -> value.replace("s3a://trip-preprocessing", "file://" + folder));
        for (String port : List.of(
                "rest.port",
                "jobmanager.rpc.port",
                "blob.server.port",
                "taskmanager.data.port",
                "taskmanager.rpc.port")) {
            settings.put(port, Integer.toString(ServerProcess.freePort()));
        }
        settings.put("execution.checkpointing.interval", "2 s");
        settings.put("execution.checkpointing.min-pause", "500 ms");
        // On a cluster the operator brings its own.
        spec.setLogConfiguration(Map.of("log4j-console.properties", LOGGING));
        spec.getJob().setParallelism(2);
        spec.getJobManager().setReplicas(1);
        spec.getTaskManager().getResource().setMemory("2048m");
        var pod = spec.getPodTemplate().getSpec();
        pod.getInitContainers()
                .get(0)
                .setArgs(List.of(roadFile.toUri().toString(), roads.version(), "/opt/trips/roads/current.roads"));
        pod.getContainers().get(0).getEnv().stream()
                .filter(variable -> variable.getName().equals("RABBITMQ_HOST") && variable.getValue() != null)
                .forEach(variable -> variable.setValue("127.0.0.1"));
        return deployment;
    }

    @Override
    public void close() {
        mongo.close();
        store.close();
        broker.close();
    }
}
