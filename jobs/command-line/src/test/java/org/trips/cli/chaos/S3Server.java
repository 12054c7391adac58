package org.trips.cli.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.PluginFileSystemFactory;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.trips.cli.servers.ServerProcess;

/**
 * S3Proxy: S3's protocol, with requests that have to be signed, on loopback. It keeps objects by their keys in memory: kept as
 * files it does not remove the key of a folder, and the plugin would try without end.
 */
final class S3Server implements AutoCloseable {
    static final String BUCKET = "trip-preprocessing";
    static final String USER = "trips";
    static final String KEY = "a key for tests only";

    private static final Path PLUGINS = Path.of("target/plugins").toAbsolutePath();

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final int port = ServerProcess.freePort();
    private final Path folder;
    private ServerProcess process;

    private S3Server(Path folder) {
        this.folder = folder;
    }

    static S3Server start(Path folder) throws IOException {
        S3Server server = new S3Server(Files.createDirectories(folder));
        Files.writeString(server.settings(), """
                        s3proxy.endpoint=http://127.0.0.1:%d
                        s3proxy.authorization=aws-v2-or-v4
                        s3proxy.identity=%s
                        s3proxy.credential=%s
                        jclouds.provider=transient
                        """.formatted(server.port, USER, KEY));
        server.startProcess();
        return server;
    }

    private void startProcess() throws IOException {
        process = ServerProcess.start(
                "s3",
                folder,
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings().toString()));
        try {
            Patience.until("the S3 server has a bucket", START_LIMIT, this::makesBucket);
        } catch (Patience.OutOfPatienceException e) {
            process.close();
            throw new IOException(process.output(), e);
        }
    }

    /** The one request that the plugin never makes, signed as S3 had it first. */
    private boolean makesBucket() throws IOException {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        var connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + "/" + BUCKET).toURL().openConnection();
        connection.setRequestMethod("PUT");
        connection.setRequestProperty("Date", date);
        connection.setRequestProperty(
                "Authorization", "AWS " + USER + ":" + signature("PUT\n\n\n" + date + "\n/" + BUCKET));
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    }

    private static String signature(String request) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(KEY.getBytes(UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(request.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA1.", e);
        }
    }

    URI bucket() {
        return URI.create("s3a://" + BUCKET + "/");
    }

    /** What Flink has to be told of a server that is not Amazon's, by name and value. */
    Map<String, String> options() {
        // By its name, as others are; an address of numbers would not need the second.
        return Map.of("s3.endpoint", "http://localhost:" + port, "s3.path.style.access", "true");
    }

    /** As the image has it, and the pods. */
    static Map<String, String> environment(String user, String key) {
        return Map.of("FLINK_PLUGINS_DIR", PLUGINS.toString(), "AWS_ACCESS_KEY_ID", user, "AWS_SECRET_ACCESS_KEY", key);
    }

    Storage storage() {
        StringBuilder settings = new StringBuilder();
        options()
                .forEach((name, value) ->
                        settings.append(name).append(": \"").append(value).append("\"\n"));
        return new Storage(bucket(), settings.toString(), environment(USER, KEY));
    }

    /** The bucket through the plugin that the cluster has, loaded for this process alone. */
    FileSystem files() throws IOException {
        Configuration flink = new Configuration();
        options().forEach(flink::setString);
        flink.setString("s3.access-key", USER);
        flink.setString("s3.secret-key", KEY);
        var plugins = new DefaultPluginManager(
                new DirectoryBasedPluginFinder(PLUGINS).findPlugins(),
                CoreOptions.getPluginParentFirstLoaderPatterns(flink));
        var factories = plugins.load(FileSystemFactory.class);
        while (factories.hasNext()) {
            // As Flink does: a plugin's code reads its own files.
            FileSystemFactory factory = PluginFileSystemFactory.of(factories.next());
            if (factory.getScheme().equals(bucket().getScheme())) {
                factory.configure(flink);
                return factory.create(bucket());
            }
        }
        throw new IOException("No plugin for " + bucket() + " in " + PLUGINS);
    }

    private Path settings() {
        return folder.resolve("s3proxy.properties");
    }

    @Override
    public void close() {
        process.close();
    }
}
