package org.trips.job.roads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.roads.RoadClass;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RoadNetworkBuilder;
import org.trips.roads.Way;

class FetchRoadsTest {
    @TempDir
    private Path folder;

    private Path source;
    private Path target;
    private String version;

    @BeforeEach
    void makeRoads() throws IOException {
        source = folder.resolve("alps.roads");
        target = folder.resolve("pod/roads/current.roads");
        new RoadNetworkBuilder()
                .addNode(1, 0, 0)
                .addNode(2, 0, 0.01)
                .addWay(Way.of(1, RoadClass.SECONDARY), 1, 2)
                .write(source);
        version = RoadNetwork.open(source).version();
    }

    @Test
    void aFileIsCopiedAndChecked() throws Exception {
        assertThat(FetchRoads.fetch(source.toUri(), version, target)).contains(version);
        assertThat(target).hasSameBinaryContentAs(source);
        assertThatNothingElseIsBeside();
    }

    @Test
    void aFileOfAnotherVersionIsRefusedAndTheNameStaysFree() throws Exception {
        assertThatThrownBy(() -> FetchRoads.fetch(source.toUri(), "0123456789abcdef", target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(version)
                .hasMessageContaining("0123456789abcdef");
        assertThat(target).doesNotExist();
        assertThatNothingElseIsBeside();
    }

    @Test
    void aDamagedFileIsRefused() throws Exception {
        byte[] bytes = Files.readAllBytes(source);
        bytes[bytes.length - 1] ^= 1;
        Files.write(source, bytes);
        assertThatThrownBy(() -> FetchRoads.fetch(source.toUri(), version, target))
                .isInstanceOf(IOException.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void aFileThatIsThereAndWholeIsNotFetchedAgain() throws Exception {
        FetchRoads.fetch(source.toUri(), version, target);
        Files.delete(source);
        assertThat(FetchRoads.fetch(source.toUri(), version, target)).contains("already");
    }

    @Test
    void aFileThatIsThereAndDamagedIsFetchedAgain() throws Exception {
        Files.createDirectories(target.getParent());
        Files.writeString(target, "half a file");
        FetchRoads.fetch(source.toUri(), version, target);
        assertThat(target).hasSameBinaryContentAs(source);
    }

    @Test
    void aWebServerGivesAFileOrSaysWhyNot() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] bytes = Files.readAllBytes(source);
        server.createContext("/alps.roads", exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            URI base = URI.create("http://localhost:" + server.getAddress().getPort());
            FetchRoads.fetch(base.resolve("/alps.roads"), version, target);
            assertThat(target).hasSameBinaryContentAs(source);
            assertThatThrownBy(() -> FetchRoads.fetch(base.resolve("/lost.roads"), version, folder.resolve("x")))
                    .hasMessageContaining("404");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerThatStopsInTheMiddleIsNotWaitedForForEver() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/alps.roads", exchange -> {
            exchange.sendResponseHeaders(200, Files.size(source));
            exchange.getResponseBody().write(0);
            exchange.getResponseBody().flush();
        });
        server.start();
        try {
            URI roads = URI.create("http://localhost:" + server.getAddress().getPort() + "/alps.roads");
            assertThatThrownBy(() -> FetchRoads.fetchWithin(Duration.ofMillis(500), roads, version, target))
                    .hasMessageContaining("within");
            assertThat(target).doesNotExist();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatAnAttemptLeftThatWasKilledIsOverwritten() throws Exception {
        Files.createDirectories(target.getParent());
        Files.writeString(target.resolveSibling(".current.roads.part"), "half a file");
        FetchRoads.fetch(source.toUri(), version, target);
        assertThat(target).hasSameBinaryContentAs(source);
        assertThatNothingElseIsBeside();
    }

    @Test
    void settingsOfFlinkAreToldAsArguments() {
        var settings =
                FetchRoads.settings("-Ds3.endpoint=https://s3.example.com/?a=b", "s3a://roads/alps.roads", "-Dno");
        assertThat(settings.toMap()).containsOnly(Map.entry("s3.endpoint", "https://s3.example.com/?a=b"));
    }

    @Test
    void aPathThatIsNoUriIsToldHowToWriteIt() {
        assertThatThrownBy(() -> FetchRoads.fetch(URI.create("/data/alps.roads"), version, target))
                .hasMessageContaining("file:///");
    }

    private void assertThatNothingElseIsBeside() throws IOException {
        try (Stream<Path> files = Files.list(target.getParent())) {
            assertThat(files.toList()).isSubsetOf(List.of(target));
        }
    }
}
