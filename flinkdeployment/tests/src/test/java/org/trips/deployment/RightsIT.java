package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server lets our service accounts do: requests with a token as their pods have one. */
class RightsIT {
    @RegisterExtension
    static final RealCluster CLUSTER = new RealCluster();

    private static final String JOB = "trip-preprocessing";
    private static final String DATABASE = "mongodb-database";

    @BeforeAll
    static void applyRights() throws IOException, InterruptedException {
        for (String folder : Manifest.RENDERED) {
            for (Manifest manifest : Manifest.rendered(folder)) {
                if (Set.of("ServiceAccount", "Role", "RoleBinding").contains(manifest.kind())) {
                    assertThat(CLUSTER.administrator().apply(manifest, "dev")).matches(ApiServer.Answer::isAccepted);
                }
            }
        }
    }

    /** Found, or not there: either way the server let the question pass. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/namespaces/dev/configmaps                                    | 200
            GET    | /api/v1/namespaces/dev/configmaps/absent                             | 404
            GET    | /api/v1/namespaces/dev/configmaps?watch=true&timeoutSeconds=1        | 200
            POST   | /api/v1/namespaces/dev/configmaps?dryRun=All                         | 201
            PUT    | /api/v1/namespaces/dev/configmaps/absent                             | 404
            PATCH  | /api/v1/namespaces/dev/configmaps/absent                             | 404
            DELETE | /api/v1/namespaces/dev/configmaps/absent                             | 404
            DELETE | /api/v1/namespaces/dev/configmaps?dryRun=All&labelSelector=app=trips | 200
            GET    | /api/v1/namespaces/dev/pods                                          | 200
            GET    | /api/v1/namespaces/dev/pods/absent                                   | 404
            GET    | /api/v1/namespaces/dev/pods?watch=true&timeoutSeconds=1              | 200
            DELETE | /api/v1/namespaces/dev/pods/absent                                   | 404
            GET    | /apis/apps/v1/namespaces/dev/deployments                             | 200
            GET    | /apis/apps/v1/namespaces/dev/deployments/absent                      | 404
            GET    | /apis/apps/v1/namespaces/dev/deployments?watch=true&timeoutSeconds=1 | 200
            DELETE | /apis/apps/v1/namespaces/dev/deployments/absent                      | 404
            """)
    void theJobMayDoWhatFlinkNeeds(String method, String path, int status) {
        assertThat(request(CLUSTER.as("dev", JOB), method, path).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/namespaces/dev/secrets                                                        | list
            GET    | /api/v1/namespaces/dev/secrets/trip-preprocessing-pseudonyms-k1                       | get
            GET    | /api/v1/namespaces/dev/secrets?watch=true&timeoutSeconds=1                            | watch
            POST   | /api/v1/namespaces/dev/secrets                                                        | create
            GET    | /api/v1/namespaces/prod/configmaps                                                    | list
            GET    | /api/v1/namespaces/flink-operator/configmaps                                          | list
            POST   | /api/v1/namespaces/prod/pods                                                          | create
            POST   | /api/v1/namespaces/flink-operator/pods                                                | create
            GET    | /api/v1/pods                                                                          | list
            GET    | /api/v1/configmaps                                                                    | list
            GET    | /apis/flink.apache.org/v1beta1/namespaces/dev/flinkdeployments/trip-preprocessing     | get
            PATCH  | /apis/flink.apache.org/v1beta1/namespaces/dev/flinkdeployments/trip-preprocessing     | patch
            DELETE | /apis/flink.apache.org/v1beta1/namespaces/dev/flinkdeployments/trip-preprocessing     | delete
            POST   | /apis/rbac.authorization.k8s.io/v1/namespaces/dev/roles                               | create
            PATCH  | /apis/rbac.authorization.k8s.io/v1/namespaces/dev/roles/trip-preprocessing            | patch
            POST   | /apis/rbac.authorization.k8s.io/v1/namespaces/dev/rolebindings                        | create
            POST   | /apis/rbac.authorization.k8s.io/v1/clusterrolebindings                                | create
            POST   | /api/v1/namespaces/dev/serviceaccounts/trip-preprocessing/token                       | create
            POST   | /api/v1/namespaces/dev/serviceaccounts                                                | create
            POST   | /apis/apps/v1/namespaces/dev/deployments                                              | create
            PATCH  | /apis/apps/v1/namespaces/dev/deployments/trip-preprocessing                           | patch
            DELETE | /apis/apps/v1/namespaces/dev/deployments                                              | deletecollection
            DELETE | /api/v1/namespaces/dev/pods                                                           | deletecollection
            PATCH  | /api/v1/namespaces/dev/pods/absent                                                    | patch
            POST   | /api/v1/namespaces/dev/pods/absent/exec                                               | create
            GET    | /api/v1/namespaces/dev/pods/absent/log                                                | get
            POST   | /api/v1/namespaces/dev/services                                                       | create
            POST   | /apis/batch/v1/namespaces/dev/jobs                                                    | create
            DELETE | /apis/networking.k8s.io/v1/namespaces/dev/networkpolicies/trip-preprocessing          | delete
            PATCH  | /api/v1/namespaces/dev                                                                | patch
            GET    | /api/v1/namespaces                                                                    | list
            GET    | /api/v1/nodes                                                                         | list
            """)
    void theJobMayDoNoMore(String method, String path, String verb) {
        ApiServer.Answer answer = request(CLUSTER.as("dev", JOB), method, path);
        assertThat(answer.status()).as("%s", answer).isEqualTo(403);
        assertThat(answer.words())
                .contains("User \"system:serviceaccount:dev:" + JOB + "\" cannot " + verb + " resource");
    }

    /** All that it may, as the server itself counts it, so that nothing is left out above. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void whatTheServerCountsAsTheJobsRightsIsItsRole(String namespace) throws IOException, InterruptedException {
        Set<String> role = new TreeSet<>();
        JsonNode rules = Manifest.rendered("flinkdeployment/overlays/" + namespace).stream()
                .filter(manifest -> manifest.is("Role"))
                .findFirst()
                .orElseThrow()
                .json()
                .path("rules");
        rules.forEach(rule -> role.addAll(singleRights(rule)));
        assertThat(role).isNotEmpty();

        Set<String> own = rights(CLUSTER.as(namespace, JOB), namespace);
        own.removeAll(rights(CLUSTER.as("kube-system", "default"), namespace));
        assertThat(own).isEqualTo(role);

        String elsewhere = namespace.equals("dev") ? "prod" : "dev";
        Set<String> there = rights(CLUSTER.as(namespace, JOB), elsewhere);
        there.removeAll(rights(CLUSTER.as("kube-system", "default"), elsewhere));
        assertThat(there).isEmpty();
    }

    @Test
    void theDatabaseReadsTheSecretsItIsNamedAndReplacesItsPods() {
        ApiServer database = CLUSTER.as("dev", DATABASE);
        assertThat(request(database, "GET", "/api/v1/namespaces/dev/secrets/absent")
                        .status())
                .isEqualTo(404);
        assertThat(request(database, "PATCH", "/api/v1/namespaces/dev/pods/absent")
                        .status())
                .isEqualTo(404);
        assertThat(request(database, "DELETE", "/api/v1/namespaces/dev/pods/absent")
                        .status())
                .isEqualTo(404);
        assertThat(request(database, "GET", "/api/v1/namespaces/dev/secrets").status())
                .isEqualTo(403);
        assertThat(request(database, "POST", "/api/v1/namespaces/dev/pods").status())
                .isEqualTo(403);
    }

    private static Set<String> rights(ApiServer server, String namespace) {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectRulesReview");
        review.putObject("spec").put("namespace", namespace);
        JsonNode status = server.post("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", review)
                .body()
                .path("status");
        assertThat(status.path("incomplete").asBoolean(true)).isFalse();
        Set<String> rights = new TreeSet<>();
        status.path("resourceRules").forEach(rule -> rights.addAll(singleRights(rule)));
        return rights;
    }

    private static Set<String> singleRights(JsonNode rule) {
        Set<String> rights = new TreeSet<>();
        for (JsonNode group : rule.path("apiGroups")) {
            for (JsonNode resource : rule.path("resources")) {
                for (JsonNode verb : rule.path("verbs")) {
                    rights.add(verb.asText() + " " + resource.asText() + " of " + group.asText()
                            + rule.path("resourceNames").toString());
                }
            }
        }
        return rights;
    }

    private static ApiServer.Answer request(ApiServer server, String method, String path) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        named.putObject("metadata").put("name", "absent");
        return switch (method) {
            case "GET" -> server.get(path);
            case "POST" -> server.post(path, named);
            case "PUT" -> server.put(path, named);
            case "PATCH" -> server.patch(path, named);
            case "DELETE" -> server.delete(path);
            default -> throw new IllegalArgumentException(method);
        };
    }
}
