package org.trips.journeys.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trips.journeys.device.DeviceJourneysTest.DEVICE;
import static org.trips.journeys.device.DeviceJourneysTest.RULES;
import static org.trips.journeys.device.DeviceJourneysTest.always;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DayChange;
import org.trips.journeys.policies.DayLedger;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.LedgerStore;
import org.trips.journeys.policies.MemoryLedgerStore;
import org.trips.journeys.policies.MonthLedger;
import org.trips.journeys.policies.PolicyContribution;
import org.trips.journeys.segmentation.Drive;
import org.trips.journeys.segmentation.FoldState;

/** What is settled is computed again from an archive that holds more than the job knew when it settled. */
class ReprocessingTest {
    private static final int LARGE = 16 * 1024 * 1024;
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(ReprocessingCodec.class.getResourceAsStream("/org/trips/journeys/reprocessing.schema.json"));
    private static final Instant BEGINNING = Instant.ofEpochMilli(Drive.startMillis());
    private static final Instant END = BEGINNING.plus(Duration.ofDays(30));

    /** Everything that came, late or not. */
    private final List<Point> archive = new ArrayList<>();

    private JourneyRules rules = RULES;
    private DeviceJourneys journeys = new DeviceJourneys(rules);
    private final MemoryDeviceStore state = new MemoryDeviceStore();
    private final Written written = new Written();
    private int late;
    private int maximumBytes = LARGE;

    @Test
    void aDriveThatCameTooLateIsAJourneyOfItsPoliciesAfterwards() throws Exception {
        Drive drive = new Drive(5).stand(600).drive(900, 12).stand(4000);
        int before = drive.points().size();
        int after = drive.drive(1200, 9).points().size();
        List<Point> points = drive.stand(4000).drive(600, 15).stand(600).points();
        assign("P-1");
        accept(points.subList(0, before));
        accept(points.subList(after, points.size()));
        settle();
        accept(points.subList(before, after));
        assertThat(late).isEqualTo(after - before);
        assertThat(written.journeys()).hasSize(2);

        reprocess(BEGINNING, END);
        assertThat(written.journeys()).hasSize(3);
        assertThat(written.withoutRevision()).isEqualTo(plain("P-1"));
    }

    @Test
    void twoJourneysBetweenWhichTheRestOfOneCameTooLateBecomeOne() throws Exception {
        List<Point> points = new Drive(5).stand(600).drive(5000, 12).stand(600).points();
        assign("P-1");
        accept(points.subList(0, 300));
        accept(points.subList(1050, points.size()));
        settle();
        accept(points.subList(300, 1050));
        assertThat(written.journeys()).hasSize(2);

        reprocess(BEGINNING, END);
        assertThat(written.journeys()).hasSize(1);
        assertThat(written.withoutRevision()).isEqualTo(plain("P-1"));
    }

    @Test
    void aCorrectionOfThePolicyThatCameTooLateMovesTheJourneysToTheOther() throws Exception {
        assign("P-1");
        accept(new Drive(5).stand(600).drive(900, 12).stand(600).points());
        settle();
        received(journeys.assign(state, DEVICE, new DeviceAssignments(2, List.of(always("P-2")))));
        assertThat(written.withoutRevision()).isEqualTo(plain("P-1"));

        reprocess(BEGINNING, END);
        assertThat(written.withoutRevision()).isEqualTo(plain("P-2"));
    }

    @Property(tries = 150)
    void whatNothingWasMissingFromStaysByteForByteButForTheRevision(@ForAll long seed) throws Exception {
        ReprocessingTest device = new ReprocessingTest();
        Random random = new Random(seed);
        device.assign("P-1");
        device.accept(drives(random));
        device.settle();
        Map<String, String> before = device.written.withoutRevision();
        device.maximumBytes = 1 + random.nextInt(200_000);
        device.reprocess(BEGINNING, END);
        assertThat(device.written.withoutRevision()).isEqualTo(before).isEqualTo(device.plain("P-1"));
    }

    @Property(tries = 300)
    void whateverCameTooLateTheStoreEndsWithWhatThePlainFunctionFindsInAll(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        ReprocessingTest device = new ReprocessingTest();
        device.under(new JourneyRules(
                RULES.roads(), RULES.profiles(), RULES.pseudonyms(), Duration.ofMinutes(70L + random.nextInt(300))));
        device.maximumBytes = 1 + random.nextInt(500_000);
        List<List<Point>> heldBack = new ArrayList<>();
        device.assign("P-1");
        for (List<Point> upload : uploads(drives(random), random)) {
            if (random.nextInt(4) == 0) {
                heldBack.add(upload);
            } else {
                device.accept(upload);
            }
            if (!heldBack.isEmpty() && random.nextInt(6) == 0) {
                device.accept(heldBack.remove(random.nextInt(heldBack.size())));
            }
            if (random.nextInt(30) == 0) {
                Instant from = BEGINNING.plusSeconds(random.nextInt(40_000));
                device.tryToReprocess(from, from.plusSeconds(1 + random.nextInt(40_000)));
            }
        }
        device.settle();
        heldBack.forEach(device::accept);
        device.settle();
        String policy = "P-1";
        if (random.nextBoolean()) {
            policy = "P-2";
            device.received(
                    device.journeys.assign(device.state, DEVICE, new DeviceAssignments(2, List.of(always(policy)))));
        }
        device.reprocess(BEGINNING, END);
        assertThat(device.written.withoutRevision()).isEqualTo(device.plain(policy));
    }

    /** Of what was drawn above, such a span was found: a message without points is none. */
    @Test
    void aSpanInWhichNothingIsStoredAndAJourneyIsProvenOnlyAfterItSendsNothing() throws Exception {
        long drawn = 285_678;
        whateverCameTooLateTheStoreEndsWithWhatThePlainFunctionFindsInAll(drawn);
    }

    @Test
    void whatIsStillOpenIsLeftToTheState() throws Exception {
        Drive drive = new Drive(5).stand(600).drive(900, 12).stand(4000);
        List<Point> settled = drive.points();
        accept(settled);
        settle();
        List<Point> all = drive.drive(900, 12).stand(600).points();
        accept(all.subList(settled.size(), all.size()));
        assertThat(written.journeys()).hasSize(2);
        Map<String, String> before = written.withoutRevision();

        ReprocessingPlan plan = plan(BEGINNING, END);
        assertThat(plan.openFrom()).isPresent();
        assertThat(plan.to()).isEqualTo(plan.openFrom().orElseThrow());
        reprocess(BEGINNING, END);
        assertThat(written.withoutRevision()).isEqualTo(before);
        assertThat(written.journeys().get(1).path("revision").asLong()).isEqualTo(1);
    }

    @Test
    void theSpanWidensUntilNoJourneyRunsOverItsEdges() throws Exception {
        accept(new Drive(5).stand(600).drive(900, 12).stand(600).points());
        settle();
        Instant within = BEGINNING.plusSeconds(1000);
        ReprocessingPlan plan = plan(within, within.plusSeconds(1));
        StoredJourney journey = written.stored().get(0);
        assertThat(plan.from()).isEqualTo(journey.start());
        assertThat(plan.to()).isEqualTo(journey.end());
        assertThat(plan.stored()).containsExactly(journey);
    }

    @Test
    void aJourneyOfWhichTheArchiveLacksTheBeginningIsNamedAndNotReplaced() throws Exception {
        List<Point> points = new Drive(5).stand(600).drive(900, 12).stand(600).points();
        accept(points);
        settle();
        archive.removeAll(points.subList(0, 150));
        assertThat(plan(BEGINNING, END).withoutPoints()).isEqualTo(written.stored());
        assertThatThrownBy(() -> reprocess(BEGINNING, END))
                .isInstanceOf(InvalidReprocessingException.class)
                .hasMessageContaining("the first or last point of journey")
                .hasMessageContaining("is missing");
    }

    @Test
    void aDeviceThatTheStateDoesNotKnowIsRefused() {
        archive.addAll(new Drive(5).stand(600).drive(900, 12).stand(600).points());
        assertThatThrownBy(() -> reprocess(BEGINNING, END)).hasMessageContaining("nothing of this device is known");
    }

    @Test
    void whatTheLedgersHaveForgottenIsRefused() {
        accept(new Drive(5).stand(600).drive(900, 12).stand(600).points());
        settle();
        ReprocessedSpan span = plan(BEGINNING, END).pieces(LARGE).get(0);
        assertThatThrownBy(() -> journeys.reprocess(state, span, BEGINNING.plusSeconds(1)))
                .hasMessageContaining("is no longer known of policy days and months");
    }

    @Test
    void theStoreOfAnotherKeyIsRefused() {
        accept(new Drive(5).stand(600).drive(900, 12).stand(600).points());
        settle();
        StoredJourney own = written.stored().get(0);
        StoredJourney alien = new StoredJourney("ffff", own.start(), own.end(), 1, List.of());
        ReprocessedSpan span = plan(BEGINNING, END).pieces(LARGE).get(0);
        assertThatThrownBy(() -> apply(new ReprocessedSpan(
                        DEVICE, span.from(), span.to(), span.since(), span.points(), true, List.of(alien))))
                .hasMessageContaining("is none of this device");
    }

    @Test
    void aSpanThroughAJourneyIsRefused() {
        accept(new Drive(5).stand(600).drive(900, 12).stand(600).points());
        settle();
        ReprocessedSpan span = plan(BEGINNING, END).pieces(LARGE).get(0);
        Instant within = BEGINNING.plusSeconds(1000);
        assertThatThrownBy(() ->
                        apply(new ReprocessedSpan(DEVICE, within, END, FoldState.NEW, span.points(), true, List.of())))
                .hasMessageContaining("runs over " + within + ", its edge");
    }

    @Property(tries = 500)
    void aMessageWithBytesChangedIsRefusedAndChangesNothingOrWhatItDidIsPutRightByTheWholeSpan(@ForAll long seed)
            throws Exception {
        Random random = new Random(seed);
        ReprocessingTest device = new ReprocessingTest();
        device.accept(new Drive(30)
                .stand(600)
                .drive(900, 12)
                .stand(4000)
                .drive(900, 9)
                .stand(900)
                .points());
        device.settle();
        List<ReprocessedSpan> pieces = device.plan(BEGINNING, END).pieces(5000);
        byte[] json = ReprocessingCodec.encode(pieces.get(random.nextInt(pieces.size())));
        int head = new String(json, UTF_8).indexOf("\"points\"");
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            json[random.nextInt(head)] = (byte) (' ' + random.nextInt(95));
        }
        Map<String, String> before = device.written.withoutRevision();
        Map<String, String> documents = device.written.documents();
        try {
            ReprocessedSpan span = new ReprocessingCodec(LARGE).decode(json, null);
            if (span.device().equals(DEVICE)) {
                device.apply(span);
            }
        } catch (InvalidReprocessingException refused) {
            assertThat(refused).hasMessageMatching("(?s).*\\S.*");
            assertThat(device.written.documents()).isEqualTo(documents);
            assertThat(device.plan(BEGINNING, END).pieces(5000)).isEqualTo(pieces);
        }
        device.reprocess(BEGINNING, END);
        assertThat(device.written.withoutRevision()).isEqualTo(before);
    }

    private void under(JourneyRules others) {
        rules = others;
        journeys = new DeviceJourneys(others);
    }

    private void assign(String policy) {
        received(journeys.assign(state, DEVICE, new DeviceAssignments(1, List.of(always(policy)))));
    }

    private void accept(List<Point> points) {
        archive.addAll(points);
        received(journeys.accept(state, DEVICE, points));
    }

    private void settle() {
        received(journeys.settle(state, DEVICE));
    }

    private void received(DeviceChanges changes) {
        written.take(changes);
        late += changes.late().size();
    }

    private ReprocessingPlan plan(Instant from, Instant to) {
        WholeHistory history = new WholeHistory();
        history.add(archive);
        return new ReprocessingPlan(
                DEVICE, history, rules.profiles(), written.stored("settled"), written.stored("complete"), from, to);
    }

    /** Each message twice, as a broker may bring it. */
    private void reprocess(Instant from, Instant to) throws InvalidReprocessingException {
        for (ReprocessedSpan piece : plan(from, to).pieces(maximumBytes)) {
            byte[] message = ReprocessingCodec.encode(piece);
            assertThat(SCHEMA.validate(Written.tree(new String(message, UTF_8))))
                    .isEmpty();
            ReprocessedSpan sent = new ReprocessingCodec(LARGE).decode(message, null);
            assertThat(sent).isEqualTo(piece);
            apply(sent);
            Map<String, String> once = written.documents();
            apply(sent);
            assertThat(written.documents()).isEqualTo(once);
        }
    }

    private void tryToReprocess(Instant from, Instant to) {
        try {
            reprocess(from, to);
        } catch (InvalidReprocessingException refused) {
            assertThat(refused).hasMessageContaining("until when journeys are settled");
        }
    }

    private void apply(ReprocessedSpan span) throws InvalidReprocessingException {
        received(journeys.reprocess(state, span, Instant.EPOCH));
    }

    /** What the plain function finds in all that ever came. */
    private Map<String, String> plain(String policy) {
        ReprocessingTest other = new ReprocessingTest();
        other.under(rules);
        other.assign(policy);
        DeviceJourneys inFiles = new DeviceJourneys(rules, Input.ENDS);
        other.received(inFiles.accept(other.state, DEVICE, archive));
        other.received(inFiles.endOfInput(other.state, DEVICE));
        other.settle();
        return other.written.withoutRevision();
    }

    /** A day or so of driving, standing and holes. */
    private static List<Point> drives(Random random) {
        Drive drive = new Drive(10 + random.nextInt(20));
        int steps = 5 + random.nextInt(15);
        for (int i = 0; i < steps; i++) {
            switch (random.nextInt(6)) {
                case 0 -> drive.stand(random.nextInt(5000));
                case 1 -> drive.hole(random.nextInt(9000), random.nextInt(20_000));
                case 2 -> drive.jump(random.nextInt(9000));
                case 3 -> drive.drift(random.nextInt(900), random.nextInt(250));
                default -> drive.drive(random.nextInt(1500), random.nextInt(30));
            }
        }
        return drive.stand(60).points();
    }

    private static List<List<Point>> uploads(List<Point> points, Random random) {
        List<List<Point>> uploads = new ArrayList<>();
        for (int at = 0; at < points.size(); ) {
            int to = Math.min(points.size(), at + 1 + random.nextInt(60));
            uploads.add(points.subList(at, to));
            at = to;
        }
        return uploads;
    }

    /** The documents in a store, the device's journeys and all policy days and months. */
    private static final class Written {
        private static final ObjectMapper JSON = new ObjectMapper();

        private final Map<String, String> documents = new TreeMap<>();
        private final Map<String, LedgerStore> ledgers = new HashMap<>();

        void take(DeviceChanges changes) {
            changes.documents().forEach(this::put);
            for (PolicyContribution contribution : changes.contributions()) {
                new DayLedger(ledger(contribution.dayId())).apply(contribution).ifPresent(this::put);
            }
        }

        private void put(DayChange change) {
            put(change.document());
            new MonthLedger(ledger(change.totals().monthId()))
                    .apply(change.totals())
                    .ifPresent(this::put);
        }

        private void put(StoreDocument document) {
            String id = document.collection() + " " + document.id();
            if (document.isDeletion()) {
                documents.remove(id);
            } else {
                documents.put(id, new String(document.json(), UTF_8));
            }
        }

        private LedgerStore ledger(String id) {
            return ledgers.computeIfAbsent(id, unseen -> new MemoryLedgerStore());
        }

        Map<String, String> documents() {
            return new TreeMap<>(documents);
        }

        Map<String, String> withoutRevision() {
            Map<String, String> all = documents();
            all.replaceAll((id, json) -> json.replaceAll("\"revision\":\\d+", ""));
            return all;
        }

        List<JsonNode> journeys() {
            return documents.entrySet().stream()
                    .filter(document -> document.getKey().startsWith(StoreDocument.JOURNEYS))
                    .map(document -> tree(document.getValue()))
                    .toList();
        }

        List<StoredJourney> stored() {
            return journeys().stream().map(StoredJourney::of).toList();
        }

        List<StoredJourney> stored(String status) {
            return journeys().stream()
                    .filter(journey -> journey.path("status").asText().equals(status))
                    .map(StoredJourney::of)
                    .toList();
        }

        private static JsonNode tree(String json) {
            try {
                return JSON.readTree(json);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
