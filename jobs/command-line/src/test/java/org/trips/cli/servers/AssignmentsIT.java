package org.trips.cli.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Policy assignments over a queue, and a file of them that {@code trips run} cannot use. */
class AssignmentsIT {
    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    Path folder;

    @Test
    void assignmentsOverAQueueGiveTheSameDaysAsAFileAndTheLatestHolds() throws Exception {
        Path policies = Files.writeString(folder.resolve("policies.json"), SampleUploads.policies());
        List<Document> devices =
                Document.parse("{\"all\":" + SampleUploads.policies() + "}").getList("all", Document.class);
        String queue = "by-queue-assignments";
        try (Played job = new Played("by-queue", folder, SERVERS, "assignments:\n  queue: " + queue + "\n")) {
            job.awaitQueue(queue);
            Instant noon = Instant.parse("2026-03-04T12:00:00Z");
            for (Document device : devices) {
                job.publish(queue, gzip(device.toJson()), "gzip", noon);
            }
            for (byte[] message : SampleUploads.messages()) {
                job.publish(message, null);
            }
            job.untilAllHasArrived();
            StoredDocuments first = SampleUploads.expected(Optional.empty(), policies);
            job.until("the store holds what the plain functions find", () -> StoredDocuments.of(job)
                    .equals(first));

            Document moved = Document.parse(devices.get(0).toJson());
            moved.getList("assignments", Document.class).get(0).put("policy", "policy-D");
            job.publish(queue, moved.toJson().getBytes(UTF_8), null, noon.plusSeconds(1));
            job.publish(queue, devices.get(0).toJson().getBytes(UTF_8), null, noon.minusSeconds(1));
            job.publish(queue, Arrays.copyOf(gzip(moved.toJson()), 40), "gzip", noon.plusSeconds(2));
            job.publish(queue, moved.toJson().getBytes(UTF_8), null, null);
            Files.writeString(policies, "[" + moved.toJson() + "," + json(devices.subList(1, 6)) + "]");
            StoredDocuments second = SampleUploads.expected(Optional.empty(), policies);
            assertThat(second.policyDays()).isNotEqualTo(first.policyDays());
            job.until("the correction holds", () -> StoredDocuments.of(job).equals(second));
            job.until("what cannot be used is set aside", () -> job.deadLettersWaiting() == 2);
            assertThat(job.deadLetterReasons()).containsOnly("invalidAssignment");
            assertThat(job.metric("assignmentsPassedOver")).isEqualTo(1);
            assertThat(job.job().log()).contains("Device d-1: the assignments [policy-A from");
        }
    }

    @Test
    void theJobRefusesAFileWhoseAssignmentsOverlapInOneLine() throws IOException {
        Path policies = Files.writeString(folder.resolve("policies.json"), """
                [{"device":"d-1","assignments":[]},
                 {"device":"d-2","assignments":[
                   {"policy":"P-1","from":"2026-01-01T00:00:00Z","timeZone":"UTC","vehicleClass":"van"},
                   {"policy":"P-2","from":"2026-02-01T00:00:00Z","timeZone":"UTC","vehicleClass":"van"}]}]
                """);
        Path configuration = Files.writeString(folder.resolve("trips.yaml"), """
                uploads:
                  queues: [refused-uploads]
                rabbitmq:
                  port: %d
                  declare: true
                dead-letters:
                  queue: refused-dead-letters
                store:
                  mongodb:
                    uri: %s
                pseudonyms:
                  key: %s
                assignments:
                  file: %s
                """.formatted(
                        SERVERS.broker().port(), SERVERS.store().uri(), Played.PSEUDONYM_KEY, policies));
        ServerProcess run = TripsProcess.start("refused", folder, "run", "--config", configuration.toString());
        assertThat(run.exitCode()).as(run.output()).isEqualTo(2);
        assertThat(run.output().lines().filter(line -> line.startsWith("trips: ")))
                .singleElement()
                .asString()
                .contains(policies + ", entry 2: device d-2")
                .contains("P-2 from 2026-02-01T00:00:00Z overlaps P-1 from 2026-01-01T00:00:00Z");
    }

    private static String json(List<Document> documents) {
        return String.join(",", documents.stream().map(Document::toJson).toList());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
