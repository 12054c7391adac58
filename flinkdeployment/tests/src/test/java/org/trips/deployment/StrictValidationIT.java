package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server says to our manifests, when it is asked to let nothing pass that it does not know. */
class StrictValidationIT {
    @RegisterExtension
    static final RealCluster CLUSTER = new RealCluster();

    /** Where Argo CD puts what names no namespace: the services. */
    private static final String DEV = "dev";

    @ParameterizedTest
    @MethodSource("folders")
    void everyResourceIsTaken(String folder) throws IOException, InterruptedException {
        ApiServer server = CLUSTER.administrator();
        List<Manifest> manifests = submitted(folder);
        assertThat(manifests).isNotEmpty();
        for (Manifest manifest : manifests) {
            assertThat(server.apply(manifest, DEV)).as("%s", manifest).matches(ApiServer.Answer::isAccepted);
        }
    }

    /** A mistake each: the field, what somebody wrote there (or nothing, where it has to be), and the server's words. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            flinkdeployment/overlays/dev      | FlinkDeployment     | /spec/jobManger                                      | {"replicas": 1} | .spec.jobManger: field not declared in schema
            flinkdeployment/overlays/dev      | FlinkDeployment     | /spec/job/upgradeMod                                 | "savepoint"     | .spec.job.upgradeMod: field not declared
            flinkdeployment/overlays/dev      | FlinkDeployment     | /spec/podTemplate/spec/volumes/0/configmap           | {"name": "c"}   | volumes[0].configmap: field not declared
            flinkdeployment/overlays/dev      | FlinkDeployment     | /spec/flinkVersion                                   | "v1_99"         | spec.flinkVersion: Unsupported value: "v1_99"
            flinkdeployment/overlays/dev      | FlinkDeployment     | /spec/job/upgradeMode                                | "lastState"     | supported values: "last-state", "savepoint"
            flinkdeployment/overlays/dev      | FlinkDeployment     | /spec/job/parallelism                                | "four"          | .spec.job.parallelism: expected numeric
            flinkdeployment/overlays/prod     | FlinkDeployment     | /spec/jobManager/replicas                            | "two"           | .spec.jobManager.replicas: expected numeric
            flinkdeployment/overlays/prod     | FlinkDeployment     | /spec/taskManager/resource/cpu                       | "4"             | .spec.taskManager.resource.cpu: expected numeric
            flinkdeployment/overlays/dev      | NetworkPolicy       | /spec/ingres                                         | []              | .spec.ingres: field not declared
            flinkdeployment/overlays/dev      | NetworkPolicy       | /spec/ingress/0/ports/0/port                         | 70000           | must be between 1 and 65535
            flinkdeployment/overlays/dev      | PodDisruptionBudget | /spec/minAvailable                                   | -1              | must be greater than or equal to 0
            flinkdeployment/overlays/dev      | Role                | /rules/0/verb                                        | ["get"]         | .rules[0].verb: field not declared
            flinkdeployment/overlays/dev      | Role                | /rules/0/verbs                                       | []              | verbs must contain at least one value
            flinkdeployment/overlays/dev      | RoleBinding         | /subjects/0/kind                                     | "Robot"         | Unsupported value: "Robot"
            flinkdeployment/overlays/dev      | ConfigMap           | /data/trips.yaml                                     | {"uploads": {}} | .data.trips.yaml: expected string
            flinkdeployment/overlays/dev      | Deployment          | /spec/template/spec/containers/0/readynessProbe      | {}              | .readynessProbe: field not declared
            flinkdeployment/overlays/dev      | Deployment          | /spec/selector/matchLabels                           | {"app": "x"}    | `selector` does not match template `labels`
            flinkdeployment/overlays/dev      | Service             | /spec/ports/0/port                                   | 70000           | must be between 1 and 65535
            flinkdeployment/overlays/dev      | Ingress             | /spec/rules/0/http/paths/0/pathType                  | "Begins"        | supported values: "Exact", "ImplementationSpecific", "Prefix"
            flinkdeployment/overlays/dev      | Ingress             | /spec/tls/0/secret                                   | "s"             | .spec.tls[0].secret: field not declared
            flinkdeployment/overlays/dev      | PodMonitor          | /spec/podMetricsEndpoints/0/interval                 | "15 s"          | interval in body should match
            flinkdeployment/overlays/dev      | PrometheusRule      | /spec/groups/0/rules/0/for                           | "5 min"         | rules[0].for in body should match
            flinkdeployment/overlays/dev      | PrometheusRule      | /spec/groups/0/rules/0/expression                    | "up"            | .expression: field not declared
            flinkdeployment/overlays/prod     | ExternalSecret      | /spec/data/0/remoteRef/key                           |                 | remoteRef.key: Required value
            flinkdeployment/overlays/prod     | ExternalSecret      | /spec/secretStoreRef/kind                            | "Vault"         | supported values: "SecretStore"
            flinkdeployment/services/rabbitmq | RabbitmqCluster     | /spec/replicas                                       | -1              | should be greater than or equal to 0
            flinkdeployment/services/rabbitmq | RabbitmqCluster     | /spec/persistence/storage                            | "twenty"        | storage in body should match
            flinkdeployment/services/rabbitmq | Queue               | /spec/durabel                                        | true            | .spec.durabel: field not declared
            flinkdeployment/services/rabbitmq | Queue               | /spec/durable                                        | "yes"           | .spec.durable: expected boolean
            flinkdeployment/services/rabbitmq | Binding             | /spec/destinationType                                | "topic"         | supported values: "exchange", "queue"
            flinkdeployment/services/rabbitmq | Permission          | /spec/permissions/reed                               | ".*"            | .spec.permissions.reed: field not declared
            flinkdeployment/services/mongodb  | MongoDBCommunity    | /spec/type                                           | "Sharded"       | Unsupported value: "Sharded"
            flinkdeployment/services/mongodb  | MongoDBCommunity    | /spec/members                                        | "3"             | .spec.members: expected numeric
            flinkdeployment/services/mongodb  | MongoDBCommunity    | /spec/security/authentication/modes/0                | "PLAIN"         | Unsupported value: "PLAIN"
            argocd/install                    | Namespace           | /metadata/labels/pod-security.kubernetes.io~1enforce | "strict"        | must be one of privileged, baseline, restricted
            argocd/install                    | AppProject          | /spec/destinations/0/nameSpace                       | "dev"           | .spec.destinations[0].nameSpace: field not declared
            argocd/install                    | Application         | /spec/project                                        |                 | spec.project: Required value
            argocd/apps-children              | Application         | /spec/syncPolicy/automated/selfheal                  | true            | .selfheal: field not declared
            argocd/apps-children              | Application         | /spec/syncPolicy/retry/limit                         | "five"          | .spec.syncPolicy.retry.limit: expected numeric
            argocd/apps-children              | Application         | /spec/destination                                    |                 | spec.destination: Required value
            """)
    void aMistakeIsRefused(String folder, String kind, String field, String written, String words)
            throws IOException, InterruptedException {
        Manifest manifest = submitted(folder).stream()
                .filter(one -> one.is(kind))
                .findFirst()
                .orElseThrow();
        write(manifest.json(), field, written);
        ApiServer.Answer answer = CLUSTER.administrator().tryToApply(manifest, DEV);
        assertThat(answer.isAccepted()).as("%s", answer).isFalse();
        assertThat(answer.words()).contains(words);
    }

    static List<String> folders() {
        List<String> folders = new ArrayList<>(Manifest.RENDERED);
        folders.addAll(RealCluster.ARGO);
        return folders;
    }

    private static List<Manifest> submitted(String folder) throws IOException, InterruptedException {
        return RealCluster.ARGO.contains(folder) ? Manifest.read(folder) : Manifest.rendered(folder);
    }

    private static void write(JsonNode manifest, String field, String written) throws IOException {
        JsonPointer pointer = JsonPointer.compile(field);
        String name = pointer.last().getMatchingProperty();
        JsonNode parent = manifest.at(pointer.head());
        if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(name), new ObjectMapper().readTree(written));
        } else if (written == null) {
            assertThat(((ObjectNode) parent).remove(name)).as(field).isNotNull();
        } else {
            ((ObjectNode) parent).set(name, new ObjectMapper().readTree(written));
        }
    }
}
