package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which pods our namespaces admit. Each is tried and not kept; of templates that an operator completes, an image is added and
 * nothing else. The pods that Flink makes: {@link NativeFlinkIT}.
 */
class PodSecurityIT {
    @RegisterExtension
    static final RealCluster CLUSTER = new RealCluster();

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void theJobsPodTemplateIsAdmitted(String namespace) throws IOException, InterruptedException {
        assertThat(tried(jobsTemplate(namespace), namespace)).matches(ApiServer.Answer::isAccepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void thePodInFrontOfTheWebUiIsAdmitted(String namespace) throws IOException, InterruptedException {
        JsonNode template = Manifest.rendered("flinkdeployment/overlays/" + namespace).stream()
                .filter(manifest -> manifest.is("Deployment"))
                .findFirst()
                .orElseThrow()
                .json()
                .at("/spec/template/spec");
        assertThat(tried((ObjectNode) template, namespace)).matches(ApiServer.Answer::isAccepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void theOperatorsPodIsAdmittedAsItsChartIsToldToMakeIt(String environment) throws IOException {
        JsonNode values = Manifest.read("argocd/apps-children/" + environment).stream()
                .filter(application -> application.name().startsWith("flink-operator-app"))
                .findFirst()
                .orElseThrow()
                .json()
                .at("/spec/source/helm/valuesObject");
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        ObjectNode security = pod.putObject("securityContext");
        // The chart's own.
        security.put("runAsUser", 9999).put("runAsGroup", 9999);
        security.setAll((ObjectNode) values.path("podSecurityContext"));
        for (String container : List.of("operator", "webhook")) {
            pod.withArray("containers")
                    .addObject()
                    .put("name", container)
                    .set("securityContext", values.path(container + "SecurityContext"));
        }
        assertThat(tried(pod, "flink-operator")).matches(ApiServer.Answer::isAccepted);
    }

    @Test
    void theDatabasesPodIsAdmittedAsItsOperatorIsToldToMakeIt() throws IOException, InterruptedException {
        JsonNode template = Manifest.rendered("flinkdeployment/services/mongodb").stream()
                .filter(manifest -> manifest.is("MongoDBCommunity"))
                .findFirst()
                .orElseThrow()
                .json()
                .at("/spec/statefulSet/spec/template/spec");
        assertThat(tried((ObjectNode) template, "dev")).matches(ApiServer.Answer::isAccepted);
    }

    /** What somebody might change in the template, and the server's words. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            /securityContext                              | {}                         | runAsNonRoot != true
            /securityContext/runAsNonRoot                 | false                      | runAsNonRoot != true
            /securityContext/runAsUser                    | 0                          | runAsUser=0
            /securityContext/seccompProfile/type          | "Unconfined"               | seccompProfile
            /containers/0/securityContext                 | {}                         | allowPrivilegeEscalation != false
            /containers/0/securityContext                 | {"privileged": true}       | privileged
            /containers/0/securityContext/capabilities    | {"add": ["SYS_PTRACE"]}    | unrestricted capabilities
            /initContainers/0/securityContext             | {}                         | fetch-roads
            /containers/0/ports                           | [{"containerPort": 9249, "hostPort": 9249}] | hostPort
            /volumes                                      | [{"name": "node", "hostPath": {"path": "/"}}] | hostPath
            /hostNetwork                                  | true                       | host namespaces
            """)
    void aPodThatAsksForMoreIsRefused(String field, String written, String words)
            throws IOException, InterruptedException {
        ObjectNode template = jobsTemplate("dev");
        int last = field.lastIndexOf('/');
        ((ObjectNode) template.at(field.substring(0, last)))
                .set(field.substring(last + 1), new ObjectMapper().readTree(written));
        if (field.equals("/volumes")) {
            // Nothing may be mounted that is no longer there.
            List.of("containers", "initContainers").forEach(containers -> template.path(containers)
                    .forEach(one -> ((ObjectNode) one).remove("volumeMounts")));
        }
        ApiServer.Answer answer = tried(template, "dev");
        assertThat(answer.status()).as("%s", answer).isEqualTo(403);
        assertThat(answer.words()).contains("violates PodSecurity \"restricted", words);
    }

    private static ObjectNode jobsTemplate(String namespace) throws IOException, InterruptedException {
        return (ObjectNode) Manifest.rendered("flinkdeployment/overlays/" + namespace).stream()
                .filter(manifest -> manifest.is("FlinkDeployment"))
                .findFirst()
                .orElseThrow()
                .json()
                .at("/spec/podTemplate/spec");
    }

    private static ApiServer.Answer tried(ObjectNode spec, String namespace) {
        for (String containers : List.of("containers", "initContainers")) {
            spec.path(containers).forEach(container -> {
                if (!container.has("image")) {
                    ((ObjectNode) container).put("image", "registry.example.com/completed-by-its-operator:1");
                }
            });
        }
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        pod.putObject("metadata").put("name", "tried");
        pod.set("spec", spec);
        return CLUSTER.administrator().tryToApply(new Manifest(pod), namespace);
    }
}
