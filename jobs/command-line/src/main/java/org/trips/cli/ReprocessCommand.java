package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.bson.conversions.Bson;
import org.trips.cli.journeys.Reprocessed;
import org.trips.cli.output.Counted;
import org.trips.job.TripPreprocessingJob;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.configuration.RoadList;
import org.trips.job.connectors.RabbitMqPublisher;
import org.trips.job.connectors.RabbitMqServer;
import org.trips.job.operators.JourneyRulesFiles;
import org.trips.job.operators.Retention;
import org.trips.job.operators.VersionedFile;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.ReprocessedSpan;
import org.trips.journeys.device.Reprocessing;
import org.trips.journeys.device.ReprocessingCodec;
import org.trips.journeys.device.ReprocessingPlan;
import org.trips.journeys.device.StoredJourney;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.UploadArchive;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips reprocess}: a device's settled span once more, from the archive, through the job. */
@Command(
        name = "reprocess",
        header = "Computes a device's settled journeys again, from the archive of uploads.",
        description = {
            "",
            "For points that came too late, and for corrections of policies that came too late: both are known by now, but",
            "what is settled does not change by itself. The points of the span are read from the archive and sent to the",
            "running job (reprocess.queue in its configuration), which replaces the journeys in the store, and puts policy",
            "days and months right. Doing it twice does no harm. The span widens until no journey runs over its ends, and",
            "stops before what the job still holds open. See docs/reprocess.md.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips reprocess --config trips.yaml --device d-17 --from 2026-03-01 --to 2026-03-08 --dry-run",
            "  trips reprocess --config trips.yaml --device d-17 --from 2026-03-01 --to 2026-03-08"
        },
        mixinStandardHelpOptions = true)
final class ReprocessCommand implements Callable<Integer> {
    /** By then all of a fold depends on what it read itself: no drive is longer than a day. */
    private static final Duration SHORTEST_LEAD = Duration.ofDays(2);

    private static final int ALL = 0;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The job's configuration.")
    private Path config;

    @Option(names = "--device", required = true, description = "The device's own id, as in its uploads.")
    private String device;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DAY",
            description = "From the beginning of this day (UTC) on, like 2026-03-01.")
    private LocalDate firstDay;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DAY",
            description = "Until the beginning of this day (UTC), like 2026-03-08.")
    private LocalDate dayAfter;

    @Option(
            names = "--archive",
            paramLabel = "FOLDER",
            description = "The archive of uploads, instead of archive.folder.")
    private Path archive;

    @Option(names = "--dry-run", description = "Only tell what would change.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object instead of a table.")
    private boolean json;

    private JobConfiguration job;
    private JourneyRules rules;
    private Duration lead;

    /** The device's journeys in the store, in the span and around it. */
    private List<JsonNode> stored = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException, ConfigurationException {
        job = JobConfiguration.load(config);
        requireSense();
        rules = rules().open();
        lead = rules.horizon().compareTo(SHORTEST_LEAD) > 0 ? rules.horizon() : SHORTEST_LEAD;
        ReprocessingPlan plan = plan();
        tellSpan(plan);
        requireWholeArchive(plan);
        List<ReprocessedSpan> pieces =
                plan.isEmpty() ? List.of() : plan.pieces(job.get(JobOptions.UPLOAD_MAXIMUM_BYTES));
        if (pieces.isEmpty() && stored.isEmpty()) {
            throw new BadInputException("neither the store nor the archive has journeys of device " + device
                    + " in this span; is it the device's own id, as in its uploads?");
        }
        List<byte[]> messages = new ArrayList<>();
        for (ReprocessedSpan piece : pieces) {
            messages.add(message(piece));
        }
        List<Reprocessed> journeys = compare(plan, pieces);
        if (!dryRun) {
            publish(messages);
        }
        tell(plan, journeys, messages.size());
        return 0;
    }

    private void requireSense() {
        if (!firstDay.isBefore(dayAfter)) {
            throw new BadInputException(
                    "--to is " + dayAfter + ", which is not after --from; it is the day after the last");
        }
        if (job.find(JobOptions.STORE_URI).isEmpty()) {
            throw new BadInputException(
                    config + " writes to files, which keep every change and replace nothing; run the"
                            + " job over all uploads again instead, into an empty folder");
        }
        if (!dryRun && job.find(JobOptions.REPROCESS_QUEUE).isEmpty()) {
            throw new BadInputException(
                    config + " names no reprocess.queue, by which the job is told; name one, and start"
                            + " the job with it (--dry-run works without)");
        }
        archive = archive == null ? archiveOfTheJob() : archive;
        Instant remembered = Instant.now().minus(Retention.WHOLE_MONTHS);
        if (beginning(firstDay).isBefore(remembered)) {
            throw new BadInputException("--from is " + firstDay + ", but of what lies before " + remembered
                    + " the job no longer knows what made up policy months, and could not put them right");
        }
    }

    private Path archiveOfTheJob() {
        URI folder = job.find(JobOptions.ARCHIVE_FOLDER)
                .orElseThrow(() -> new BadInputException(
                        config + " names no archive.folder; say --archive FOLDER: where accepted uploads are kept"));
        if (!"file".equals(folder.getScheme())) {
            throw new BadInputException(
                    "archive.folder is " + folder + "; copy its days to this machine, and name them with --archive");
        }
        return Path.of(folder);
    }

    private JourneyRulesFiles rules() throws ConfigurationException {
        JourneyRulesFiles files = TripPreprocessingJob.rulesFiles(job);
        Optional<Path> list = job.find(JobOptions.ROAD_LIST_FILE);
        return list.isEmpty()
                ? files
                : files.withRoads(RoadList.read(list.get()).stream()
                        .map(VersionedFile::of)
                        .toList());
    }

    /** Reads more of store and archive as long as the span widens, for what lies before it must be known as well. */
    private ReprocessingPlan plan() throws IOException {
        try (StoreReader reader = StoreReader.open(job.get(JobOptions.STORE_URI), job.get(JobOptions.STORE_DATABASE))) {
            reader.requireUsed();
            return plan(reader);
        }
    }

    private ReprocessingPlan plan(StoreReader reader) throws IOException {
        Instant from = beginning(firstDay);
        Instant to = beginning(dayAfter);
        while (true) {
            stored = journeysInStore(reader, from.minus(lead), to.plus(lead));
            Instant read = beginBefore(reader, from);
            ReprocessingPlan plan = new ReprocessingPlan(
                    device,
                    history(read, to.plus(lead)),
                    rules.profiles(),
                    stored.stream()
                            .filter(ReprocessCommand::isSettled)
                            .map(StoredJourney::of)
                            .toList(),
                    stored.stream()
                            .filter(journey -> !isSettled(journey))
                            .map(StoredJourney::of)
                            .toList(),
                    from,
                    to);
            if (!plan.from().isBefore(from) && !plan.to().isAfter(to)) {
                return plan;
            }
            from = plan.from();
            to = plan.to().isAfter(to) ? plan.to() : to;
        }
    }

    /** From when on the archive is read, so that the drive is among it by which the vehicle came to where it then stood. */
    private Instant beginBefore(StoreReader reader, Instant from) throws IOException {
        Instant early = from.minus(lead);
        if (stored.stream()
                .map(ReprocessCommand::start)
                .anyMatch(start -> start.isAfter(early) && start.isBefore(from))) {
            return early;
        }
        return find(reader, Filters.lt("start", Date.from(early)), Sorts.descending("start"), 1).stream()
                .map(ReprocessCommand::start)
                .findFirst()
                .orElse(early);
    }

    private List<JsonNode> journeysInStore(StoreReader reader, Instant after, Instant before) throws IOException {
        return find(
                reader,
                Filters.and(Filters.gt("end", Date.from(after)), Filters.lt("start", Date.from(before))),
                Sorts.ascending("start"),
                ALL);
    }

    private List<JsonNode> find(StoreReader reader, Bson filter, Bson order, int limit) throws IOException {
        Bson own = Filters.and(Filters.eq("device", rules.pseudonyms().of(device)), filter);
        return reader.find(StoreDocument.JOURNEYS, own, order, limit);
    }

    private static Instant start(JsonNode journey) {
        return Instant.parse(journey.path("start").asText());
    }

    private static boolean isSettled(JsonNode journey) {
        return JourneyStatus.SETTLED.label().equals(journey.path("status").asText());
    }

    private WholeHistory history(Instant after, Instant before) throws IOException {
        WholeHistory history = new WholeHistory();
        // A fix may be dated a little after it was received.
        LocalDate received = after.minus(job.get(JobOptions.FUTURE_TOLERANCE))
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
        new UploadArchive(archive).read(received, device, upload -> {
            List<Point> within = new ArrayList<>(upload.points());
            within.removeIf(
                    point -> point.timeMillis() < after.toEpochMilli() || point.timeMillis() > before.toEpochMilli());
            history.add(within);
        });
        return history;
    }

    /** A journey of which the archive lacks a part would be replaced by half of it. */
    private void requireWholeArchive(ReprocessingPlan plan) {
        List<StoredJourney> lacking = plan.withoutPoints();
        if (!lacking.isEmpty()) {
            throw new BadInputException("the archive " + archive + " lacks points of "
                    + Counted.of(lacking.size(), "journey") + " in the store, the first from "
                    + lacking.get(0).start() + " to "
                    + lacking.get(0).end() + "; is it the right folder, and does it go back so far?");
        }
    }

    private byte[] message(ReprocessedSpan piece) throws IOException {
        byte[] text = ReprocessingCodec.encode(piece);
        int maximum = job.get(JobOptions.UPLOAD_MAXIMUM_BYTES);
        if (text.length > maximum) {
            throw new BadInputException("the journey around " + piece.from() + " alone takes a message of "
                    + text.length + " bytes, more than uploads.maximum-bytes, which is " + maximum
                    + "; raise it, for the job as well");
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text);
        }
        return packed.toByteArray();
    }

    private List<Reprocessed> compare(ReprocessingPlan plan, List<ReprocessedSpan> pieces) throws IOException {
        Optional<DeviceAssignments> assignments = assignments();
        Reprocessing reprocessing = new Reprocessing(rules);
        List<Journey> found = new ArrayList<>();
        for (ReprocessedSpan piece : pieces) {
            found.addAll(reprocessing.journeys(piece, assignments.orElse(DeviceAssignments.NONE)));
        }
        List<String> within = plan.stored().stream().map(StoredJourney::id).toList();
        List<JsonNode> before = stored.stream()
                .filter(journey -> within.contains(journey.path("_id").asText()))
                .toList();
        return Reprocessed.compare(before, found, assignments.isPresent());
    }

    /** The device's policies, or empty where only the job knows them. */
    private Optional<DeviceAssignments> assignments() throws IOException {
        Optional<Path> file = job.find(JobOptions.ASSIGNMENTS_FILE);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                PolicyFile.read(file.get(), device::equals).assignments().getOrDefault(device, DeviceAssignments.NONE));
    }

    private void publish(List<byte[]> messages) throws IOException, InterruptedException {
        if (messages.isEmpty()) {
            return;
        }
        String queue = job.get(JobOptions.REPROCESS_QUEUE);
        try (RabbitMqPublisher publisher = RabbitMqPublisher.open(RabbitMqServer.of(job), queue, null)) {
            for (byte[] message : messages) {
                publisher.publish(UploadProperties.of("gzip", Date.from(Instant.now())), message);
            }
            publisher.confirm();
        }
    }

    private void tellSpan(ReprocessingPlan plan) {
        PrintWriter err = spec.commandLine().getErr();
        if (plan.isEmpty()) {
            err.println("Nothing in this span is settled yet: the job still takes late points for it.");
            return;
        }
        boolean widened = plan.from().isBefore(beginning(firstDay)) || plan.to().isAfter(beginning(dayAfter));
        if (widened) {
            err.println("The span is widened to " + plan.from() + " to " + plan.to()
                    + ", so that no journey runs over its ends.");
        }
        plan.openFrom()
                .ifPresent(open -> err.println("From " + open + " on journeys are not settled: the job still takes late"
                        + " points for them, and they are left alone. The span ends at " + plan.to() + "."));
    }

    private void tell(ReprocessingPlan plan, List<Reprocessed> journeys, int messages) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(asJson(plan, journeys, messages)));
            return;
        }
        if (Reprocessed.count(journeys, Reprocessed.Fate.KEPT) < journeys.size()) {
            out.println(Reprocessed.table(journeys, Terminal.columns()));
        }
        out.println("Journeys: " + Reprocessed.counts(journeys) + ".");
        if (job.find(JobOptions.ASSIGNMENTS_FILE).isEmpty()) {
            out.println("To which policies they belong is decided by the job, and was not compared.");
        }
        if (dryRun) {
            out.println("Nothing was sent.");
        } else if (messages > 0) {
            out.println("Sent to the job in " + Counted.of(messages, "message")
                    + "; the store has it after its next checkpoint. What it"
                    + " does not accept comes back as a dead letter of reason invalidReprocessing.");
        }
    }

    private ObjectNode asJson(ReprocessingPlan plan, List<Reprocessed> journeys, int messages) {
        ObjectNode root = JSON.createObjectNode()
                .put("device", device)
                .put("from", plan.from().toString())
                .put("to", plan.to().toString())
                .put("openFrom", plan.openFrom().map(Instant::toString).orElse(null))
                .put("policiesCompared", job.find(JobOptions.ASSIGNMENTS_FILE).isPresent())
                .put("messagesSent", dryRun ? 0 : messages);
        for (Reprocessed.Fate fate : Reprocessed.Fate.values()) {
            var list = root.putArray(fate.label());
            journeys.stream().filter(journey -> journey.fate() == fate).forEach(journey -> list.add(journey.journey()));
        }
        return root;
    }

    private static Instant beginning(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
