package org.trips.job.roads;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.trips.roads.RoadFileException;
import org.trips.roads.RoadNetwork;

/**
 * Brings a road file to where the job reads it, before the job starts:
 * {@code FetchRoads [-DSETTING=VALUE]... SOURCE VERSION TARGET}. The source is a {@code file:}, {@code http:} or
 * {@code https:} URI, or one of any file system that Flink has a plugin for, such as {@code s3a:}; the settings are Flink's,
 * such as {@code s3.endpoint}. Every byte is checked against the version before the file gets its name, so that the job never
 * sees half a file or another one. Ends with 0, with 1 where the file cannot be had or is another, with 2 where it was called
 * wrongly.
 */
public final class FetchRoads {
    private static final String SETTING = "-D";
    private static final int ARGUMENTS = 3;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    /** Of the whole, as a server may stop in the middle: 8 GB at 5 MB/s. Then the pod tries again. */
    private static final Duration TIME_LIMIT = Duration.ofMinutes(30);

    private FetchRoads() {}

    /** Never returns: file systems may leave threads behind that would keep the process alive. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> operands = Stream.of(arguments)
                .filter(argument -> !argument.startsWith(SETTING))
                .toList();
        if (operands.size() != ARGUMENTS) {
            System.err.println("usage: FetchRoads [-DSETTING=VALUE]... SOURCE VERSION TARGET, like"
                    + " s3a://roads/alps-2026-11.roads 3f9a0c51d2e87b64 /opt/trips/roads/alps-2026-11.roads");
            System.exit(MISUSED);
        }
        try {
            Configuration flink = GlobalConfiguration.loadConfiguration(settings(arguments));
            FileSystem.initialize(flink, PluginUtils.createPluginManagerFromRootFolder(flink));
            System.out.println(
                    fetchWithin(TIME_LIMIT, URI.create(operands.get(0)), operands.get(1), Path.of(operands.get(2))));
            System.exit(0);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("The road file " + operands.get(0) + " cannot be had: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    /** Those of Flink's configuration that were told as arguments. */
    static Configuration settings(String... arguments) {
        var settings = new Configuration();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith(SETTING) && equals > 0) {
                settings.setString(argument.substring(SETTING.length(), equals), argument.substring(equals + 1));
            }
        }
        return settings;
    }

    /** Like {@link #fetch}, for so long at most; what still runs then ends with the process. */
    static String fetchWithin(Duration limit, URI source, String version, Path target)
            throws IOException, InterruptedException {
        var fetching = new FutureTask<>(() -> fetch(source, version, target));
        var thread = new Thread(fetching, "fetch-roads");
        thread.setDaemon(true);
        thread.start();
        try {
            return fetching.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            fetching.cancel(true);
            throw new IOException("it was not there whole within " + limit, e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /**
     * Copies and checks one road file; one that is there already is only checked.
     *
     * @param version the 16 digits that {@code trips roads} told when it made the file
     * @return what was done, for a log
     * @throws IOException if it cannot be read or written, is damaged, or is of another version; then there is no target
     */
    static String fetch(URI source, String version, Path target) throws IOException, InterruptedException {
        if (Files.exists(target) && isWhole(target, version)) {
            return target + " is there already, whole and of version " + version;
        }
        Path folder = target.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // Always of this name: what an attempt that was killed left behind is overwritten and does not fill the disk.
        Path partial = folder.resolve("." + target.getFileName() + ".part");
        try {
            try (InputStream bytes = open(source)) {
                Files.copy(bytes, partial, StandardCopyOption.REPLACE_EXISTING);
            }
            RoadNetwork roads = RoadNetwork.openChecked(partial);
            if (!roads.version().equals(version)) {
                throw new IOException("it holds the roads of version " + roads.version() + ", not " + version);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return target + " has the roads of version " + version + ", " + Files.size(target) + " bytes";
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static boolean isWhole(Path target, String version) {
        try {
            return RoadNetwork.openChecked(target).version().equals(version);
        } catch (RoadFileException e) {
            return false;
        }
    }

    private static InputStream open(URI source) throws IOException, InterruptedException {
        String scheme = String.valueOf(source.getScheme());
        if (scheme.equals("http") || scheme.equals("https")) {
            return get(source);
        }
        // Without a scheme Flink would read from whatever file system is its default.
        if (source.getScheme() == null) {
            throw new IOException("it is no URI; a file on this machine is file:///PATH");
        }
        var path = new org.apache.flink.core.fs.Path(source);
        return path.getFileSystem().open(path);
    }

    private static InputStream get(URI source) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(Redirect.NORMAL)
                .build();
        HttpResponse<InputStream> answer =
                client.send(HttpRequest.newBuilder(source).build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw new IOException("the server answers with HTTP status " + answer.statusCode());
        }
        return answer.body();
    }
}
