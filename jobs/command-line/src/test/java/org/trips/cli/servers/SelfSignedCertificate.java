package org.trips.cli.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A certificate that no authority knows.
 *
 * @param certificate as a server reads it, PEM
 * @param key as a server reads it, PEM
 * @param trustStore of a JVM that trusts this certificate
 */
record SelfSignedCertificate(Path certificate, Path key, Path trustStore) {
    private static final String PASSWORD = "changeit";

    /** Makes one for a host, with the JDK's keytool. */
    static SelfSignedCertificate of(String host, Path folder) throws IOException, GeneralSecurityException {
        Path made = folder.resolve("server.p12");
        ServerProcess keytool = ServerProcess.start(
                "keytool",
                folder,
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        made.toString(),
                        "-storepass",
                        PASSWORD));
        if (keytool.exitCode() != 0) {
            throw new IllegalStateException(keytool.output());
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(made)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Certificate certificate = keys.getCertificate("server");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        Path trustStore = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(trustStore)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return new SelfSignedCertificate(
                Files.writeString(folder.resolve("server.crt"), pem("CERTIFICATE", certificate.getEncoded())),
                Files.writeString(
                        folder.resolve("server.key"),
                        pem(
                                "PRIVATE KEY",
                                keys.getKey("server", PASSWORD.toCharArray()).getEncoded())),
                trustStore);
    }

    /** The environment of a process that trusts this certificate. */
    Map<String, String> trusting() {
        return Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Djavax.net.ssl.trustStore=" + trustStore + " -Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(content), what);
    }
}
