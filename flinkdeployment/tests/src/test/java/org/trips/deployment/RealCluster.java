package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One control plane for all test classes that register this, with the namespaces, priorities and definitions of what we submit, as an
 * administrator prepares a cluster; started for the first and ended after the last. Without its programs see
 * {@link Manifest#missing}.
 */
public final class RealCluster implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(RealCluster.class);

    /** What Argo CD brings to a cluster, from the repository's root on. */
    static final List<String> ARGO = List.of("argocd/install", "argocd/apps-children");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private ControlPlane plane;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Optional<String> missing = ControlPlane.missing();
        if (missing.isPresent()) {
            System.out.println("No tests on a real API server: " + missing.get());
            throw Manifest.missing(missing.get());
        }
        List<Manifest> definitions = ClosedSchemas.definitions();
        plane = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(ControlPlane.class, key -> prepared(definitions), ControlPlane.class);
    }

    private static ControlPlane prepared(List<Manifest> definitions) {
        try {
            ControlPlane plane = ControlPlane.start();
            try {
                prepare(plane.asAdministrator(), definitions);
                return plane;
            } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
                plane.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void prepare(ApiServer administrator, List<Manifest> definitions)
            throws IOException, InterruptedException {
        List<Manifest> submitted = new ArrayList<>();
        for (String folder : Manifest.RENDERED) {
            submitted.addAll(Manifest.rendered(folder));
        }
        for (String folder : ARGO) {
            submitted.addAll(Manifest.read(folder));
        }
        Set<String> groups = submitted.stream()
                .map(manifest -> manifest.apiVersion().replaceFirst("/.*", ""))
                .collect(Collectors.toSet());
        List<Manifest> needed = definitions.stream()
                .filter(definition ->
                        groups.contains(definition.json().at("/spec/group").asText()))
                .toList();
        for (Manifest definition : needed) {
            assertThat(administrator.define(definition)).as("%s", definition).matches(ApiServer.Answer::isAccepted);
        }
        for (Manifest definition : needed) {
            String path = administrator.path(definition, "");
            eventually(() -> assertThat(administrator
                            .get(path)
                            .body()
                            .at("/status/conditions")
                            .findValuesAsText("type"))
                    .contains("Established"));
            // It is served a moment later, and on a busy machine more than a moment.
            String group = "/apis/" + definition.json().at("/spec/group").asText() + "/"
                    + definition.json().at("/spec/versions/0/name").asText();
            String kind = definition.json().at("/spec/names/kind").asText();
            eventually(() -> assertThat(administrator.get(group).body().findValuesAsText("kind"))
                    .contains(kind));
        }
        // It comes with Argo CD itself.
        namespace(administrator, "argocd");
        for (Manifest manifest : submitted) {
            if (manifest.is("Namespace") || manifest.is("PriorityClass")) {
                assertThat(administrator.apply(manifest, "")).as("%s", manifest).matches(ApiServer.Answer::isAccepted);
            }
        }
    }

    private static void namespace(ApiServer administrator, String name) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace
                .put("apiVersion", "v1")
                .put("kind", "Namespace")
                .putObject("metadata")
                .put("name", name);
        assertThat(administrator.post("/api/v1/namespaces", namespace)).matches(ApiServer.Answer::isAccepted);
    }

    ApiServer administrator() {
        return plane.asAdministrator();
    }

    /** Requests with the rights of a service account, by a token as its pods have one. */
    ApiServer as(String namespace, String serviceAccount) {
        return administrator().as(token(namespace, serviceAccount));
    }

    /** A file for programs that are to act with the rights of a service account. */
    public Path accessAs(String namespace, String serviceAccount) throws IOException {
        return plane.accessAs(token(namespace, serviceAccount));
    }

    /** A file for programs that are to act as somebody who may do everything. */
    public Path administratorsAccess() throws IOException {
        return plane.accessAsAdministrator();
    }

    /**
     * What was asked for, and the status of the answer.
     *
     * @param resource with its group behind a dot, as in {@code deployments.apps}, or without where it has none
     */
    public record Request(String verb, String resource, String namespace, int status) {
        public boolean isRefused() {
            return status == HttpURLConnection.HTTP_FORBIDDEN;
        }
    }

    /** Every different request of a service account that was answered since then, in the order of the first. */
    public Set<Request> requestsOf(String namespace, String serviceAccount, Instant since) throws IOException {
        String user = "system:serviceaccount:" + namespace + ":" + serviceAccount;
        Set<Request> requests = new LinkedHashSet<>();
        for (String line : Files.readAllLines(plane.audited())) {
            JsonNode answered = JSON.readTree(line);
            if (answered.at("/user/username").asText().equals(user)
                    && !Instant.parse(answered.path("stageTimestamp").asText()).isBefore(since)) {
                requests.add(request(answered));
            }
        }
        return requests;
    }

    private static Request request(JsonNode answered) {
        JsonNode asked = answered.path("objectRef");
        String resource = Stream.of(
                        asked.path("resource")
                                .asText(answered.path("requestURI").asText()),
                        asked.path("subresource").asText())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
        String group = asked.path("apiGroup").asText();
        return new Request(
                answered.path("verb").asText(),
                group.isEmpty() ? resource : resource + "." + group,
                asked.path("namespace").asText(),
                answered.at("/responseStatus/code").asInt());
    }

    private String token(String namespace, String serviceAccount) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
        request.putObject("spec").put("expirationSeconds", 3600);
        ApiServer.Answer answer = administrator()
                .post("/api/v1/namespaces/" + namespace + "/serviceaccounts/" + serviceAccount + "/token", request);
        assertThat(answer).matches(ApiServer.Answer::isAccepted);
        return answer.body().at("/status/token").asText();
    }

    /** What is waited for: an assertion. */
    interface Expectation {
        void isMet() throws IOException;
    }

    /** Waits for what controllers do in their own time; what is still not met in the end says so itself. */
    static void eventually(Expectation expectation) throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(LIMIT);
        while (true) {
            try {
                expectation.isMet();
                return;
            } catch (AssertionError notYet) {
                if (Instant.now().isAfter(limit)) {
                    throw notYet;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** All resources of a kind, as the server tells them. */
    static List<JsonNode> all(ApiServer server, String path) {
        List<JsonNode> items = new ArrayList<>();
        server.get(path).body().path("items").forEach(items::add);
        return items;
    }
}
