package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trips.deployment.RealCluster.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.kubernetes.highavailability.KubernetesHaServicesFactory;
import org.apache.flink.runtime.checkpoint.CheckpointIDCounter;
import org.apache.flink.runtime.highavailability.HighAvailabilityServices;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmanager.JobGraphStore;
import org.apache.flink.runtime.leaderelection.LeaderContender;
import org.apache.flink.runtime.leaderelection.LeaderElection;
import org.apache.flink.runtime.leaderretrieval.LeaderRetrievalListener;
import org.apache.flink.runtime.leaderretrieval.LeaderRetrievalService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flink's own code for Kubernetes on a real API server, with the rights of the job's service account and no others. */
class NativeFlinkIT {
    @RegisterExtension
    static final RealCluster CLUSTER = new RealCluster();

    private static final String JOB = "trip-preprocessing";

    /** Of what Flink and the operator make, all but the FlinkDeployment. */
    private static final List<String> MADE = List.of(
            "/apis/apps/v1/namespaces/%s/deployments",
            "/apis/apps/v1/namespaces/%s/replicasets",
            "/api/v1/namespaces/%s/pods",
            "/api/v1/namespaces/%s/services",
            "/api/v1/namespaces/%s/configmaps");

    @TempDir
    Path folder;

    /** A test that fails leaves what it has made: the next begins without it. */
    @AfterEach
    void removeWhatIsLeft() throws IOException, InterruptedException {
        ApiServer server = CLUSTER.administrator();
        for (String namespace : List.of("dev", "prod")) {
            server.delete("/apis/flink.apache.org/v1beta1/namespaces/" + namespace + "/flinkdeployments/" + JOB);
            MADE.forEach(path -> server.delete(path.formatted(namespace) + "?labelSelector=app=" + JOB));
            eventually(() -> assertThat(made(namespace)).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void theClustersPodsAreAdmittedAndGoneWhenTheJobEndsItsCluster(String namespace) throws Exception {
        JsonNode deployment = applied(namespace);
        asOperator(deployment).startJobManager();
        int jobManagers = deployment.at("/spec/jobManager/replicas").asInt();
        eventually(() -> assertThat(pods(namespace, "jobmanager")).isEqualTo(jobManagers));

        NativeFlink job = asJob(deployment);
        job.startTaskManager("taskmanager-1");
        job.startTaskManager("taskmanager-2");
        assertThat(job.taskManagers()).isEqualTo(2);
        assertThat(pods(namespace, "taskmanager")).isEqualTo(2);
        job.stopTaskManager("taskmanager-1");
        eventually(() -> assertThat(pods(namespace, "taskmanager")).isEqualTo(1));

        job.stop();
        eventually(() -> assertThat(made(namespace)).isEmpty());
    }

    @Test
    void whatFlinkMadeIsGoneWithItsFlinkDeployment() throws Exception {
        JsonNode deployment = applied("dev");
        asOperator(deployment).startJobManager();
        asJob(deployment).startTaskManager("taskmanager-1");
        eventually(() -> assertThat(pods("dev", "jobmanager")).isEqualTo(1));
        assertThat(pods("dev", "taskmanager")).isEqualTo(1);
        assertThat(made("dev")).hasSizeGreaterThan(5);

        remove(deployment);
        eventually(() -> assertThat(made("dev")).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void highAvailabilityKeepsItsLeaderItsJobAndItsCheckpointsCount(String namespace) throws Exception {
        JsonNode deployment = applied(namespace);
        Configuration flink = NativeFlink.configuration(deployment, CLUSTER.accessAs(namespace, JOB), folder);
        // The bucket alone is not here; its pointers are.
        flink.set(
                HighAvailabilityOptions.HA_STORAGE_PATH,
                folder.resolve("storage").toUri().toString());
        ExecutorService executor = Executors.newCachedThreadPool();
        HighAvailabilityServices services = new KubernetesHaServicesFactory().createHAServices(flink, executor);
        try {
            Leader leader = new Leader();
            LeaderElection election = services.getDispatcherLeaderElection();
            election.startLeaderElection(leader);
            UUID session = leader.granted();
            election.confirmLeadershipAsync(session, "here").get(1, TimeUnit.MINUTES);
            LeaderRetrievalService retrieval = services.getDispatcherLeaderRetriever();
            Follower follower = new Follower();
            retrieval.start(follower);
            assertThat(follower.address()).isEqualTo("here");

            JobGraph graph = new JobGraph(new JobID(), JOB);
            JobGraphStore jobs = services.getJobGraphStore();
            jobs.start(new Unmoved());
            jobs.putJobGraph(graph);
            assertThat(jobs.getJobIds()).containsExactly(graph.getJobID());
            assertThat(jobs.recoverJobGraph(graph.getJobID()).getName()).isEqualTo(JOB);
            CheckpointIDCounter counter =
                    services.getCheckpointRecoveryFactory().createCheckpointIDCounter(graph.getJobID());
            counter.start();
            counter.setCount(41);
            assertThat(counter.getAndIncrement()).isEqualTo(41);
            assertThat(counter.get()).isEqualTo(42);
            assertThat(made(namespace)).isNotEmpty();

            // The job has come to its end, and then its cluster.
            services.globalCleanupAsync(graph.getJobID(), executor).get(1, TimeUnit.MINUTES);
            jobs.stop();
            retrieval.stop();
            election.close();
        } finally {
            services.closeWithOptionalClean(true);
            executor.shutdownNow();
        }
        eventually(() -> assertThat(made(namespace)).isEmpty());
    }

    /** The FlinkDeployment with the rights that it needs, as the server has it then. */
    private static JsonNode applied(String namespace) throws IOException, InterruptedException {
        JsonNode deployment = null;
        for (Manifest manifest : Manifest.rendered("flinkdeployment/overlays/" + namespace)) {
            ApiServer.Answer answer = CLUSTER.administrator().apply(manifest, namespace);
            assertThat(answer).as("%s", manifest).matches(ApiServer.Answer::isAccepted);
            if (manifest.is("FlinkDeployment")) {
                deployment = answer.body();
            }
        }
        assertThat(deployment).isNotNull();
        return deployment;
    }

    private NativeFlink asOperator(JsonNode deployment) throws IOException {
        return NativeFlink.of(deployment, CLUSTER.administratorsAccess(), folder);
    }

    private NativeFlink asJob(JsonNode deployment) throws IOException {
        String namespace = deployment.at("/metadata/namespace").asText();
        return NativeFlink.of(deployment, CLUSTER.accessAs(namespace, JOB), folder);
    }

    private static void remove(JsonNode deployment) {
        ApiServer server = CLUSTER.administrator();
        assertThat(server.delete(server.path(new Manifest(deployment), ""))).matches(ApiServer.Answer::isAccepted);
    }

    private static int pods(String namespace, String component) {
        return RealCluster.all(
                        CLUSTER.administrator(),
                        "/api/v1/namespaces/" + namespace + "/pods?labelSelector=app=" + JOB + ",component="
                                + component)
                .size();
    }

    private static List<String> made(String namespace) {
        List<String> made = new ArrayList<>();
        for (String path : MADE) {
            RealCluster.all(CLUSTER.administrator(), path.formatted(namespace) + "?labelSelector=app=" + JOB)
                    .forEach(resource ->
                            made.add(path + " " + resource.at("/metadata/name").asText()));
        }
        return made;
    }

    /** Waits to be made leader. */
    private static final class Leader implements LeaderContender {
        private final BlockingQueue<UUID> granted = new LinkedBlockingQueue<>();

        UUID granted() throws InterruptedException {
            UUID session = granted.poll(1, TimeUnit.MINUTES);
            assertThat(session).as("leadership").isNotNull();
            return session;
        }

        @Override
        public void grantLeadership(UUID session) {
            granted.add(session);
        }

        @Override
        public void revokeLeadership() {}

        @Override
        public void handleError(Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for a leader's address. */
    private static final class Follower implements LeaderRetrievalListener {
        private final BlockingQueue<String> addresses = new LinkedBlockingQueue<>();

        String address() throws InterruptedException {
            return addresses.poll(1, TimeUnit.MINUTES);
        }

        @Override
        public void notifyLeaderAddress(String address, UUID session) {
            if (address != null) {
                addresses.add(address);
            }
        }

        @Override
        public void handleError(Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Nobody else changes the stored jobs here. */
    private static final class Unmoved implements JobGraphStore.JobGraphListener {
        @Override
        public void onAddedJobGraph(JobID job) {}

        @Override
        public void onRemovedJobGraph(JobID job) {}
    }
}
