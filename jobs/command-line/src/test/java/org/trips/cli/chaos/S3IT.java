package org.trips.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.cli.servers.InstalledFlink;
import org.trips.cli.servers.MongoWireServer;
import org.trips.cli.servers.RabbitMqServer;
import org.trips.cli.servers.SampleUploads;
import org.trips.cli.servers.ServerProcess;
import org.trips.cli.servers.StoredDocuments;
import org.trips.roads.RoadNetwork;

/** What the deployment keeps in S3, on a server that speaks its protocol, through the plugin of the image. */
class S3IT {
    private static final InstalledFlink FLINK = new InstalledFlink(EnvironmentInformation.getVersion());
    private static final String ROADS = "s3a://" + S3Server.BUCKET + "/roads/current.roads";
    private static final long SEED = 7;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    static Path servers;

    private static S3Server s3;

    @TempDir
    Path folder;

    @BeforeAll
    static void startS3() throws IOException {
        skipWithout(FLINK.missing());
        s3 = S3Server.start(servers.resolve("s3"));
    }

    @AfterAll
    static void stopS3() {
        if (s3 != null) {
            s3.close();
        }
    }

    @Test
    void stateAndArchiveOutliveTheClusterInABucket() throws Exception {
        skipWithout(RabbitMqServer.missing());
        skipWithout(MongoWireServer.missing());
        try (Stage stage = new Stage(folder, s3.storage())) {
            Fleet fleet = new Fleet(stage.roads(), Stage.PSEUDONYM_KEY, SEED, 0);
            SentUploads sent = new SentUploads();
            try {
                stage.job().awaitCheckpointBegunAfter(0);
                CompletableFuture<Void> sending = send(stage, fleet, 0);
                Patience.pause(Duration.ofSeconds(4).toMillis());
                new WholeClusterKilled().happen(stage, new Random(SEED));
                long killed = System.currentTimeMillis();
                sending.get();
                stage.job().awaitCheckpointBegunAfter(killed);
                sent.add(fleet.uploads(0));
                untilStored(stage, fleet.expected(0));

                stage.job().cancelAndGoOn();
                send(stage, fleet, 1).get();
                sent.add(fleet.uploads(1));
                untilStored(stage, fleet.expected(1));

                assertThat(stage.unexpectedDeadLetters()).isEmpty();
                Patience.until(
                        "the archive is whole", LIMIT, () -> differences(sent).isEmpty());
            } catch (Patience.OutOfPatienceException e) {
                throw new IllegalStateException(stage.cluster().lastWords() + differences(sent), e);
            }
        }
    }

    @Test
    void aRoadFileIsFetchedFromABucketAndChecked() throws Exception {
        Path made = SampleUploads.importRoads(folder);
        String version = RoadNetwork.open(made).version();
        put(made, ROADS);
        Path target = folder.resolve("pod/current.roads");
        ServerProcess fetched = fetch(S3Server.KEY, ROADS, version, target);
        assertThat(fetched.exitCode()).as(fetched.output()).isZero();
        assertThat(fetched.output()).contains("has the roads of version " + version);
        assertThat(target).hasSameBinaryContentAs(made);
    }

    @Test
    void whatIsWrongWithARoadFileInABucketIsSaid() throws Exception {
        Path made = SampleUploads.importRoads(folder);
        String version = RoadNetwork.open(made).version();
        put(made, ROADS);
        Path target = folder.resolve("pod/current.roads");
        String another = "0123456789abcdef";
        assertThat(refused(fetch("another", ROADS, version, target))).contains(ROADS, "Forbidden", "403");
        assertThat(refused(fetch(S3Server.KEY, ROADS + ".gone", version, target)))
                .contains("No such file or directory: " + ROADS + ".gone");
        assertThat(refused(fetch(S3Server.KEY, ROADS, another, target)))
                .contains("it holds the roads of version " + version + ", not " + another);
        assertThat(target).doesNotExist();
    }

    private static String refused(ServerProcess fetch) {
        assertThat(fetch.exitCode()).as(fetch.output()).isEqualTo(1);
        return fetch.output();
    }

    /** As the init container does it, by Flink's own jars and the job's. */
    private ServerProcess fetch(String key, String source, String version, Path target) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                FLINK.home().resolve("lib") + "/*" + File.pathSeparator
                        + Stage.jobJar().toAbsolutePath(),
                "org.trips.job.roads.FetchRoads"));
        s3.options().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(source, version, target.toString()));
        return ServerProcess.start("fetch-roads", folder, S3Server.environment(S3Server.USER, key), command);
    }

    private static void put(Path file, String key) throws IOException {
        try (OutputStream out =
                s3.files().create(new org.apache.flink.core.fs.Path(key), FileSystem.WriteMode.OVERWRITE)) {
            Files.copy(file, out);
        }
    }

    private CompletableFuture<Void> send(Stage stage, Fleet fleet, int round) {
        return CompletableFuture.runAsync(() -> {
            List<byte[]> uploads = fleet.uploads(round);
            try (Uplink uplink = new Uplink(stage.broker().port())) {
                fleet.assignments(round).forEach(assignment -> uplink.send(Stage.ASSIGNMENTS, assignment));
                for (byte[] upload : uploads) {
                    uplink.send(Stage.UPLOADS, upload);
                    Patience.pause(Duration.ofSeconds(10).toMillis() / uploads.size());
                }
            }
        });
    }

    private static void untilStored(Stage stage, StoredDocuments expected) {
        Patience.until("the store holds what the plain functions find", LIMIT, () -> Differences.between(
                        expected, stage.stored())
                .isEmpty());
    }

    private List<String> differences(SentUploads sent) throws IOException {
        Path copy = folder.resolve("copy");
        FileSystem files = s3.files();
        copy(files, new org.apache.flink.core.fs.Path(s3.bucket().resolve("archive")), copy);
        return sent.compared(copy);
    }

    private static void copy(FileSystem files, org.apache.flink.core.fs.Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (FileStatus file : files.listStatus(from)) {
            Path target = to.resolve(file.getPath().getName());
            if (file.isDir()) {
                copy(files, file.getPath(), target);
            } else if (Files.notExists(target)) {
                // One that is there never changes.
                try (InputStream in = files.open(file.getPath())) {
                    Files.copy(in, target);
                }
            }
        }
    }

    private static void skipWithout(Optional<String> missing) {
        missing.ifPresent(what -> {
            System.out.println("SKIPPED the job with an S3 server: " + what);
            assumeTrue(false, what);
        });
    }
}
