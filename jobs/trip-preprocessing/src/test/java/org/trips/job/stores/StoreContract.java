package org.trips.job.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trips.job.stores.StoreQuery.Comparison;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetterReason;

/** What the job and the commands rely on, of every kind of store. Each test has a store of its own. */
@Timeout(120)
public abstract class StoreContract {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** More than a reader takes at a time. */
    private static final int MANY = 2500;

    private static final int LARGE = 8_000_000;

    private Store store;
    private DrivenSink journeys;
    private StoreReader reader;

    /** Which holds nothing and was never prepared. */
    protected abstract Store newStore() throws Exception;

    /** Breaks all connections to the store, which can be made again at once; false where there are none. */
    protected abstract boolean dropConnections();

    /** A journey that the store refuses for its own sake; empty where it takes everything. */
    protected abstract Optional<StoreDocument> refusable();

    /** Ids of which the order of their bytes is another than by UTF-16; none where the test's server is known to confuse them. */
    protected List<String> idsBeyondTheBasicPlane() {
        return List.of("🚚");
    }

    @BeforeEach
    final void openAStore() throws Exception {
        store = newStore();
        reader = store.reader();
    }

    @AfterEach
    final void closeTheStore() throws Exception {
        if (journeys != null) {
            journeys.close();
        }
        reader.close();
    }

    private void write(StoreDocument... documents) throws Exception {
        write(List.of(documents));
    }

    private void write(List<StoreDocument> documents) throws Exception {
        if (journeys == null) {
            store.prepare();
            journeys = new DrivenSink(store, StoreDocument.JOURNEYS);
        }
        journeys.write(documents);
    }

    @Test
    final void aDocumentIsReadAsItWasWritten() throws Exception {
        var journey = journey("a", "P-1", "2026-03-01T07:30:00.125Z", """
            ,"distanceMetres":12345.670,"durationSeconds":0.001,"maxSpeedMps":31.00,"count":9007199254740993,
            "parkedUntil":null,"events":[{"type":"braking","start":"2026-03-01T07:31:00.250Z","seconds":1.250,"peak":3.10,
            "severity":"low","speedAtStartMps":null,"speedAtEndMps":2.00,"roadClass":null,"profile":"p"}]\
            """);
        write(journey);
        assertThat(stored()).containsExactly(comparable(journey));
        assertThat(writtenAt("a"))
                .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(600));
    }

    @Test
    final void aLaterVersionTakesThePlaceOfAnEarlierOne() throws Exception {
        write(journey("a", "P-1", 1), journey("b", "P-1", 1));
        write(journey("a", "P-2", 2));
        assertThat(stored()).containsExactly(comparable(journey("a", "P-2", 2)), comparable(journey("b", "P-1", 1)));
    }

    @Test
    final void aDeletedDocumentIsGoneAndMayComeBack() throws Exception {
        write(journey("a", "P-1", 1), journey("b", "P-1", 1));
        write(StoreDocument.deletion(StoreDocument.JOURNEYS, "a"));
        assertThat(stored()).containsExactly(comparable(journey("b", "P-1", 1)));
        write(journey("a", "P-1", 1));
        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    final void toDeleteWhatIsNotThereDoesNoHarm() throws Exception {
        write(StoreDocument.deletion(StoreDocument.JOURNEYS, "a"), journey("b", "P-1", 1));
        assertThat(ids()).containsExactly("b");
        assertThat(journeys.refused()).isEmpty();
    }

    @Test
    final void withinABatchTheLastWriteOfADocumentCounts() throws Exception {
        write(
                journey("a", "P-1", 1),
                journey("b", "P-1", 1),
                StoreDocument.deletion(StoreDocument.JOURNEYS, "a"),
                journey("b", "P-2", 2),
                StoreDocument.deletion(StoreDocument.JOURNEYS, "c"),
                journey("c", "P-1", 1),
                journey("b", "P-3", 3));
        assertThat(stored()).containsExactly(comparable(journey("b", "P-3", 3)), comparable(journey("c", "P-1", 1)));
    }

    @Test
    final void whatIsReplayedEndsTheSame() throws Exception {
        var random = new Random(7);
        List<List<StoreDocument>> checkpoints = new ArrayList<>();
        for (int checkpoint = 0; checkpoint < 12; checkpoint++) {
            List<StoreDocument> documents = new ArrayList<>();
            for (int document = 0; document < 20; document++) {
                var id = "j-" + random.nextInt(15);
                documents.add(
                        random.nextInt(4) == 0
                                ? StoreDocument.deletion(StoreDocument.JOURNEYS, id)
                                : journey(id, "P-1", checkpoint * 100 + document));
            }
            checkpoints.add(documents);
        }
        for (var documents : checkpoints) {
            write(documents);
        }
        var undisturbed = stored();
        // From three checkpoints back, by a writer that knows nothing of the one before.
        journeys.close();
        journeys = null;
        for (var documents : checkpoints.subList(9, 12)) {
            write(documents);
        }
        assertThat(stored()).isEqualTo(undisturbed).isNotEmpty();
    }

    @Test
    final void severalWritersAtOnceLoseNothing() throws Exception {
        store.prepare();
        var threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                var name = "w" + writer + "-";
                writers.add(() -> {
                    try (var sink = new DrivenSink(store, StoreDocument.JOURNEYS)) {
                        for (int checkpoint = 0; checkpoint < 5; checkpoint++) {
                            var revision = checkpoint + 1;
                            sink.write(IntStream.range(0, 20)
                                    .mapToObj(number -> journey(name + number, "P-1", revision))
                                    .toList());
                        }
                    }
                    return null;
                });
            }
            for (var done : threads.invokeAll(writers)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(stored())
                .hasSize(80)
                .allMatch(journey -> journey.path("revision").asInt() == 5);
    }

    @Test
    final void ofTwoWritersOfOneDocumentTheLaterOneCounts() throws Exception {
        write(journey("a", "P-1", 1));
        try (var other = new DrivenSink(store, StoreDocument.JOURNEYS)) {
            other.write(journey("a", "P-1", 2));
            journeys.write(journey("a", "P-1", 3));
            other.write(journey("a", "P-1", 4));
        }
        assertThat(stored()).containsExactly(comparable(journey("a", "P-1", 4)));
    }

    @Test
    final void aWriterAndAReaderGoOnAfterTheirConnectionsBroke() throws Exception {
        write(journey("a", "P-1", 1));
        assertThat(ids()).containsExactly("a");
        assumeTrue(dropConnections(), "It has no connections.");
        write(journey("b", "P-1", 1));
        assertThat(journeys.refused()).isEmpty();
        dropConnections();
        assertThat(idsAtSecondTry()).containsExactly("a", "b");
    }

    @Test
    final void ofACopyARefusedDocumentCostsOnlyItself() throws Exception {
        store.prepare();
        List<String> refused = new ArrayList<>();
        List<StoreDocument> documents = new ArrayList<>(List.of(journey("a", "P-1", 1)));
        refusable().ifPresent(documents::add);
        documents.add(journey("c", "P-1", 1));
        new StoreCopy(store, new StoreCopy.Listener() {
                    @Override
                    public void copied(long some) {
                        // Not asked for here.
                    }

                    @Override
                    public void refused(StoreDocument document, String why) {
                        refused.add(document.id());
                    }
                })
                .copy(StoreDocument.JOURNEYS, stream(documents));
        assertThat(ids()).containsExactly("a", "c");
        assertThat(refused)
                .isEqualTo(refusable().map(document -> List.of(document.id())).orElse(List.of()));
    }

    private static DocumentStream stream(List<StoreDocument> documents) {
        var each = documents.iterator();
        return new DocumentStream() {
            @Override
            public Optional<StoreDocument> next() {
                return each.hasNext() ? Optional.of(each.next()) : Optional.empty();
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    @Test
    final void aRefusedDocumentIsSetAsideAndTheOthersAreWritten() throws Exception {
        store.prepare();
        var refused = refusable();
        assumeTrue(refused.isPresent(), "It takes everything.");
        write(journey("a", "P-1", 1), journey("b", "P-1", 1), refused.get(), journey("c", "P-1", 1));
        write(StoreDocument.deletion(StoreDocument.JOURNEYS, "b"));
        assertThat(ids()).containsExactly("a", "c");
        assertThat(journeys.refused()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(DeadLetterReason.REFUSED_BY_STORE);
            assertThat(letter.detail()).startsWith("journeys " + refused.get().id() + " was refused by the store ");
            assertThat(letter.original()).isNotEmpty();
        });
    }

    @Test
    final void idsAndTextsMayHaveAnyCharacters() throws Exception {
        var names = List.of(
                "Müller & Söhne|2026-03",
                "\"quoted\" \\ 'P' $1 %s {}",
                "tab\tand\nline",
                "保険-42",
                "🚚 van",
                " ",
                "a\u2028b",
                "_id.$.x");
        write(names.stream().map(name -> journey(name, name, 1)).toList());
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(names);
        for (var name : names) {
            assertThat(reader.find(StoreQuery.of(StoreDocument.JOURNEYS).where("policy", Comparison.EQUAL, name)))
                    .singleElement()
                    .satisfies(found -> assertThat(comparable(found)).isEqualTo(comparable(journey(name, name, 1))));
        }
        write(names.stream()
                .map(name -> StoreDocument.deletion(StoreDocument.JOURNEYS, name))
                .toList());
        assertThat(ids()).isEmpty();
    }

    @Test
    final void aVeryLargeDocumentIsADocumentLikeOthers() throws Exception {
        var large = journey("large", "P-1", "2026-03-01T07:30:00.000Z", ",\"note\":\"" + "né".repeat(LARGE / 3) + "\"");
        write(journey("a", "P-1", 1), large, journey("z", "P-1", 1));
        assertThat(stored())
                .containsExactly(
                        comparable(journey("a", "P-1", 1)), comparable(large), comparable(journey("z", "P-1", 1)));
    }

    /** Java's own order of texts, by UTF-16, has "🚚" before "ﬀ". */
    @Test
    final void allDocumentsComeOnceInTheOrderOfTheBytesOfTheirIds() throws Exception {
        List<String> ids = new ArrayList<>(
                IntStream.range(0, MANY).mapToObj(number -> "j" + number).toList());
        ids.addAll(List.of("J", "j", "Z|1", "Zz", "é", "e", "ﬀ"));
        ids.addAll(idsBeyondTheBasicPlane());
        Collections.shuffle(ids, new Random(3));
        write(ids.stream().map(id -> journey(id, "P-1", 1)).toList());
        ids.sort((one, other) -> Arrays.compareUnsigned(utf8(one), utf8(other)));
        assertThat(ids()).isEqualTo(ids);
        assertThat(reader.count(StoreDocument.JOURNEYS)).isEqualTo(ids.size());
    }

    @Test
    final void anEmptyStoreHasNoDocuments() throws Exception {
        store.prepare();
        assertThat(ids()).isEmpty();
        assertThat(reader.count(StoreDocument.JOURNEYS)).isZero();
        assertThat(reader.find(StoreQuery.of(StoreDocument.POLICY_DAYS).ascending("day")))
                .isEmpty();
    }

    @Test
    final void aStoreThatNobodyHasWrittenToSaysSo() throws Exception {
        assertThat(reader.whyEmpty()).isPresent();
        write(journey("a", "P-1", 1));
        assertThat(reader.whyEmpty()).isEmpty();
    }

    @Test
    final void toPrepareItAgainKeepsWhatIsThere() throws Exception {
        write(journey("a", "P-1", 1));
        assertThatCode(store::prepare).doesNotThrowAnyException();
        assertThat(ids()).containsExactly("a");
    }

    @Test
    final void journeysAreFoundByPolicyDeviceAndTimeTheNewestFirst() throws Exception {
        write(
                journey("a", "P-1", "2026-03-01T07:00:00.000Z", ""),
                journey("b", "P-1", "2026-03-02T07:00:00.000Z", ""),
                journey("c", "P-2", "2026-03-03T07:00:00.000Z", ""),
                journey("d", null, "2026-03-04T07:00:00.000Z", ""));
        var newest = StoreQuery.of(StoreDocument.JOURNEYS).descending("start");
        assertThat(found(newest)).containsExactly("d", "c", "b", "a");
        assertThat(found(newest.where("policy", Comparison.EQUAL, "P-1"))).containsExactly("b", "a");
        assertThat(found(newest.atMost(2))).containsExactly("d", "c");
        assertThat(found(newest.where("start", Comparison.AT_LEAST, Instant.parse("2026-03-02T07:00:00Z"))
                        .where("start", Comparison.BEFORE, Instant.parse("2026-03-04T07:00:00Z"))))
                .containsExactly("c", "b");
        assertThat(found(newest.where("end", Comparison.AFTER, Instant.parse("2026-03-03T07:10:00Z"))))
                .containsExactly("d");
        assertThat(found(newest.where("device", Comparison.EQUAL, "k1-c"))).containsExactly("c");
        assertThat(found(newest.where("_id", Comparison.ONE_OF, List.of("a", "d", "x"))))
                .containsExactly("d", "a");
        assertThat(found(newest.where("_id", Comparison.ONE_OF, List.of()))).isEmpty();
    }

    @Test
    final void daysAndMonthsAreKeptBesideJourneysAndFoundByTime() throws Exception {
        store.prepare();
        try (var days = new DrivenSink(store, StoreDocument.POLICY_DAYS);
                var months = new DrivenSink(store, StoreDocument.POLICY_MONTHS)) {
            days.write(
                    span(StoreDocument.POLICY_DAYS, "day", "P-1", "2026-02-28"),
                    span(StoreDocument.POLICY_DAYS, "day", "P-1", "2026-03-01"),
                    span(StoreDocument.POLICY_DAYS, "day", "P-2", "2026-03-01"));
            months.write(span(StoreDocument.POLICY_MONTHS, "month", "P-1", "2026-03"));
        }
        write(journey("P-1|2026-03-01", "P-1", 1));
        assertThat(found(StoreQuery.of(StoreDocument.POLICY_DAYS)
                        .where("day", Comparison.AT_LEAST, "2026-03-01")
                        .where("day", Comparison.AT_MOST, "2026-03-31")
                        .descending("day")
                        .descending("policy")))
                .containsExactly("P-2|2026-03-01", "P-1|2026-03-01");
        assertThat(found(StoreQuery.of(StoreDocument.POLICY_MONTHS).where("month", Comparison.AT_MOST, "2026-03")))
                .containsExactly("P-1|2026-03");
        assertThat(ids()).containsExactly("P-1|2026-03-01");
    }

    private List<String> found(StoreQuery query) throws IOException {
        return reader.find(query).stream().map(StoreDocument::id).toList();
    }

    private List<JsonNode> stored() throws IOException {
        List<JsonNode> stored = new ArrayList<>();
        try (var documents = reader.all(StoreDocument.JOURNEYS)) {
            for (var next = documents.next(); next.isPresent(); next = documents.next()) {
                stored.add(comparable(next.get()));
            }
        }
        return stored;
    }

    private List<String> ids() throws IOException {
        return stored().stream().map(journey -> journey.path("_id").asText()).toList();
    }

    /** A reader may tell that its connection broke, and has another when it is asked again. */
    private List<String> idsAtSecondTry() throws IOException {
        try {
            return ids();
        } catch (IOException broken) {
            return ids();
        }
    }

    private Instant writtenAt(String id) throws IOException {
        var found = reader.find(StoreQuery.of(StoreDocument.JOURNEYS).where("_id", Comparison.EQUAL, id));
        return Instant.parse(
                JSON.readTree(found.get(0).json()).path("writtenAt").asText());
    }

    private static JsonNode comparable(StoreDocument document) {
        try {
            return ((ObjectNode) JSON.readTree(document.json())).without("writtenAt");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    protected static StoreDocument journey(String id, String policy, long revision) {
        return journey(id, policy, "2026-03-01T07:30:00.000Z", ",\"revision\":" + revision);
    }

    /** @param more fields, each after a comma */
    protected static StoreDocument journey(String id, String policy, String start, String more) {
        var json = JSON.createObjectNode()
                .put("_id", id)
                .put("device", "k1-" + id)
                .put("policy", policy)
                .put("status", "complete")
                .put("start", start)
                .put("end", Instant.parse(start).plusSeconds(600).toString().replaceAll("(:\\d\\d)Z$", "$1.000Z"))
                .toString();
        return new StoreDocument(
                StoreDocument.JOURNEYS, id, utf8(json.substring(0, json.length() - 1) + more.replace("\n", "") + "}"));
    }

    private static StoreDocument span(String collection, String field, String policy, String when) {
        var id = policy + "|" + when;
        return new StoreDocument(
                collection,
                id,
                utf8("{\"_id\":\"%s\",\"policy\":\"%s\",\"%s\":\"%s\",\"status\":\"complete\",\"revision\":1}"
                        .formatted(id, policy, field, when)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
