package org.trips.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;

/**
 * A Kubernetes API server without a cluster, on loopback: it keeps what it is given and tells who watches. It checks no
 * field and no right.
 */
final class ApiServer implements AutoCloseable {
    private static final Set<String> HAVE_A_STATUS = Set.of("Deployment", "Pod");

    private final KubernetesMockServer server =
            new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new Requests(), false);
    private final KubernetesClient client;

    ApiServer() {
        server.init(InetAddress.getLoopbackAddress(), 0);
        client = server.createClient();
    }

    KubernetesClient client() {
        return client;
    }

    /** The system properties by which the clients of operator and Flink find it, and nothing else that may be here. */
    Map<String, String> properties() {
        return Map.of(
                "kubernetes.master",
                "http://" + server.getHostName() + ":" + server.getPort() + "/",
                "kubernetes.auth.tryKubeConfig",
                "false",
                "kubernetes.auth.tryServiceAccount",
                "false");
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }

    /** What a real server does beyond keeping and telling, as far as the operator relies on it. */
    private static final class Requests extends KubernetesCrudDispatcher {
        private static final JsonMapper JSON = new JsonMapper();

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            if ("/version".equals(request.getPath())) {
                return new MockResponse().setBody("{\"major\":\"1\",\"minor\":\"32\",\"gitVersion\":\"v1.32.0\"}");
            }
            return super.dispatch(request);
        }

        /** What is made has a status from the first moment. */
        @Override
        public MockResponse handleCreate(RecordedRequest request) {
            try {
                JsonNode resource = JSON.readTree(request.getBody().readUtf8());
                if (HAVE_A_STATUS.contains(resource.path("kind").asText()) && !resource.has("status")) {
                    ((ObjectNode) resource).putObject("status");
                }
                request.getBody().writeUtf8(resource.toString());
                return super.handleCreate(request);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
