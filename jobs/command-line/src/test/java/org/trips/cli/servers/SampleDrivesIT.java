package org.trips.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.documents.StoreDocument;

/** The sample drives through {@code trips run} with a file of policies: what the store holds, and what analysts ask it. */
class SampleDrivesIT {
    @RegisterExtension
    static final RealServers SERVERS = new RealServers();

    @TempDir
    static Path folder;

    private static Path roads;
    private static Path policies;
    private static Played job;

    @BeforeAll
    static void playTheSampleDrives() throws Exception {
        roads = SampleUploads.importRoads(folder);
        policies = folder.resolve("policies.json");
        write(SampleUploads.policies());
        job = new Played("samples", folder, SERVERS, Played.roads(roads) + """
                assignments:
                  file: %s
                  refresh: 1 s
                """.formatted(policies));
        for (byte[] message : SampleUploads.messages()) {
            job.publish(message, null);
        }
        job.untilAllHasArrived();
        untilTheStoreHoldsWhatThePlainFunctionsFind();
    }

    @AfterAll
    static void endTheJob() throws IOException {
        if (job != null) {
            job.close();
        }
    }

    @Test
    void journeysDaysAndMonthsAreThoseOfThePlainFunctionsOverTheSameFiles() throws IOException {
        StoredDocuments stored = StoredDocuments.of(job);
        assertThat(stored).isEqualTo(SampleUploads.expected(Optional.of(roads), policies));
        assertThat(stored.policyDays()).containsKeys("policy-A|2026-03-02", "policy-B|2026-03-03");
        assertThat(stored.policyMonths()).containsOnlyKeys("policy-A|2026-03", "policy-B|2026-03", "policy-C|2026-03");
    }

    @Test
    void editsOfTheFileWhileTheJobRunsChangeTheDaysExactlyAndBack() throws IOException {
        StoredDocuments before = StoredDocuments.of(job);
        String whole = SampleUploads.policies();
        try {
            List<Document> moved = entries(whole);
            assignments(moved.get(0)).get(0).put("policy", "policy-D");
            write(json(moved));
            untilTheStoreHoldsWhatThePlainFunctionsFind();
            assertThat(StoredDocuments.of(job).policyMonths()).containsKey("policy-D|2026-03");

            write(json(moved.subList(0, 5)));
            untilTheStoreHoldsWhatThePlainFunctionsFind();

            List<Document> overlapping = entries(whole);
            Document only = assignments(overlapping.get(0)).get(0);
            overlapping.get(0).put("assignments", List.of(only, new Document(only).append("policy", "policy-E")));
            StoredDocuments held = StoredDocuments.of(job);
            write(json(overlapping));
            job.until("the overlap is logged", () -> job.job().log().contains("cannot be used"));
            assertThat(job.job().log())
                    .contains(
                            "policies.json, entry 1: device d-1: policy-E from 2025-12-31T22:00:00Z overlaps policy-A");
            assertThat(job.job().isRunning()).isTrue();
            assertThat(StoredDocuments.of(job)).isEqualTo(held);
        } finally {
            write(whole);
        }
        untilTheStoreHoldsWhatThePlainFunctionsFind();
        assertThat(StoredDocuments.of(job)).isEqualTo(before);
    }

    @Test
    void aPolicysJourneysOfAMonthAreFoundByIndexTheLatestFirst() {
        Bson march = Filters.and(
                Filters.eq("policy", "policy-A"),
                Filters.gte("start", Instant.parse("2026-03-01T00:00:00Z")),
                Filters.lt("start", Instant.parse("2026-04-01T00:00:00Z")));
        var query = job.collection(StoreDocument.JOURNEYS).find(march).sort(Sorts.descending("start"));
        assertThat(query.map(journey -> journey.getDate("start").toInstant()).into(new ArrayList<>()))
                .isSortedAccordingTo(Comparator.reverseOrder())
                .hasSize((int) job.journeys().stream()
                        .filter(journey -> "policy-A".equals(journey.getString("policy")))
                        .count());
        assertThat(query.explain().toString())
                .contains("IXSCAN", "policy_1_start_-1")
                .doesNotContain("COLLSCAN");
    }

    @Test
    void aPolicysDaysAreFoundByIndex() {
        var query = job.collection(StoreDocument.POLICY_DAYS)
                .find(Filters.eq("policy", "policy-A"))
                .sort(Sorts.ascending("day"));
        assertThat(query.map(day -> day.getString("day"))).containsExactly("2026-03-02", "2026-03-03");
        assertThat(query.explain().toString())
                .contains("IXSCAN", "policy_1_day_-1")
                .doesNotContain("COLLSCAN");
    }

    @Test
    void theMonthsThatABillMayRestOnAreFoundByIndex() {
        // None of the samples is old enough to be settled, so the same is asked for what they are.
        String status =
                job.collection(StoreDocument.POLICY_MONTHS).find().first().getString("status");
        var query = job.collection(StoreDocument.POLICY_MONTHS)
                .find(Filters.and(Filters.eq("status", status), Filters.eq("month", "2026-03")));
        assertThat(query).isNotEmpty();
        assertThat(query.explain().toString())
                .contains("IXSCAN", "month_-1_status_1")
                .doesNotContain("COLLSCAN");
    }

    @Test
    void theSpeedingOfAWeekIsFoundByIndex() {
        Bson ofTheWeek = Filters.and(
                Filters.eq("events.type", "speeding"),
                Filters.gte("events.start", Instant.parse("2026-03-02T00:00:00Z")),
                Filters.lt("events.start", Instant.parse("2026-03-09T00:00:00Z")));
        var query = job.collection(StoreDocument.JOURNEYS)
                .aggregate(List.of(
                        Aggregates.match(ofTheWeek), Aggregates.unwind("$events"), Aggregates.match(ofTheWeek)));
        assertThat(query)
                .hasSize((int) allEvents().stream()
                        .filter(event -> event.getString("type").equals("speeding"))
                        .count())
                .isNotEmpty();
        assertThat(query.explain().toString())
                .contains("IXSCAN", "events.type_1_events.start_1")
                .doesNotContain("COLLSCAN");
    }

    @Test
    void theViewOfEventsListsExactlyTheEventsOfTheJourneys() {
        assertThat(job.collection("events").find())
                .containsExactlyInAnyOrderElementsOf(allEvents())
                .isNotEmpty();
    }

    /** Each as the view shows it. */
    private static List<Document> allEvents() {
        List<Document> events = new ArrayList<>();
        for (Document journey : job.journeys()) {
            for (Document event : journey.getList("events", Document.class)) {
                events.add(event.append("journey", journey.get("_id"))
                        .append("device", journey.get("device"))
                        .append("policy", journey.get("policy")));
            }
        }
        return events;
    }

    private static void untilTheStoreHoldsWhatThePlainFunctionsFind() throws IOException {
        StoredDocuments expected = SampleUploads.expected(Optional.of(roads), policies);
        job.until("the store holds what the plain functions find", () -> StoredDocuments.of(job)
                .equals(expected));
    }

    private static void write(String json) throws IOException {
        Path beside = Files.writeString(folder.resolve("policies.new"), json);
        Files.move(beside, policies, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Document> entries(String json) {
        return Document.parse("{\"entries\":" + json + "}").getList("entries", Document.class);
    }

    private static List<Document> assignments(Document entry) {
        return entry.getList("assignments", Document.class);
    }

    private static String json(List<Document> entries) {
        return entries.stream().map(Document::toJson).toList().toString();
    }
}
