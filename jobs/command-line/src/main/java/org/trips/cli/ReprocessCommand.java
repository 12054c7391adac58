package org.trips.cli;

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
import org.trips.cli.journeys.Reprocessed;
import org.trips.cli.output.Counted;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.connectors.RabbitMqPublisher;
import org.trips.job.connectors.RabbitMqServer;
import org.trips.job.operators.Retention;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.ReprocessedSpan;
import org.trips.journeys.device.ReprocessingCodec;
import org.trips.journeys.device.ReprocessingPlan;
import org.trips.journeys.device.StoredJourney;
import org.trips.journeys.intake.UploadArchive;
import org.trips.journeys.policies.DeviceAssignments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code trips reprocess}: a device's settled span once more, from the archive, through the job. */
@Command(
        name = "reprocess",
        header = "Computes a device's settled journeys again, from the archive of uploads.",
        description = {
            "",
            "For points that came too late, and for corrections of policies that came too late: both are known by now,"
                    + " but",
            "what is settled does not change by itself. The points of the span are read from the archive and sent to"
                    + " the",
            "running job (reprocess.queue in its configuration), which replaces the journeys in the store, and puts"
                    + " policy",
            "days and months right. Doing it twice does no harm. The span widens until no journey runs over its ends,"
                    + " and",
            "stops before what the job still holds open. See docs/reprocess.md.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips reprocess --config trips.yaml --device d-17 --from 2026-03-01 --to 2026-03-08 --dry-run",
            "  trips reprocess --config trips.yaml --device d-17 --from 2026-03-01 --to 2026-03-08 --wait"
        },
        mixinStandardHelpOptions = true)
final class ReprocessCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOptions options;

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

    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = "300",
            paramLabel = "SECONDS",
            description = "Wait until the store has it, for at most so long (300 s).")
    private Integer waitSeconds;

    @Option(names = "--json", description = "One JSON object instead of a table.")
    private boolean json;

    private JobConfiguration job;

    @Override
    public Integer call() throws IOException, InterruptedException, ConfigurationException {
        job = options.job()
                .orElseThrow(
                        () -> new ParameterException(spec.commandLine(), "Missing required option: '--config=FILE'"));
        requireSense();
        JourneyRules rules = new JobRules(job).files().open();
        DeviceSpan span = span(rules);
        ReprocessingPlan plan = span.plan();
        ReprocessReport report = new ReprocessReport(spec.commandLine(), device, plan);
        report.tellSpan(beginning(firstDay), beginning(dayAfter));
        requireWholeArchive(plan);
        List<ReprocessedSpan> pieces =
                plan.isEmpty() ? List.of() : plan.pieces(job.get(JobOptions.UPLOAD_MAXIMUM_BYTES));
        if (pieces.isEmpty() && span.stored().isEmpty()) {
            throw new BadInputException("neither the store nor the archive has journeys of device " + device
                    + " in this span; is it the device's own id, as in its uploads?");
        }
        List<byte[]> messages = new ArrayList<>();
        for (ReprocessedSpan piece : pieces) {
            messages.add(message(piece));
        }
        Optional<DeviceAssignments> assignments = new JobRules(job).assignments(device);
        List<Reprocessed> journeys = span.compare(pieces, rules, assignments);
        int sent = dryRun ? 0 : messages.size();
        if (sent > 0) {
            publish(messages);
        }
        report.tell(journeys, sent, assignments.isPresent(), json);
        if (sent > 0 && waitSeconds != null) {
            awaitStore(journeys);
        }
        return 0;
    }

    private void requireSense() {
        if (!firstDay.isBefore(dayAfter)) {
            throw new BadInputException(
                    "--to is " + dayAfter + ", which is not after --from; it is the day after the last");
        }
        if (!dryRun && job.find(JobOptions.REPROCESS_QUEUE).isEmpty()) {
            throw new BadInputException(
                    options.config() + " names no reprocess.queue, by which the job is told; name one, and start"
                            + " the job with it (--dry-run works without)");
        }
        if (waitSeconds != null && (dryRun || waitSeconds <= 0)) {
            throw new BadInputException(
                    dryRun
                            ? "--wait is of no use with --dry-run, which sends nothing"
                            : "--wait takes seconds, 1 or more");
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
                .orElseThrow(() -> new BadInputException(options.config()
                        + " names no archive.folder; say --archive FOLDER: where accepted uploads are kept"));
        if (!"file".equals(folder.getScheme())) {
            throw new BadInputException(
                    "archive.folder is " + folder + "; copy its days to this machine, and name them with --archive");
        }
        return Path.of(folder);
    }

    private JourneysInStores stores() {
        return new JourneysInStores(options.stores(Optional.of(job)));
    }

    private DeviceSpan span(JourneyRules rules) throws IOException {
        try (JourneysInStores stores = stores()) {
            stores.requireUsed();
            return new DeviceSpanReader(
                            stores, new UploadArchive(archive), device, rules, job.get(JobOptions.FUTURE_TOLERANCE))
                    .read(beginning(firstDay), beginning(dayAfter));
        }
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

    private void publish(List<byte[]> messages) throws IOException, InterruptedException {
        try (RabbitMqPublisher publisher = publisher()) {
            for (byte[] message : messages) {
                publisher.publish(UploadProperties.of("gzip", Date.from(Instant.now())), message);
            }
            publisher.confirm();
        }
    }

    private RabbitMqPublisher publisher() throws IOException {
        return RabbitMqPublisher.open(RabbitMqServer.of(job), job.get(JobOptions.REPROCESS_QUEUE), null);
    }

    /** Policy days and months may follow one checkpoint later. */
    private void awaitStore(List<Reprocessed> journeys) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        long lacking;
        try (JourneysInStores stores = stores()) {
            lacking = new StoredResult(stores, journeys).await(Duration.ofSeconds(waitSeconds));
        }
        if (lacking == 0) {
            err.println("The store has it.");
            return;
        }
        long waiting;
        try (RabbitMqPublisher publisher = publisher()) {
            waiting = publisher.depth();
        }
        throw new CheckFailedException("after " + waitSeconds + " s the store lacks what became of "
                + Counted.of(lacking, "journey") + ": "
                + (waiting > 0
                        ? Counted.of(waiting, "message") + " in the queue \"" + job.get(JobOptions.REPROCESS_QUEUE)
                                + "\" the job has not taken for good; does it run, with this queue, and do its"
                                + " checkpoints complete?"
                        : "the job has taken the messages; do its checkpoints complete, or did it refuse them? Then a"
                                + " dead letter of reason invalidReprocessing says why"));
    }

    private static Instant beginning(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
