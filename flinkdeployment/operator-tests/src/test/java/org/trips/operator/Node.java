package org.trips.operator;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.trips.cli.servers.ServerProcess;

/**
 * Stands in for a node that runs pods: each container is a process of this machine, started by the pod's own arguments,
 * environment and volumes. All pods have one address, so one begins when the one before it has ended.
 */
final class Node implements AutoCloseable {
    static final String ADDRESS = "127.0.0.1";
    static final String UNTIL_IT_HAS_ENDED = "operator-tests/until-it-has-ended";

    /** What Flink's start scripts start; they need the whole of Flink's distribution. */
    private static final Map<String, String> MAIN_CLASSES = Map.of(
            "kubernetes-jobmanager.sh kubernetes-application",
            "org.apache.flink.kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint",
            "kubernetes-taskmanager.sh",
            "org.apache.flink.kubernetes.taskmanager.KubernetesTaskExecutorRunner");

    /** Pods have a network of their own each; these have loopback, and no port that two of them listen on. */
    private static final List<String> NETWORK = List.of(
            "-Drest.bind-address=" + ADDRESS,
            "-Djobmanager.bind-host=" + ADDRESS,
            "-Dtaskmanager.host=" + ADDRESS,
            "-Dtaskmanager.bind-host=" + ADDRESS,
            "-Dmetrics.internal.query-service.port=0");

    private static final long MILLIS_BETWEEN_LOOKS = 100;

    private final KubernetesClient client;
    private final Path folder;
    private final Path image;
    private final Map<String, String> properties;
    private final Map<String, RunningPod> pods = new ConcurrentHashMap<>();
    // By the labels of what runs in it: whoever has the same ports waits for it.
    private final Map<String, Lock> addresses = new ConcurrentHashMap<>();
    private final ExecutorService work = Executors.newCachedThreadPool();
    private final Watch watch;

    /**
     * @param image with what the image has in its {@code /opt/flink}
     * @param properties of every Java process, by which it finds the API server
     */
    Node(KubernetesClient client, Path folder, Path image, Map<String, String> properties) {
        this.client = client;
        this.folder = folder;
        this.image = image;
        this.properties = properties;
        watch = client.pods().inAnyNamespace().watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                String name = pod.getMetadata().getName();
                if (action == Action.ADDED) {
                    var running = new RunningPod(pod);
                    pods.put(name, running);
                    work.execute(running);
                } else if (action == Action.DELETED || pod.isMarkedForDeletion()) {
                    pods.get(name).end();
                }
            }

            @Override
            public void onClose(WatcherException e) {
                throw new IllegalStateException("The API server has gone.", e);
            }
        });
    }

    static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    /** Kills the process of the job manager that runs, which is then started again as any container is. */
    void killJobManager() {
        pods.values().stream().filter(RunningPod::isJobManager).forEach(RunningPod::kill);
    }

    /** The end of what each pod has printed. */
    String lastWords() {
        StringBuilder words = new StringBuilder();
        pods.forEach(
                (name, pod) -> words.append("== ").append(name).append('\n').append(pod.lastWords()));
        return words.toString();
    }

    @Override
    public void close() {
        watch.close();
        pods.values().forEach(RunningPod::end);
        work.shutdown();
        try {
            work.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class RunningPod implements Runnable {
        private static final int LAST_CHARACTERS = 3_000;

        private static final Pattern WORD = Pattern.compile("(?:[^\\s']|'[^']*')+");

        private final Pod pod;
        private final String name;
        private volatile boolean ended;
        private volatile boolean done;
        private volatile ServerProcess process;
        private volatile String whyNot = "";
        private int started;

        RunningPod(Pod pod) {
            this.pod = pod;
            this.name = pod.getMetadata().getName();
        }

        @Override
        public void run() {
            String component = pod.getMetadata().getLabels().get("component");
            Lock address = addresses.computeIfAbsent(component, key -> new ReentrantLock());
            address.lock();
            try {
                var files = new PodFolder(client, pod, Files.createTempDirectory(folder, name + "-"), image);
                for (Container container : pod.getSpec().getInitContainers()) {
                    files.mount(container);
                    process = initProcess(files, container);
                    if (process.exitCode() != 0) {
                        throw new IOException(container.getName() + " failed: " + process.output());
                    }
                }
                Container main = pod.getSpec().getContainers().get(0);
                files.mount(main);
                do {
                    process = mainProcess(files, main);
                    while (!ended && process.isAlive() && !answers(main)) {
                        pause();
                    }
                    tell("Running", process.isAlive());
                    while (!ended && process.isAlive()) {
                        pause();
                    }
                    process.close();
                    tell("Running", false);
                } while (!ended && !"Never".equals(pod.getSpec().getRestartPolicy()));
                tell("Failed", false);
            } catch (IOException | RuntimeException e) {
                // As for what is asked for in the last moment of a cluster whose configuration is gone.
                whyNot = e.toString();
                tell("Pending", false);
            } finally {
                address.unlock();
                done = true;
                release();
            }
        }

        private ServerProcess initProcess(PodFolder files, Container container) throws IOException {
            List<String> command = new ArrayList<>();
            Stream.concat(container.getCommand().stream(), container.getArgs().stream())
                    .map(files::here)
                    .forEach(command::add);
            return ServerProcess.start(
                    name + "-" + container.getName(), files.root(), files.environment(container), command);
        }

        private ServerProcess mainProcess(PodFolder files, Container container) throws IOException {
            // bash -c "SCRIPT ARGUMENTS"
            String line =
                    container.getArgs().get(container.getArgs().size() - 1).strip();
            String script = MAIN_CLASSES.keySet().stream()
                    .filter(line::startsWith)
                    .findFirst()
                    .orElseThrow(() -> new IOException("Nobody knows how to start " + line));
            Path configuration = files.root().resolve("opt/flink/conf");
            Map<String, String> environment = new HashMap<>(files.environment(container));
            environment.put("FLINK_CONF_DIR", configuration.toString());
            environment.put("FLINK_LIB_DIR", files.here("/opt/flink/lib"));
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // Many short lives on few cores: starting fast is worth more than running fast.
            command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
            command.addAll(words(environment.getOrDefault("FLINK_TM_JVM_MEM_OPTS", "-Xmx512m")));
            command.addAll(words(setting(configuration, "env.java.opts.all")));
            properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
            command.add("-Djava.io.tmpdir=" + files.root());
            command.add("-Dlog.file=" + files.root().resolve("flink.log"));
            command.add("-Dlog4j.configurationFile=" + configuration.resolve("log4j-console.properties"));
            command.addAll(List.of("-cp", files.here("/opt/flink/lib") + "/*", MAIN_CLASSES.get(script)));
            List<String> arguments = words(line.substring(script.length()));
            if (script.equals("kubernetes-taskmanager.sh")) {
                command.addAll(List.of("--configDir", configuration.toString()));
            } else {
                // Where it finds the log configuration that it tells its task managers.
                command.add("-D$internal.deployment.config-dir=" + configuration);
            }
            command.addAll(arguments);
            command.addAll(NETWORK);
            return ServerProcess.start(name + "-" + started++, files.root(), environment, command);
        }

        /** The words of a command line, as a shell understands them. */
        private static List<String> words(String line) {
            return WORD.matcher(line)
                    .results()
                    .map(word -> word.group().replace("'", ""))
                    .toList();
        }

        private static String setting(Path configuration, String key) throws IOException {
            try (Stream<String> lines = Files.lines(configuration.resolve("flink-conf.yaml"))) {
                return lines.filter(line -> line.startsWith(key + ": "))
                        .map(line -> line.substring(key.length() + 2))
                        .findFirst()
                        .orElse("");
            }
        }

        /** Whether the container's startup probe is content; one without is so at once. */
        private boolean answers(Container container) {
            if (container.getStartupProbe() == null) {
                return true;
            }
            HTTPGetAction probe = container.getStartupProbe().getHttpGet();
            int port = container.getPorts().stream()
                    .filter(named -> named.getName().equals(probe.getPort().getStrVal()))
                    .mapToInt(ContainerPort::getContainerPort)
                    .findFirst()
                    .orElseThrow();
            try {
                var asked = (HttpURLConnection) URI.create("http://" + ADDRESS + ":" + port + probe.getPath())
                        .toURL()
                        .openConnection();
                asked.setConnectTimeout(1_000);
                asked.setReadTimeout(5_000);
                return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
            } catch (IOException e) {
                return false;
            }
        }

        private void tell(String phase, boolean ready) {
            var stored =
                    client.pods().inNamespace(pod.getMetadata().getNamespace()).withName(name);
            try {
                stored.editStatus(current -> {
                    current.setStatus(new PodStatusBuilder()
                            .withPhase(phase)
                            .withPodIP(ADDRESS)
                            .addNewCondition()
                            .withType("PodScheduled")
                            .withStatus("True")
                            .endCondition()
                            .addNewCondition()
                            .withType("Ready")
                            .withStatus(ready ? "True" : "False")
                            .endCondition()
                            .build());
                    return current;
                });
            } catch (KubernetesClientException | NullPointerException e) {
                // It has been removed meanwhile.
            }
        }

        /** A pod that was removed, and has ended now, is gone. */
        private void release() {
            var stored =
                    client.pods().inNamespace(pod.getMetadata().getNamespace()).withName(name);
            Pod current = stored.get();
            if (current != null && current.isMarkedForDeletion()) {
                current.getMetadata().setFinalizers(List.of());
                client.resource(current).update();
            }
        }

        void end() {
            ended = true;
            if (done) {
                work.execute(this::release);
            }
        }

        boolean isJobManager() {
            return "jobmanager".equals(pod.getMetadata().getLabels().get("component"));
        }

        void kill() {
            if (process != null && process.isAlive()) {
                process.kill();
            }
        }

        String lastWords() {
            String said = process == null ? "" : process.output();
            return said.substring(Math.max(0, said.length() - LAST_CHARACTERS)) + whyNot + "\n";
        }

        private void pause() {
            try {
                TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
