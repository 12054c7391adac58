package org.trips.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a pod would see below {@code /opt}, as a folder of this machine: the image's files and the pod's volumes. A process
 * without a container sees the machine's own {@code /opt}, so wherever a text names a place there, it is told this one.
 */
final class PodFolder {
    private static final List<String> PLACES = List.of("/opt/flink", "/opt/trips");

    private final KubernetesClient client;
    private final Pod pod;
    private final Path root;

    /** @param image with what the image has in its {@code /opt/flink} */
    PodFolder(KubernetesClient client, Pod pod, Path root, Path image) throws IOException {
        this.client = client;
        this.pod = pod;
        this.root = root;
        Path flink = Files.createDirectories(root.resolve("opt/flink"));
        try (var files = Files.list(image)) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(flink.resolve(file.getFileName()), file);
            }
        }
    }

    Path root() {
        return root;
    }

    /** The same text with the places of the pod as they are here. */
    String here(String text) {
        String here = text;
        for (String place : PLACES) {
            here = here.replace(place, root + place);
        }
        return here;
    }

    void mount(Container container) throws IOException {
        for (VolumeMount mount : container.getVolumeMounts()) {
            Volume volume = pod.getSpec().getVolumes().stream()
                    .filter(named -> named.getName().equals(mount.getName()))
                    .findFirst()
                    .orElseThrow();
            Path target = root.resolve(mount.getMountPath().substring(1));
            if (Files.exists(target)) {
                continue; // an init container has it too
            }
            Files.createDirectories(target);
            for (Map.Entry<String, String> file : files(volume).entrySet()) {
                Path path = target.resolve(file.getKey());
                try {
                    Files.writeString(Files.createFile(path), here(file.getValue()));
                } catch (FileAlreadyExistsException e) {
                    throw new IOException("Two keys of one volume have one path: " + path, e);
                }
            }
        }
    }

    private Map<String, String> files(Volume volume) throws IOException {
        if (volume.getConfigMap() != null) {
            ConfigMap map = client.configMaps()
                    .inNamespace(namespace())
                    .withName(volume.getConfigMap().getName())
                    .get();
            if (map == null) {
                throw new IOException(
                        "There is no ConfigMap " + volume.getConfigMap().getName());
            }
            return named(map.getData(), volume.getConfigMap().getItems());
        }
        if (volume.getSecret() != null) {
            return named(
                    secret(volume.getSecret().getSecretName()),
                    volume.getSecret().getItems());
        }
        return Map.of(); // an empty folder
    }

    private static Map<String, String> named(Map<String, String> data, List<KeyToPath> items) {
        if (items.isEmpty()) {
            return data;
        }
        Map<String, String> named = new TreeMap<>();
        items.forEach(item -> named.put(item.getPath(), data.get(item.getKey())));
        return named;
    }

    /** The environment of a container, with what it takes from secrets and from its pod. */
    Map<String, String> environment(Container container) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvVar variable : container.getEnv()) {
            var from = variable.getValueFrom();
            if (from == null) {
                environment.put(variable.getName(), here(variable.getValue()));
            } else if (from.getSecretKeyRef() != null) {
                environment.put(
                        variable.getName(),
                        secret(from.getSecretKeyRef().getName())
                                .get(from.getSecretKeyRef().getKey()));
            } else {
                environment.put(
                        variable.getName(),
                        switch (from.getFieldRef().getFieldPath()) {
                            case "status.podIP" -> Node.ADDRESS;
                            case "metadata.name" -> pod.getMetadata().getName();
                            case "spec.nodeName" -> "node";
                            default -> throw new IOException("No such field here: " + from.getFieldRef());
                        });
            }
        }
        return environment;
    }

    private Map<String, String> secret(String name) throws IOException {
        var secret = client.secrets().inNamespace(namespace()).withName(name).get();
        if (secret == null) {
            throw new IOException("There is no secret " + name);
        }
        Map<String, String> plain = new HashMap<>();
        secret.getData()
                .forEach((key, value) ->
                        plain.put(key, new String(Base64.getDecoder().decode(value), UTF_8)));
        return plain;
    }

    private String namespace() {
        return pod.getMetadata().getNamespace();
    }
}
