package org.trips.cli.chaos;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.trips.cli.servers.FlinkPrograms;
import org.trips.cli.servers.InstalledFlink;
import org.trips.cli.servers.ServerProcess;

/**
 * A Flink cluster of separate processes on loopback: one ZooKeeper, one JobManager and some TaskManagers, with
 * checkpoints and what high availability needs on disk. Whoever kills a process starts it again, as the supervisor of
 * a real cluster does. Not thread-safe.
 */
final class FlinkCluster implements AutoCloseable {
    static final int TASK_MANAGERS = 2;

    /** As {@code .ci/install} keeps it. */
    static final InstalledFlink INSTALLED = new InstalledFlink(EnvironmentInformation.getVersion());

    private static final int WARNINGS_SHOWN = 5;
    private static final String ZOOKEEPER =
            "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain";
    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

    private final Path folder;
    private final Path disk;
    private final Path configuration;
    private final Storage storage;
    private final FlinkPrograms programs;
    private final int restPort = ServerProcess.freePort();
    private final int zooKeeperPort = ServerProcess.freePort();
    private final FlinkPrograms.Sizes jobManagerSizes;
    private final FlinkPrograms.Sizes taskManagerSizes;
    private final ServerProcess zooKeeper;
    private final List<ServerProcess> taskManagers = new ArrayList<>();
    private ServerProcess jobManager;
    private int started;

    private FlinkCluster(Path folder, Storage storage) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.storage = storage;
        configuration = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(configuration.resolve("config.yaml"), flinkConfiguration());
        programs = new FlinkPrograms(INSTALLED.home(), folder, configuration, storage.environment());
        jobManagerSizes = programs.sizes("GET_JM_RESOURCE_PARAMS");
        taskManagerSizes = programs.sizes("GET_TM_RESOURCE_PARAMS");
        disk = Files.createDirectory(folder.resolve("disk"));
        Files.createSymbolicLink(checkpoints(), disk);
        zooKeeper = startZooKeeper();
    }

    /**
     * Starts the cluster.
     *
     * @param jobJar the job that {@link FlinkRest} then finds by the name of its file
     */
    static FlinkCluster start(Path folder, Storage storage, Path jobJar) throws IOException {
        FlinkCluster cluster = new FlinkCluster(folder, storage);
        try {
            Path jars = Files.createDirectories(folder.resolve("web").resolve("flink-web-upload"));
            Files.copy(jobJar, jars.resolve(jobJar.getFileName()));
            cluster.startJobManager();
            for (int number = 0; number < TASK_MANAGERS; number++) {
                cluster.taskManagers.add(cluster.taskManager());
            }
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    URI rest() {
        return URI.create("http://127.0.0.1:" + restPort);
    }

    URI savepoints() {
        return storage.folder("savepoints");
    }

    void killJobManager() {
        jobManager.kill();
    }

    void startJobManager() {
        List<String> arguments = new ArrayList<>(List.of("--configDir", configuration.toString()));
        arguments.addAll(jobManagerSizes.flink());
        jobManager = programs.start("jobmanager-" + started++, jobManagerSizes.jvm(), JOB_MANAGER, arguments);
    }

    /** Kills one of these TaskManagers, or any where none of them lives, and starts another in its place. */
    void replaceTaskManager(Set<String> oneOf, Random random) {
        List<ServerProcess> candidates = taskManagers.stream()
                .filter(process -> oneOf.contains(process.name()))
                .toList();
        List<ServerProcess> choice = candidates.isEmpty() ? taskManagers : candidates;
        ServerProcess chosen = choice.get(random.nextInt(choice.size()));
        chosen.kill();
        taskManagers.set(taskManagers.indexOf(chosen), taskManager());
    }

    void killTaskManagers() {
        taskManagers.forEach(ServerProcess::kill);
    }

    void startTaskManagers() {
        taskManagers.replaceAll(dead -> taskManager());
    }

    /** From now on no checkpoint can be written, nor read, if they are written to disk. */
    void takeCheckpointsAway() throws IOException {
        Path full = folder.resolve("full");
        link(Files.exists(full) ? full : Files.createFile(full));
    }

    void giveCheckpointsBack() throws IOException {
        link(disk);
    }

    private void link(Path target) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("checkpoints.next"), target);
        Files.move(link, checkpoints(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Where Flink writes its checkpoints on disk: a link, so that it can be turned to where there is no room. */
    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** The last warnings of each process. */
    String lastWords() {
        StringBuilder words = new StringBuilder();
        for (ServerProcess process : processes()) {
            List<String> warnings = process.output()
                    .lines()
                    .filter(line -> line.matches("\\S+ (WARN|ERROR).*"))
                    .toList();
            words.append("== ").append(process.name()).append('\n');
            warnings.subList(Math.max(0, warnings.size() - WARNINGS_SHOWN), warnings.size())
                    .forEach(line -> words.append(line).append('\n'));
        }
        return words.toString();
    }

    @Override
    public void close() {
        processes().forEach(ServerProcess::kill);
    }

    private List<ServerProcess> processes() {
        List<ServerProcess> processes = new ArrayList<>(taskManagers);
        Optional.ofNullable(jobManager).ifPresent(processes::add);
        processes.add(zooKeeper);
        return processes;
    }

    private ServerProcess taskManager() {
        List<String> arguments = new ArrayList<>(List.of("--configDir", configuration.toString()));
        arguments.addAll(taskManagerSizes.flink());
        String name = "taskmanager-" + started++;
        arguments.addAll(List.of("-D", "taskmanager.resource-id=" + name));
        return programs.start(name, taskManagerSizes.jvm(), TASK_MANAGER, arguments);
    }

    private ServerProcess startZooKeeper() throws IOException {
        Path settings = Files.writeString(
                configuration.resolve("zoo.cfg"), """
                        tickTime=500
                        dataDir=%s
                        clientPortAddress=127.0.0.1
                        clientPort=%d
                        admin.enableServer=false
                        """.formatted(folder.resolve("zookeeper"), zooKeeperPort));
        return programs.start("zookeeper", List.of("-Xmx128m"), ZOOKEEPER, List.of(settings.toString()));
    }

    private String flinkConfiguration() {
        return """
                jobmanager.rpc.address: 127.0.0.1
                jobmanager.bind-host: 127.0.0.1
                jobmanager.memory.process.size: 800m
                rest.address: 127.0.0.1
                rest.bind-address: 127.0.0.1
                rest.port: %1$d
                rest.bind-port: %1$d
                web.upload.dir: %2$s/web
                taskmanager.host: 127.0.0.1
                taskmanager.bind-host: 127.0.0.1
                taskmanager.numberOfTaskSlots: 2
                taskmanager.memory.process.size: 1200m
                taskmanager.memory.managed.size: 128m
                high-availability.type: zookeeper
                high-availability.storageDir: %4$s
                high-availability.zookeeper.quorum: 127.0.0.1:%3$d
                # A JobManager that was killed leads until its session has ended.
                high-availability.zookeeper.client.session-timeout: 5000 ms
                # Nobody takes over meanwhile: a busy machine that answers late costs nothing.
                high-availability.zookeeper.client.tolerate-suspended-connections: true
                heartbeat.interval: 1000 ms
                heartbeat.timeout: 10000 ms
                restart-strategy.type: fixed-delay
                restart-strategy.fixed-delay.attempts: 2147483647
                restart-strategy.fixed-delay.delay: 1 s
                state.backend.type: rocksdb
                execution.checkpointing.incremental: true
                execution.checkpointing.dir: %5$s
                execution.checkpointing.savepoint-dir: %6$s
                taskmanager.load-balance.mode: SLOTS
                io.tmp.dirs: %2$s/tmp
                %7$s""".formatted(
                        restPort,
                        folder,
                        zooKeeperPort,
                        storage.folder("high-availability"),
                        storage.folder("checkpoints"),
                        savepoints(),
                        storage.settings());
    }
}
