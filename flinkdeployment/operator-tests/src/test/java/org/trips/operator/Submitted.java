package org.trips.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.lifecycle.ResourceLifecycleState;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.status.FlinkDeploymentStatus;
import org.trips.cli.chaos.Patience;

/** A FlinkDeployment on the API server: changed by whoever submits it, its status told by the operator. */
final class Submitted {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Resource<FlinkDeployment> resource;
    private String told = "";

    private Submitted(Resource<FlinkDeployment> resource) {
        this.resource = resource;
    }

    static Submitted create(KubernetesClient client, FlinkDeployment deployment) {
        deployment.getMetadata().setGeneration(1L);
        client.resource(deployment).create();
        // By its name: a resource that was handed over would be changed as it was then.
        return new Submitted(client.resources(FlinkDeployment.class)
                .inNamespace(deployment.getMetadata().getNamespace())
                .withName(deployment.getMetadata().getName()));
    }

    /** A commit, as it arrives; where the operator has just written, it is brought once more. */
    void change(Consumer<FlinkDeploymentSpec> change) {
        Patience.until("the change is accepted", LIMIT, () -> {
            try {
                resource.edit(current -> {
                    change.accept(current.getSpec());
                    // A real server counts the changes of a spec.
                    current.getMetadata().setGeneration(current.getMetadata().getGeneration() + 1);
                    return current;
                });
                return true;
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                    return false;
                }
                throw e;
            }
        });
    }

    FlinkDeploymentStatus status() {
        return resource.get().getStatus();
    }

    FlinkDeploymentSpec spec() {
        return resource.get().getSpec();
    }

    /** Waits for a status, and prints each one on the way. */
    void until(String what, Predicate<FlinkDeploymentStatus> condition) {
        Patience.until(what, LIMIT, () -> {
            FlinkDeploymentStatus status = status();
            if (status == null) {
                return false;
            }
            String now = status.getLifecycleState() + ", job manager " + status.getJobManagerDeploymentStatus()
                    + ", job " + status.getJobStatus().getState()
                    + (status.getError() == null ? "" : ", " + status.getError());
            if (!now.equals(told)) {
                System.out.println("  " + now);
                told = now;
            }
            return condition.test(status);
        });
    }

    /** Waits until what was last changed is carried out and the job runs. */
    void untilItRuns() {
        until(
                "the deployment is stable and its job runs",
                status -> isCarriedOut(status)
                        && status.getLifecycleState() == ResourceLifecycleState.STABLE
                        && "RUNNING".equals(status.getJobStatus().getState()));
    }

    private boolean isCarriedOut(FlinkDeploymentStatus status) {
        var reconciled = status.getReconciliationStatus().deserializeLastReconciledSpecWithMeta();
        return reconciled != null
                && reconciled.getMeta() != null
                && reconciled
                        .getMeta()
                        .getMetadata()
                        .getGeneration()
                        .equals(resource.get().getMetadata().getGeneration());
    }
}
