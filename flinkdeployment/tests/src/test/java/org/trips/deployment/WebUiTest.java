package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The nginx in front of Flink's web UI, as its ConfigMap is rendered, before a Flink that runs a job. */
class WebUiTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static MiniCluster flink;
    private static JobID job;
    private static URI direct;
    private static Process nginx;
    private static URI throughNginx;

    @BeforeAll
    static void start() throws Exception {
        Path program = Path.of("/usr/sbin/nginx");
        if (!Files.isExecutable(program)) {
            throw Manifest.missing("No nginx here (Debian's package nginx-light): the web UI's proxy is not tried.");
        }
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_PORT, "0");
        flink = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumSlotsPerTaskManager(2)
                .build());
        flink.start();
        direct = flink.getRestAddress().get(1, TimeUnit.MINUTES);
        job = submitted();

        int port = freePort();
        Path file = Files.writeString(
                folder.resolve("nginx.conf"),
                rendered()
                        .replace("listen 8080;", "listen 127.0.0.1:" + port + ";")
                        .replace("trip-preprocessing-jobmanager:8081", "127.0.0.1:" + direct.getPort())
                        .replace("/tmp/", folder + "/"));
        nginx = new ProcessBuilder(program.toString(), "-c", file.toString(), "-g", "daemon off; master_process off;")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        throughNginx = URI.create("http://127.0.0.1:" + port);
        Instant limit = Instant.now().plus(LIMIT);
        while (!isUp()) {
            assertThat(nginx.isAlive() && Instant.now().isBefore(limit))
                    .as(Files.readString(folder.resolve("nginx.log")))
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @AfterAll
    static void end() throws Exception {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor();
        }
        if (flink != null) {
            flink.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/config", "/jobs/ID/config", "/v1/jobs/ID/plan"})
    void whatIsReadIsAsFlinkTellsIt(String path) throws IOException, InterruptedException {
        HttpResponse<String> read = send("GET", throughNginx, path);
        assertThat(read.statusCode()).isEqualTo(200);
        HttpResponse<String> asFlinkTells = send("GET", direct, path);
        assertThat(read.headers().firstValue("Content-Type"))
                .isEqualTo(asFlinkTells.headers().firstValue("Content-Type"));
        assertThat(read.body()).isEqualTo(asFlinkTells.body());
    }

    @ParameterizedTest
    @CsvSource({
        "/jobs/overview,       RUNNING",
        "/jobs/ID,             RUNNING",
        "/jobs/ID/checkpoints, counts",
        "/jobs/ID/exceptions,  exceptionHistory",
        "/taskmanagers,        slotsNumber",
    })
    void whatChangesMeanwhileIsReadToo(String path, String words) throws IOException, InterruptedException {
        HttpResponse<String> read = send("GET", throughNginx, path);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH,  /jobs/ID?mode=cancel",
        "PATCH,  /v1/jobs/ID?mode=cancel",
        "POST,   /jobs/ID/stop",
        "POST,   /jobs/ID/savepoints",
        "PUT,    /jobs/ID/resource-requirements",
        "DELETE, /cluster",
        "POST,   /jars/upload",
        "POST,   /jobmanager/profiler",
        "OPTIONS, /jobs/ID",
        "GET,    /jobs/ID/yarn-cancel",
        "GET,    /jobs/ID/yarn-stop",
        "HEAD,   /jobs/ID/yarn-cancel",
        "GET,    /v1/jobs/ID/yarn-cancel",
        "GET,    /jobs/ID/%79arn-cancel",
        "GET,    /jobs/ID/yarn%2Dcancel",
        "GET,    /jobs/ID/%2579arn-cancel",
        "GET,    /jobs/ID/yarn%252Dstop",
        "GET,    /jobs/ID/%252579arn-cancel",
        "GET,    //jobs//ID/./yarn-cancel?",
    })
    void whatChangesSomethingIsRefused(String method, String path) throws Exception {
        assertThat(send(method, throughNginx, path).statusCode()).isEqualTo(403);
        assertThat(flink.getJobStatus(job).get(1, TimeUnit.MINUTES)).isEqualTo(JobStatus.RUNNING);
    }

    /** Or the test above would be content with requests that do nothing. */
    @Test
    void withoutTheNginxOneGetEndsAJob() throws Exception {
        JobID another = submitted();
        send("GET", direct, "/jobs/" + another + "/yarn-cancel");
        until(another, JobStatus.CANCELED);
    }

    private static JobID submitted() throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(1);
        environment.fromSequence(0, Long.MAX_VALUE).sinkTo(new DiscardingSink<>());
        JobID submitted = flink.submitJob(environment.getStreamGraph().getJobGraph())
                .get(1, TimeUnit.MINUTES)
                .getJobID();
        until(submitted, JobStatus.RUNNING);
        return submitted;
    }

    private static String rendered() throws IOException, InterruptedException {
        return Manifest.rendered("flinkdeployment/overlays/dev").stream()
                .filter(manifest -> manifest.is("ConfigMap") && manifest.name().startsWith("trip-preprocessing-web-ui"))
                .findFirst()
                .orElseThrow()
                .json()
                .at("/data/nginx.conf")
                .asText();
    }

    private static boolean isUp() throws InterruptedException {
        try {
            return send("GET", throughNginx, "/nginx-is-up").statusCode() == 204;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void until(JobID job, JobStatus wanted) throws Exception {
        Instant limit = Instant.now().plus(LIMIT);
        while (flink.getJobStatus(job).get(1, TimeUnit.MINUTES) != wanted) {
            assertThat(Instant.now()).as("the job is %s", wanted).isBefore(limit);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static HttpResponse<String> send(String method, URI server, String path)
            throws IOException, InterruptedException {
        URI address = URI.create(server + path.replace("ID", job.toHexString()));
        return CLIENT.send(
                HttpRequest.newBuilder(address)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
