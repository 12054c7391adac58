package org.trips.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A real API server as one user sees it. */
final class ApiServer {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Under which name the server keeps what we have set. */
    private static final String MANAGER = "fieldManager=trips";

    /** Refuses a field that it does not know, instead of dropping it. */
    private static final String STRICT = "&force=true&fieldValidation=Strict";

    /** What the server says to a request. */
    record Answer(int status, JsonNode body) {
        boolean isAccepted() {
            return status / 100 == 2;
        }

        /** Why it was refused, in the server's words. */
        String words() {
            return body.path("message").asText();
        }

        @Override
        public String toString() {
            return status + " " + words();
        }
    }

    /** How a kind is called in addresses, and whether it is of a namespace. */
    private record Resource(String plural, boolean namespaced) {}

    private final HttpClient client;
    private final String address;
    private final String token;
    private final Map<String, Resource> resources = new HashMap<>();

    private ApiServer(HttpClient client, String address, String token) {
        this.client = client;
        this.address = address;
        this.token = token;
    }

    /** @param certificate the server's own, in PEM; no other is trusted */
    static ApiServer at(String address, Path certificate, String token) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("certificate-" + trusted.size(), one);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return new ApiServer(HttpClient.newBuilder().sslContext(tls).build(), address, token);
    }

    /** The same server as whoever has the token sees it. */
    ApiServer as(String other) {
        return new ApiServer(client, address, other);
    }

    /** Whether the server is up and has all that it brings with it. */
    boolean isReady() {
        try {
            return get("/readyz").isAccepted();
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    Answer get(String path) {
        return send("GET", path, null, null);
    }

    Answer post(String path, JsonNode body) {
        return send("POST", path, "application/json", body);
    }

    Answer put(String path, JsonNode body) {
        return send("PUT", path, "application/json", body);
    }

    /** Changes the fields that the body has. */
    Answer patch(String path, JsonNode body) {
        return send("PATCH", path, "application/merge-patch+json", body);
    }

    Answer delete(String path) {
        return send("DELETE", path, null, null);
    }

    /** Applies a resource as Argo CD does, on the server's side, and lets no field pass that the server does not know. */
    Answer apply(Manifest manifest, String namespace) {
        return apply(manifest, namespace, STRICT);
    }

    /** As {@link #apply}, but nothing is kept. */
    Answer tryToApply(Manifest manifest, String namespace) {
        return apply(manifest, namespace, STRICT + "&dryRun=All");
    }

    /** Applies the definition of a kind; definitions are of others, and may have fields of older servers. */
    Answer define(Manifest definition) {
        return apply(definition, "", "&force=true");
    }

    private Answer apply(Manifest manifest, String namespace, String how) {
        return send(
                "PATCH",
                path(manifest, namespace) + "?" + MANAGER + how,
                "application/apply-patch+yaml",
                manifest.json());
    }

    /** @param namespace where a resource goes that names none itself */
    String path(Manifest manifest, String namespace) {
        String group = (manifest.apiVersion().contains("/") ? "/apis/" : "/api/") + manifest.apiVersion();
        Resource resource = resource(group, manifest.kind());
        String own = manifest.json().at("/metadata/namespace").asText(namespace);
        return group + (resource.namespaced() ? "/namespaces/" + own : "") + "/" + resource.plural() + "/"
                + manifest.name();
    }

    private Resource resource(String group, String kind) {
        return resources.computeIfAbsent(group + " " + kind, key -> {
            for (JsonNode resource : get(group).body().path("resources")) {
                String plural = resource.path("name").asText();
                if (resource.path("kind").asText().equals(kind) && !plural.contains("/")) {
                    return new Resource(plural, resource.path("namespaced").asBoolean());
                }
            }
            throw new IllegalStateException("The server knows no " + kind + " in " + group);
        });
    }

    private Answer send(String method, String path, String type, JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + token)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (type != null) {
            request.header("Content-Type", type);
        }
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
            return new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : JSON.missingNode());
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
