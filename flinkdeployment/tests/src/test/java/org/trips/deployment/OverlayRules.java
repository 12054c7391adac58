package org.trips.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What every overlay has to keep, ours and anybody's: each rule gives its faults as sentences that name the resource, the
 * field and what to do. Of an overlay as it is rendered, since nothing else is submitted.
 */
record OverlayRules(List<Manifest> rendered) {
    /** Kubernetes' own kinds, which no resource definition describes. */
    private static final Set<String> BUILT_IN = Set.of(
            "ClusterRole",
            "ClusterRoleBinding",
            "ConfigMap",
            "CronJob",
            "Deployment",
            "Ingress",
            "Job",
            "Namespace",
            "NetworkPolicy",
            "PersistentVolumeClaim",
            "PodDisruptionBudget",
            "PriorityClass",
            "Role",
            "RoleBinding",
            "Secret",
            "Service",
            "ServiceAccount",
            "StatefulSet");

    private static final Pattern PINNED = Pattern.compile(".+(:(?!latest$)[\\w.-]+|@sha256:[0-9a-f]{64})");
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(password|secret|token|key|uri).*");

    /** An option of the job that holds a secret itself; with {@code -file} behind its name it names a file. */
    private static final Pattern SECRET_OPTION = Pattern.compile("(?m)^ *(password|uri|key):");

    private static final String KEY_SECRET = "trip-preprocessing-pseudonyms-";
    private static final Pattern KEY_VERSION = Pattern.compile("key-version: *(\\w+)");

    /** All rules. */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>(unknownFields());
        faults.addAll(imagesOfNoVersion());
        faults.addAll(missingLimits());
        faults.addAll(secretsWrittenDown());
        faults.addAll(unrestrictedPods());
        faults.addAll(stateThatIsLost());
        faults.addAll(keysOfAnotherVersion());
        return faults;
    }

    List<String> unknownFields() throws IOException {
        ClosedSchemas schemas = ClosedSchemas.besideTheRepository();
        List<String> faults = new ArrayList<>();
        for (Manifest manifest : rendered) {
            Optional<List<String>> found = schemas.faults(manifest);
            if (found.isPresent()) {
                found.get().forEach(fault -> faults.add(manifest + ": " + fault));
            } else if (!BUILT_IN.contains(manifest.kind())) {
                faults.add(manifest + ": there is no definition of " + manifest.apiVersion() + " " + manifest.kind()
                        + "; put its CustomResourceDefinition beside the others");
            }
        }
        return faults;
    }

    List<String> imagesOfNoVersion() {
        List<String> faults = new ArrayList<>();
        for (Manifest manifest : rendered) {
            for (JsonNode image : manifest.json().findValues("image")) {
                if (!PINNED.matcher(image.asText()).matches()) {
                    faults.add(manifest + ", image: " + image.asText()
                            + " is not of one version; name a tag other than latest, or a digest");
                }
            }
        }
        return faults;
    }

    List<String> missingLimits() {
        List<String> faults = new ArrayList<>();
        for (Manifest deployment : deployments()) {
            for (String part : List.of("jobManager", "taskManager")) {
                if (deployment
                        .json()
                        .at("/spec/" + part + "/resource/memory")
                        .asText()
                        .isEmpty()) {
                    faults.add(deployment + ", spec." + part + ".resource.memory: there is none; the operator makes the"
                            + " pod's limit of it");
                }
            }
        }
        for (Pods pods : pods()) {
            for (String containers : List.of("containers", "initContainers")) {
                for (JsonNode container : pods.spec().path(containers)) {
                    String name = container.path("name").asText();
                    // The operator sets that of Flink's own, from the resource above.
                    if (!name.equals("flink-main-container")
                            && container.at("/resources/limits/memory").asText().isEmpty()) {
                        faults.add(pods.at(containers, name) + ".resources.limits.memory: there is none;"
                                + " without it the container may take the node's");
                    }
                }
            }
        }
        return faults;
    }

    List<String> secretsWrittenDown() {
        List<String> faults = new ArrayList<>();
        for (Manifest manifest : rendered) {
            if (manifest.is("Secret")) {
                faults.add(manifest + ": a secret in plain text; let External Secrets or Sealed Secrets make it");
            }
            for (JsonNode environment : manifest.json().findValues("env")) {
                for (JsonNode variable : environment) {
                    String name = variable.path("name").asText();
                    if (variable.has("value") && SECRET_NAME.matcher(name).matches()) {
                        faults.add(
                                manifest + ", env " + name + ".value: by its name a secret, in plain text; take it by"
                                        + " valueFrom.secretKeyRef");
                    }
                }
            }
            Matcher option =
                    SECRET_OPTION.matcher(manifest.json().at("/data/trips.yaml").asText());
            while (manifest.is("ConfigMap") && option.find()) {
                faults.add(manifest + ", data.trips.yaml, " + option.group(1)
                        + ": a secret in plain text; name a mounted file by " + option.group(1) + "-file");
            }
        }
        return faults;
    }

    /** Kubernetes' restricted pod security standard. */
    List<String> unrestrictedPods() {
        List<String> faults = new ArrayList<>();
        for (Pods pods : pods()) {
            JsonNode security = pods.spec().path("securityContext");
            String field = pods.where() + ".securityContext.";
            if (!security.path("runAsNonRoot").asBoolean()) {
                faults.add(field + "runAsNonRoot: has to be true");
            }
            if (!security.at("/seccompProfile/type").asText().equals("RuntimeDefault")) {
                faults.add(field + "seccompProfile.type: has to be RuntimeDefault");
            }
            for (String containers : List.of("containers", "initContainers")) {
                for (JsonNode container : pods.spec().path(containers)) {
                    JsonNode own = container.path("securityContext");
                    String of = pods.at(containers, container.path("name").asText()) + ".securityContext.";
                    if (own.path("allowPrivilegeEscalation").asBoolean(true)) {
                        faults.add(of + "allowPrivilegeEscalation: has to be false");
                    }
                    if (!own.at("/capabilities/drop/0").asText().equals("ALL")) {
                        faults.add(of + "capabilities.drop: has to be [ALL]");
                    }
                }
            }
        }
        return faults;
    }

    /** An upgrade, a failure and a deletion leave what devices have sent. */
    List<String> stateThatIsLost() {
        List<String> faults = new ArrayList<>();
        for (Manifest deployment : deployments()) {
            JsonNode job = deployment.json().at("/spec/job");
            JsonNode flink = deployment.json().at("/spec/flinkConfiguration");
            if (!Set.of("savepoint", "last-state")
                    .contains(job.path("upgradeMode").asText())) {
                faults.add(deployment
                        + ", spec.job.upgradeMode: has to be savepoint or last-state, or an upgrade begins anew");
            }
            if (job.path("allowNonRestoredState").asBoolean(true)) {
                faults.add(deployment
                        + ", spec.job.allowNonRestoredState: has to be false, or state is lost without a word");
            }
            String setting = deployment + ", spec.flinkConfiguration, ";
            if (!flink.path("high-availability.type").asText().equals("kubernetes")) {
                faults.add(setting + "high-availability.type: has to be kubernetes, or a lost job manager begins anew");
            }
            for (String folder :
                    List.of("state.checkpoints.dir", "state.savepoints.dir", "high-availability.storageDir")) {
                if (!flink.path(folder).asText().startsWith("s3a://")) {
                    faults.add(setting + folder
                            + ": has to begin with s3a://, the one file system of the image that outlives a pod");
                }
            }
            if (!flink.path("kubernetes.operator.job.savepoint-on-deletion").asBoolean()) {
                faults.add(setting + "kubernetes.operator.job.savepoint-on-deletion: has to be true");
            }
        }
        return faults;
    }

    /** Another key under an old version would give devices other pseudonyms unseen. */
    List<String> keysOfAnotherVersion() {
        Optional<Matcher> version = rendered.stream()
                .filter(manifest -> manifest.is("ConfigMap"))
                .map(manifest -> KEY_VERSION.matcher(
                        manifest.json().at("/data/trips.yaml").asText()))
                .filter(Matcher::find)
                .findFirst();
        List<String> faults = new ArrayList<>();
        for (Manifest deployment : deployments()) {
            for (JsonNode secret : deployment.json().findValues("secretName")) {
                String name = secret.asText();
                String wanted =
                        KEY_SECRET + version.map(found -> found.group(1)).orElse("");
                if (name.startsWith(KEY_SECRET) && !name.equals(wanted)) {
                    faults.add(deployment + ", volume of the secret " + name + ": trips.yaml has "
                            + version.map(Matcher::group).orElse("no key-version")
                            + "; the secret's name has to end with it");
                }
            }
        }
        return faults;
    }

    private List<Manifest> deployments() {
        return rendered.stream()
                .filter(manifest -> manifest.is("FlinkDeployment"))
                .toList();
    }

    /** What pods are made of, and in which resource and field that stands. */
    private record Pods(JsonNode spec, String where) {
        String at(String containers, String name) {
            return where + "." + containers + "[" + name + "]";
        }
    }

    /** Of those kinds that have one template. */
    private List<Pods> pods() {
        List<Pods> pods = new ArrayList<>();
        for (Manifest manifest : rendered) {
            for (String template : List.of("podTemplate", "template")) {
                JsonNode spec = manifest.json().at("/spec/" + template + "/spec");
                if (spec.has("containers")) {
                    pods.add(new Pods(spec, manifest + ", spec." + template + ".spec"));
                }
            }
        }
        return pods;
    }
}
