package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is submitted to a cluster, against the definitions of those who read it. */
class ManifestsTest {
    /** Those of Kubernetes' own kinds that we submit: no resource definition describes them. */
    private static final Set<String> BUILT_IN = Set.of(
            "ConfigMap",
            "Deployment",
            "Ingress",
            "Namespace",
            "NetworkPolicy",
            "PodDisruptionBudget",
            "PriorityClass",
            "Role",
            "RoleBinding",
            "Service",
            "ServiceAccount");

    @ParameterizedTest
    @MethodSource("folders")
    void noResourceHasAFieldThatItsDefinitionDoesNotKnow(String folder) throws IOException, InterruptedException {
        assertThat(faults(Manifest.rendered(folder))).isEmpty();
    }

    @Test
    void noApplicationHasAFieldThatArgoCdDoesNotKnow() throws IOException {
        assertThat(faults(Manifest.read("argocd"))).isEmpty();
    }

    @Test
    void aMisspeltFieldIsFound() throws IOException, InterruptedException {
        List<Manifest> rendered = Manifest.rendered("flinkdeployment/overlays/dev");
        Manifest deployment = rendered.stream()
                .filter(manifest -> manifest.is("FlinkDeployment"))
                .findFirst()
                .orElseThrow();
        ObjectNode job = (ObjectNode) deployment.json().at("/spec/job");
        job.set("upgradeMod", job.remove("upgradeMode"));
        assertThat(faults(List.of(deployment))).singleElement().asString().contains("upgradeMod");
    }

    static List<String> folders() {
        return Manifest.RENDERED;
    }

    private static List<String> faults(List<Manifest> manifests) throws IOException {
        assertThat(manifests).isNotEmpty();
        ClosedSchemas schemas = ClosedSchemas.besideTheRepository();
        for (Manifest manifest : manifests) {
            if (schemas.faults(manifest).isEmpty()) {
                assertThat(manifest.kind()).as(manifest.toString()).isIn(BUILT_IN);
            }
        }
        return new OverlayRules(manifests).unknownFields();
    }
}
