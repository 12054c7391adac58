package org.trips.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.client.deployment.ClusterSpecification;
import org.apache.flink.client.deployment.application.ApplicationConfiguration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.DeploymentOptionsInternal;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions.ImagePullPolicy;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions.ServiceExposedType;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptionsInternal;
import org.apache.flink.kubernetes.configuration.KubernetesDeploymentTarget;
import org.apache.flink.kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint;
import org.apache.flink.kubernetes.kubeclient.FlinkKubeClient;
import org.apache.flink.kubernetes.kubeclient.FlinkKubeClientFactory;
import org.apache.flink.kubernetes.kubeclient.FlinkPod;
import org.apache.flink.kubernetes.kubeclient.KubernetesJobManagerSpecification;
import org.apache.flink.kubernetes.kubeclient.factory.KubernetesJobManagerFactory;
import org.apache.flink.kubernetes.kubeclient.factory.KubernetesTaskManagerFactory;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesJobManagerParameters;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesTaskManagerParameters;
import org.apache.flink.kubernetes.kubeclient.resources.KubernetesPod;
import org.apache.flink.kubernetes.utils.Constants;
import org.apache.flink.kubernetes.utils.KubernetesUtils;
import org.apache.flink.runtime.clusterframework.ContaineredTaskManagerParameters;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * What Flink itself makes on Kubernetes of a FlinkDeployment: the operator hands it the fields as Flink's own options, and
 * Flink makes the job manager's Deployment of them, and later, in the job manager, the task managers' pods.
 */
final class NativeFlink {
    private final Configuration configuration;
    private final FlinkKubeClient client;

    private NativeFlink(Configuration configuration) {
        this.configuration = configuration;
        this.client = FlinkKubeClientFactory.getInstance().fromConfiguration(configuration, "test");
    }

    /**
     * @param deployment as the API server has it
     * @param access as whom Flink talks to the API server
     * @param folder for files that Flink reads
     */
    static NativeFlink of(JsonNode deployment, Path access, Path folder) throws IOException {
        return new NativeFlink(configuration(deployment, access, folder));
    }

    /** Flink's options, as the operator sets them. */
    static Configuration configuration(JsonNode deployment, Path access, Path folder) throws IOException {
        JsonNode spec = deployment.path("spec");
        JsonNode metadata = deployment.path("metadata");
        Configuration flink = new Configuration();
        spec.path("flinkConfiguration")
                .properties()
                .forEach(option ->
                        flink.setString(option.getKey(), option.getValue().asText()));
        flink.set(KubernetesConfigOptions.KUBE_CONFIG_FILE, access.toString());
        flink.set(KubernetesConfigOptions.CLUSTER_ID, metadata.path("name").asText());
        flink.set(KubernetesConfigOptions.NAMESPACE, metadata.path("namespace").asText());
        flink.set(KubernetesConfigOptions.CONTAINER_IMAGE, spec.path("image").asText());
        flink.set(
                KubernetesConfigOptions.CONTAINER_IMAGE_PULL_POLICY,
                ImagePullPolicy.valueOf(spec.path("imagePullPolicy").asText()));
        flink.set(
                KubernetesConfigOptions.KUBERNETES_SERVICE_ACCOUNT,
                spec.path("serviceAccount").asText());
        flink.set(KubernetesConfigOptions.REST_SERVICE_EXPOSED_TYPE, ServiceExposedType.ClusterIP);
        flink.set(
                KubernetesConfigOptions.KUBERNETES_POD_TEMPLATE,
                Files.writeString(
                                folder.resolve("pod-template.yaml"),
                                spec.path("podTemplate").toString())
                        .toString());
        flink.set(
                KubernetesConfigOptions.JOB_MANAGER_OWNER_REFERENCE,
                List.of(Map.of(
                        "apiVersion", deployment.path("apiVersion").asText(),
                        "kind", deployment.path("kind").asText(),
                        "name", metadata.path("name").asText(),
                        "uid", metadata.path("uid").asText(),
                        "blockOwnerDeletion", "true",
                        "controller", "false")));
        flink.set(
                KubernetesConfigOptions.KUBERNETES_JOBMANAGER_REPLICAS,
                spec.at("/jobManager/replicas").asInt());
        flink.set(
                KubernetesConfigOptions.JOB_MANAGER_CPU,
                spec.at("/jobManager/resource/cpu").asDouble());
        flink.set(
                JobManagerOptions.TOTAL_PROCESS_MEMORY,
                MemorySize.parse(spec.at("/jobManager/resource/memory").asText()));
        flink.set(
                KubernetesConfigOptions.TASK_MANAGER_CPU,
                spec.at("/taskManager/resource/cpu").asDouble());
        flink.set(
                TaskManagerOptions.TOTAL_PROCESS_MEMORY,
                MemorySize.parse(spec.at("/taskManager/resource/memory").asText()));
        flink.set(DeploymentOptions.TARGET, KubernetesDeploymentTarget.APPLICATION.getName());
        flink.set(PipelineOptions.JARS, List.of(spec.at("/job/jarURI").asText()));
        flink.set(
                ApplicationConfiguration.APPLICATION_MAIN_CLASS,
                spec.at("/job/entryClass").asText());
        // Where it looks for a logging configuration to hand on; there is none.
        flink.set(DeploymentOptionsInternal.CONF_DIR, folder.toString());
        flink.set(
                KubernetesConfigOptionsInternal.ENTRY_POINT_CLASS,
                KubernetesApplicationClusterEntrypoint.class.getName());
        return flink;
    }

    /** Makes the job manager's Deployment and what belongs to it, as Flink does for the operator. */
    void startJobManager() throws IOException {
        KubernetesJobManagerParameters parameters = new KubernetesJobManagerParameters(
                configuration,
                new ClusterSpecification.ClusterSpecificationBuilder()
                        .setMasterMemoryMB(configuration
                                .get(JobManagerOptions.TOTAL_PROCESS_MEMORY)
                                .getMebiBytes())
                        .setTaskManagerMemoryMB(configuration
                                .get(TaskManagerOptions.TOTAL_PROCESS_MEMORY)
                                .getMebiBytes())
                        .setSlotsPerTaskManager(configuration.get(TaskManagerOptions.NUM_TASK_SLOTS))
                        .createClusterSpecification());
        KubernetesJobManagerSpecification specification =
                KubernetesJobManagerFactory.buildKubernetesJobManagerSpecification(template(), parameters);
        client.createJobManagerComponent(specification);
    }

    /** Makes a task manager's pod, as the job manager does. */
    void startTaskManager(String name) {
        TaskExecutorProcessSpec process = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        KubernetesPod pod = KubernetesTaskManagerFactory.buildTaskManagerKubernetesPod(
                template(),
                new KubernetesTaskManagerParameters(
                        configuration,
                        name,
                        "",
                        ProcessMemoryUtils.generateJvmParametersStr(process),
                        ContaineredTaskManagerParameters.create(configuration, process),
                        Map.of(),
                        Set.of()));
        client.createTaskManagerPod(pod).join();
    }

    /** How many task managers the job manager would find again after a restart. */
    int taskManagers() {
        return client.getPodsWithLabels(KubernetesUtils.getTaskManagerSelectors(clusterId()))
                .size();
    }

    void stopTaskManager(String name) {
        client.stopPod(name).join();
    }

    /** Ends the cluster, as a job does that has come to its end. */
    void stop() {
        client.stopAndCleanupCluster(clusterId());
    }

    private String clusterId() {
        return configuration.get(KubernetesConfigOptions.CLUSTER_ID);
    }

    private FlinkPod template() {
        return KubernetesUtils.loadPodFromTemplateFile(
                client,
                Path.of(configuration.get(KubernetesConfigOptions.KUBERNETES_POD_TEMPLATE))
                        .toFile(),
                Constants.MAIN_CONTAINER_NAME);
    }
}
