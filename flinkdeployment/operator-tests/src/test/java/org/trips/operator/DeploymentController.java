package org.trips.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * What a control plane does with a Deployment, as far as operator and Flink need it: makes its pod, says when that is ready,
 * and removes what it owns when it has gone.
 */
final class DeploymentController implements AutoCloseable {
    private final KubernetesClient client;
    // One thing after another, and not in the thread that brings the news.
    private final ExecutorService work = Executors.newSingleThreadExecutor();
    private final List<Watch> watches;
    private int made;

    DeploymentController(KubernetesClient client) {
        this.client = client;
        watches = List.of(
                client.apps().deployments().inAnyNamespace().watch(new News<Deployment>(this::deployment)),
                client.pods().inAnyNamespace().watch(new News<Pod>(this::pod)));
    }

    private void deployment(Watcher.Action action, Deployment deployment) {
        if (action == Watcher.Action.ADDED) {
            client.resource(pod(deployment)).create();
        } else if (action == Watcher.Action.DELETED) {
            String namespace = deployment.getMetadata().getNamespace();
            Stream.of(
                            client.pods().inNamespace(namespace).list().getItems(),
                            client.services().inNamespace(namespace).list().getItems(),
                            client.configMaps().inNamespace(namespace).list().getItems())
                    .flatMap(List::stream)
                    .filter(resource -> isOwned(resource, deployment))
                    .forEach(resource -> client.resource(resource).delete());
        }
    }

    private Pod pod(Deployment deployment) {
        var template = deployment.getSpec().getTemplate();
        return new PodBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + "-" + made++)
                .withNamespace(deployment.getMetadata().getNamespace())
                .withLabels(template.getMetadata().getLabels())
                // There as long as it takes to end, as pods of a cluster are.
                .withFinalizers(Node.UNTIL_IT_HAS_ENDED)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("apps/v1")
                        .withKind("Deployment")
                        .withName(deployment.getMetadata().getName())
                        .withUid(deployment.getMetadata().getUid())
                        .build())
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    private static boolean isOwned(HasMetadata resource, Deployment deployment) {
        return resource.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getUid)
                .anyMatch(deployment.getMetadata().getUid()::equals);
    }

    /** A pod of a Deployment has become ready, or is so no more. */
    private void pod(Watcher.Action action, Pod pod) {
        for (OwnerReference owner : pod.getMetadata().getOwnerReferences()) {
            var deployment = client.apps()
                    .deployments()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(owner.getName());
            Deployment current = deployment.get();
            // Task managers belong to the Deployment too, but are none of its replicas.
            if (current == null
                    || !current.getMetadata().getUid().equals(owner.getUid())
                    || !pod.getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(current.getSpec()
                                    .getSelector()
                                    .getMatchLabels()
                                    .entrySet())) {
                continue;
            }
            boolean ready = action != Watcher.Action.DELETED && Node.isReady(pod);
            current.setStatus(new DeploymentStatusBuilder()
                    .withReplicas(1)
                    .withReadyReplicas(ready ? 1 : 0)
                    .withAvailableReplicas(ready ? 1 : 0)
                    .addNewCondition()
                    .withType("Available")
                    .withStatus(ready ? "True" : "False")
                    .endCondition()
                    .build());
            client.resource(current).updateStatus();
        }
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
        work.shutdownNow();
    }

    /** Who is told what of a resource. */
    private interface Told<T> {
        void of(Watcher.Action action, T resource);
    }

    private final class News<T> implements Watcher<T> {
        private final Told<T> told;

        News(Told<T> told) {
            this.told = told;
        }

        @Override
        public void eventReceived(Action action, T resource) {
            work.execute(() -> told.of(action, resource));
        }

        @Override
        public void onClose(WatcherException e) {
            throw new IllegalStateException("The API server has gone.", e);
        }
    }
}
