package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.cli.compare.CollectionComparison;
import org.trips.cli.compare.DateSpan;
import org.trips.cli.compare.DocumentDifference;
import org.trips.cli.compare.PairsById;
import org.trips.cli.servers.FlinkPrograms;
import org.trips.cli.servers.InstalledFlink;
import org.trips.cli.servers.OpenServers;
import org.trips.cli.servers.PostgresServer;
import org.trips.cli.servers.SampleUploads;
import org.trips.cli.servers.ServerProcess;
import org.trips.cli.servers.StoredDocuments;
import org.trips.job.embedded.EmbeddedStore;
import org.trips.job.stores.DocumentStream;
import org.trips.job.stores.PostgresStore;
import org.trips.job.stores.Store;
import org.trips.job.stores.StoreReader;
import org.trips.job.stores.Stores;
import org.trips.journeys.documents.StoreDocument;
import org.trips.roads.RoadNetwork;

/**
 * A Flink cluster of what the image holds, with the settings of the overlay dev and Flink's own programs: one job manager for
 * the job alone, which finds the job's jar where the image has it, and the task managers that the job asks for.
 */
class ImageClusterIT {
    private static final String JOB_MANAGER =
            "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final int LAST_CHARACTERS = 4_000;

    /** Flink's folders beside {@code lib}, which the build fetches: {@code opt} and {@code plugins}. */
    private static final Path OPTIONAL = Path.of("target/flink");

    @TempDir
    static Path folder;

    private static final OpenServers SERVERS = new OpenServers();
    private static final List<ServerProcess> TASK_MANAGERS = new ArrayList<>();

    /** Each process says which it has taken. */
    private static final String ANY_PORT = "0";

    private static final Pattern REST = Pattern.compile("Rest endpoint listening at \\S+:(\\d+)");
    private static final Pattern METRICS = Pattern.compile("Started PrometheusReporter HTTP server on port (\\d+)");
    private static final String METRICS_PORTS = "20000-30000";

    private static JsonNode deployment;
    private static ImageFolder image;
    private static Path roads;
    private static EmbeddedStore store;

    /** Null where this machine has none. */
    private static PostgresServer postgres;

    private static ServerProcess jobManager;

    @BeforeAll
    static void theJobRunsOnItsClusterUntilAllFilesAreRead() throws Exception {
        InstalledFlink installed = new InstalledFlink(EnvironmentInformation.getVersion());
        if (installed.missing().isPresent()) {
            System.out.println(
                    "No Flink cluster of the image: " + installed.missing().get());
            throw Manifest.missing(installed.missing().get());
        }
        BillOfMaterialsIT.skipIfNotBuilt();
        folder = folder.toRealPath();
        List<Manifest> rendered = Manifest.rendered("flinkdeployment/overlays/dev");
        deployment = one(rendered, "FlinkDeployment", "trip-preprocessing").path("spec");
        image = ImageFolder.in(folder, installed.home(), OPTIONAL);
        roads = SampleUploads.importRoads(folder);
        store = EmbeddedStore.start(0);
        SERVERS.push(store::close);
        if (PostgresServer.missing().isEmpty()) {
            postgres = PostgresServer.start();
            SERVERS.push(postgres::close);
        }

        fetchRoads(roads.toUri().toString());
        Path list = Files.createDirectories(Path.of(image.here("/opt/trips/road-list")));
        JsonNode roadList = one(rendered, "ConfigMap", "trip-preprocessing-road-list");
        Files.writeString(
                list.resolve("roads.yaml"),
                image.here(roadList.at("/data/roads.yaml").asText()));
        startTheCluster();
        awaitTheEndOfTheJob();
    }

    @AfterAll
    static void endTheCluster() throws IOException {
        SERVERS.close();
    }

    @Test
    void theStoreHoldsWhatThePlainFunctionsFind() throws IOException {
        try (MongoClient client = MongoClients.create(store.connectionString())) {
            assertThat(StoredDocuments.of(client.getDatabase("trips")))
                    .isEqualTo(SampleUploads.expected(Optional.of(roads), policies()));
        }
    }

    @Test
    void theJobsJarMakesTheTablesOfPostgresqlAndFillsThem() throws IOException {
        if (postgres == null) {
            String missing = PostgresServer.missing().orElseThrow();
            System.out.println("SKIPPED a test with PostgreSQL: " + missing);
            assumeTrue(false, missing);
        }
        Store tables = new PostgresStore(
                postgres.url(), PostgresServer.USER, PostgresServer.PASSWORD, PostgresStore.USUAL_SCHEMA, false, null);
        try (StoreReader ofTables = tables.reader();
                StoreReader documents =
                        Stores.at(store.connectionString(), "trips").reader()) {
            for (String collection : StoreDocument.COLLECTIONS) {
                CollectionComparison comparison = new CollectionComparison(
                        collection,
                        (left, right) -> DocumentDifference.between(left, right, List.of("writtenAt")),
                        difference -> System.out.println(difference));
                try (DocumentStream left = documents.all(collection);
                        DocumentStream right = ofTables.all(collection)) {
                    comparison.compare(new PairsById(left, right), new DateSpan(null, null));
                }
                assertThat(comparison.foundNoDifference()).as(collection).isTrue();
                assertThat(comparison.equal()).as(collection).isPositive();
            }
        }
    }

    @Test
    void theJobIsNotOnTheClassPathButComesFromTheImagesFolder() {
        assertThat(jobManager.output())
                .contains(image.flinkHome() + "/lib/")
                .containsPattern("Job \\S+ reached terminal state FINISHED");
        assertThat(image.flinkHome().resolve("usrlib")).isDirectoryContaining("glob:**/trip-preprocessing.jar");
        try (var libraries = Files.list(image.flinkHome().resolve("lib"))) {
            assertThat(libraries).noneMatch(file -> file.toString().contains("trip"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theImagesPluginsAreLoadedByEachProcess() {
        for (ServerProcess process : List.of(jobManager, TASK_MANAGERS.get(0))) {
            assertThat(process.output()).contains("creating it: s3-fs-hadoop", "creating it: metrics-prometheus");
        }
    }

    @Test
    void prometheusIsAnsweredByEachProcess() throws IOException, InterruptedException {
        assertThat(get(address(jobManager, METRICS) + "/metrics"))
                .contains("flink_jobmanager_numRegisteredTaskManagers{", "\nflink_jobmanager_taskSlotsTotal{");
        for (ServerProcess taskManager : TASK_MANAGERS) {
            assertThat(get(address(taskManager, METRICS) + "/metrics"))
                    .contains("flink_taskmanager_Status_JVM_Memory_Heap_Used{");
        }
    }

    @Test
    void checkpointsAreMadeByRocksDb() {
        assertThat(TASK_MANAGERS)
                .anySatisfy(taskManager -> assertThat(taskManager.output()).contains("RocksDBKeyedStateBackend"));
    }

    private static void startTheCluster() throws IOException {
        Path configuration = Files.createDirectories(image.flinkHome().resolve("conf"));
        Files.writeString(configuration.resolve("config.yaml"), flinkConfiguration());
        Path settings = Files.writeString(folder.resolve("trips.yaml"), jobConfiguration());
        var programs = new FlinkPrograms(
                image.flinkHome(),
                folder,
                configuration,
                Map.of(
                        "FLINK_LIB_DIR", image.flinkHome() + "/lib",
                        "FLINK_PLUGINS_DIR", image.flinkHome() + "/plugins",
                        "FLINK_CONF_DIR", configuration.toString()));
        List<String> doors =
                words(deployment.at("/flinkConfiguration/env.java.opts.all").asText());

        FlinkPrograms.Sizes sizes = programs.sizes("GET_JM_RESOURCE_PARAMS");
        List<String> arguments = new ArrayList<>(List.of("--configDir", configuration.toString()));
        arguments.addAll(sizes.flink());
        arguments.addAll(
                List.of("--job-classname", deployment.at("/job/entryClass").asText()));
        // The job's own, told apart from Flink's.
        arguments.addAll(List.of("--", "--config", settings.toString()));
        jobManager = programs.start("jobmanager", joined(sizes.jvm(), doors), JOB_MANAGER, arguments);
        SERVERS.push(jobManager::close);

        sizes = programs.sizes("GET_TM_RESOURCE_PARAMS");
        int slots = deployment
                .at("/flinkConfiguration/taskmanager.numberOfTaskSlots")
                .asInt();
        for (int number = 0; number * slots < deployment.at("/job/parallelism").asInt(); number++) {
            arguments = new ArrayList<>(List.of("--configDir", configuration.toString()));
            arguments.addAll(sizes.flink());
            ServerProcess taskManager =
                    programs.start("taskmanager-" + number, joined(sizes.jvm(), doors), TASK_MANAGER, arguments);
            SERVERS.push(taskManager::close);
            TASK_MANAGERS.add(taskManager);
        }
    }

    /** The settings of dev, but for what only Kubernetes and S3 have: addresses, ports, memory and folders of this machine. */
    private static String flinkConfiguration() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        deployment.path("flinkConfiguration").properties().forEach(setting -> {
            String name = setting.getKey();
            if (!name.startsWith("kubernetes.") && !name.startsWith("high-availability.") && !name.endsWith(".port")) {
                settings.put(name, setting.getValue().asText());
            }
        });
        for (String kept : List.of("state.checkpoints.dir", "state.savepoints.dir")) {
            settings.put(kept, folder.resolve(kept).toUri().toString());
        }
        settings.put("parallelism.default", deployment.at("/job/parallelism").asText());
        settings.put("jobmanager.rpc.address", "127.0.0.1");
        settings.put("jobmanager.rpc.port", Integer.toString(ServerProcess.freePort()));
        settings.put("jobmanager.bind-host", "127.0.0.1");
        settings.put("jobmanager.memory.process.size", "1000m");
        settings.put("rest.address", "127.0.0.1");
        settings.put("rest.bind-address", "127.0.0.1");
        settings.put("rest.bind-port", ANY_PORT);
        settings.put("metrics.reporter.prom.port", METRICS_PORTS);
        settings.put("taskmanager.host", "127.0.0.1");
        settings.put("taskmanager.bind-host", "127.0.0.1");
        settings.put("taskmanager.memory.process.size", "1600m");
        settings.put("io.tmp.dirs", folder.resolve("tmp").toString());
        // The job ends with its files; what the cluster then shows is looked at.
        settings.put("execution.shutdown-on-application-finish", "false");
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(settings);
    }

    private static String jobConfiguration() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), SampleUploads.PSEUDONYM_KEY);
        Path uri = Files.writeString(folder.resolve("uri"), store.connectionString());
        return """
                uploads:
                  files: %s
                assignments:
                  file: %s
                road-list:
                  file: %s
                dead-letters:
                  files: %s
                store:
                  mongodb:
                    uri-file: %s
                    database: trips
                %spseudonyms:
                  key-version: k1
                  key-file: %s
                """.formatted(
                        Manifest.ROOT.resolve("sample-data/uploads.ndjson.gz"),
                        policies(),
                        image.here("/opt/trips/road-list/roads.yaml"),
                        folder.resolve("dead-letters"),
                        uri,
                        postgres == null
                                ? ""
                                : "  postgresql: {url: '%s', user: %s, password: %s}\n"
                                        .formatted(postgres.url(), PostgresServer.USER, PostgresServer.PASSWORD),
                        key);
    }

    /** What the init container of the pods does, by its own command. */
    private static void fetchRoads(String source) throws IOException {
        JsonNode container = deployment.at("/podTemplate/spec/initContainers/0");
        List<String> command = new ArrayList<>();
        container.path("command").forEach(word -> command.add(image.here(word.asText())));
        command.addAll(List.of(
                source,
                RoadNetwork.open(roads).version(),
                image.here(container.at("/args/2").asText())));
        Map<String, String> environment = StreamSupport.stream(
                        container.path("env").spliterator(), false)
                .collect(Collectors.toMap(
                        variable -> variable.path("name").asText(),
                        variable -> image.here(variable.path("value").asText())));
        ServerProcess fetching = ServerProcess.start("fetch-roads", folder, environment, command);
        assertThat(fetching.exitCode()).as(fetching.output()).isZero();
    }

    private static void awaitTheEndOfTheJob() throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(LIMIT);
        String said = "";
        while (!said.contains("\"state\":\"FINISHED\"")) {
            assertThat(jobManager.isAlive() && Instant.now().isBefore(limit))
                    .as("%s%n%s%n%s", said, lastWords(jobManager), lastWords(TASK_MANAGERS.get(0)))
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(200);
            try {
                said = get(address(jobManager, REST) + "/jobs/overview");
            } catch (IOException e) {
                said = e.toString();
            }
        }
    }

    /** @throws IOException if the process has not said it yet */
    private static String address(ServerProcess process, Pattern saidPort) throws IOException {
        Matcher said = saidPort.matcher(process.output());
        if (!said.find()) {
            throw new IOException(process.name() + " does not listen yet");
        }
        return "http://127.0.0.1:" + said.group(1);
    }

    private static String lastWords(ServerProcess process) {
        String output = process.output();
        return output.substring(Math.max(0, output.length() - LAST_CHARACTERS));
    }

    private static String get(String address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER_LIMIT);
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body();
    }

    private static Path policies() {
        return Manifest.ROOT.resolve("sample-data/policies.json");
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split("\\s+"));
    }

    private static List<String> joined(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static JsonNode one(List<Manifest> manifests, String kind, String name) {
        return manifests.stream()
                .filter(manifest -> manifest.is(kind) && manifest.name().equals(name))
                .findFirst()
                .orElseThrow()
                .json();
    }
}
