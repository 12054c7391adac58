package org.trips.cli;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trips.cli.output.Counted;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.JobOptions;
import org.trips.job.connectors.RabbitMqPublisher;
import org.trips.job.connectors.RabbitMqServer;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterCodec;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.MessageProperties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trips replay}: dead letters once more to where they were first sent. */
@Command(
        name = "replay",
        header = "Sends dead letters again, once what was wrong has been put right.",
        description = {
            "",
            "Takes them from files, or else from the dead letter queue of the configuration, and publishes their",
            "original bytes, encoding and time to the first queue of uploads, unless --queue names another (assignments",
            "go to theirs). A letter leaves its queue when the broker has confirmed it in the other; what is not chosen",
            "stays. Sending twice does no harm. Lines of a CSV table are not sent, since they mean nothing without its",
            "header: mend the table, and find its journeys again. Late points are not sent either: they lie before what",
            "is settled for their device and would only come back; 'trips reprocess' computes such a span again. Nor are",
            "refused messages of that command, documents that the store refused, and those of an existing MongoDB.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips replay --config trips.yaml --dry-run",
            "  trips replay --config trips.yaml --reason fromTheFuture",
            "  trips replay --config trips.yaml --progress replayed dead-letters/"
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final int LINES_BETWEEN_NOTES = 1000;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Files of dead letters, or folders of them; none: the dead letter queue.")
    private List<Path> files = List.of();

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The job's configuration.")
    private Path config;

    @Option(names = "--reason", description = "Only letters of this reason; may be given several times.")
    private List<String> reasons = List.of();

    @Option(names = "--queue", description = "Upload queue to send to; by default the first of the configuration.")
    private String queue;

    @Option(
            names = "--progress",
            paramLabel = "FILE",
            description = "Notes here how far each file of letters was sent, and goes on from that: an interrupted run"
                    + " need not send all again.")
    private Path progress;

    @Option(names = "--dry-run", description = "Only count, by reason.")
    private boolean dryRun;

    /** What is put right by computing a span again, or once more. */
    private static final Set<DeadLetterReason> FOR_REPROCESS =
            EnumSet.of(DeadLetterReason.LATE, DeadLetterReason.INVALID_REPROCESSING);

    private final Map<DeadLetterReason, Integer> chosen = new EnumMap<>(DeadLetterReason.class);
    private final Set<String> sentTo = new TreeSet<>();
    private int tableRows;
    private int documents;
    private int forReprocess;
    private int ofAnotherDatabase;

    @Override
    public Integer call() throws IOException, InterruptedException, ConfigurationException {
        List<DeadLetterReason> wanted =
                reasons.stream().map(ReplayCommand::reason).toList();
        if (!wanted.isEmpty() && FOR_REPROCESS.containsAll(wanted)) {
            throw new BadInputException(
                    "such letters are not sent again, since they would only come back: late points lie before what is"
                            + " settled for their device, and 'trips reprocess' computes such a span again; a message of its own"
                            + " that was refused is of no more use, so run it again");
        }
        if (progress != null && files.isEmpty()) {
            throw new BadInputException("--progress is for letters in files; a queue holds only what is not yet sent");
        }
        JobConfiguration job = JobConfiguration.load(config);
        RabbitMqServer broker = RabbitMqServer.of(job);
        if (files.isEmpty()) {
            replayQueue(job, broker, wanted);
        } else {
            replayFiles(job, broker, wanted);
        }
        tell();
        return 0;
    }

    private void tell() {
        PrintWriter out = spec.commandLine().getOut();
        int letters = chosen.values().stream().mapToInt(Integer::intValue).sum();
        out.println(Counted.of(letters, "dead letter")
                + (dryRun ? " would be sent again" : " sent again")
                + (sentTo.isEmpty() ? "" : " to " + String.join(" and ", sentTo))
                + (letters == 0 ? "" : ": " + byReason()) + ".");
        if (letters > 0 && !dryRun) {
            out.println("What is refused once more comes back as a dead letter; --dry-run counts what is there.");
        }
        if (documents > 0) {
            out.println("Left where they are: " + Counted.of(documents, "document")
                    + " that the store refused (docs/failures.md).");
        }
        if (forReprocess > 0) {
            out.println("Passed over: " + Counted.of(forReprocess, "letter")
                    + " of late points or of 'trips reprocess'. They would only come back; that command computes a"
                    + " settled span again.");
        }
        if (ofAnotherDatabase > 0) {
            out.println("Left where they are: " + Counted.of(ofAnotherDatabase, "document")
                    + " of an existing MongoDB; mend the mapping, and back-fill again (docs/existing-mongodb.md).");
        }
        if (tableRows > 0) {
            throw new BadInputException("not sent: " + Counted.of(tableRows, "line")
                    + " of a CSV table; mend the table they come from, and find its journeys again with"
                    + " 'trips journeys'");
        }
    }

    private void replayFiles(JobConfiguration job, RabbitMqServer broker, List<DeadLetterReason> wanted)
            throws IOException, InterruptedException {
        ReplayProgress sent = progress == null ? ReplayProgress.none() : ReplayProgress.in(progress, reasons);
        try (Targets targets = new Targets(job, broker)) {
            for (Path file : filesIn(files)) {
                replay(file, sent, wanted, targets);
            }
        }
    }

    private void replay(Path file, ReplayProgress sent, List<DeadLetterReason> wanted, Targets targets)
            throws IOException, InterruptedException {
        long number = 0;
        long before = sent.linesOf(file);
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (number <= before || line.isBlank()) {
                    continue;
                }
                DeadLetter letter = DeadLetterCodec.fromLine(line.getBytes(StandardCharsets.UTF_8));
                if (isChosen(letter, wanted)) {
                    chosen.merge(letter.reason(), 1, Integer::sum);
                    if (!dryRun) {
                        targets.of(letter.reason())
                                .publish(UploadProperties.of(letter.properties()), letter.original());
                    }
                }
                if (!dryRun && number % LINES_BETWEEN_NOTES == 0) {
                    targets.confirm();
                    sent.note(file, number);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ", line " + number + ": " + e.getMessage());
        }
        if (!dryRun) {
            targets.confirm();
            sent.note(file, number);
        }
    }

    private boolean isChosen(DeadLetter letter, List<DeadLetterReason> wanted) {
        return isChosen(letter.reason(), wanted)
                && !isTableRow(letter)
                && !isOfAnotherDatabase(letter.properties().contentType());
    }

    private boolean isChosen(DeadLetterReason reason, List<DeadLetterReason> wanted) {
        if (!wanted.isEmpty() && !wanted.contains(reason)) {
            return false;
        }
        return !isForReprocess(reason) && !isDocument(reason);
    }

    private boolean isTableRow(DeadLetter letter) {
        boolean row = MessageProperties.TABLE_ROW.equals(letter.properties().contentType());
        tableRows += row ? 1 : 0;
        return row;
    }

    /** It means nothing without its mapping, and is still where it came from. */
    private boolean isOfAnotherDatabase(String contentType) {
        boolean is = MessageProperties.EXTENDED_JSON.equals(contentType);
        ofAnotherDatabase += is ? 1 : 0;
        return is;
    }

    private boolean isForReprocess(DeadLetterReason reason) {
        boolean is = FOR_REPROCESS.contains(reason);
        forReprocess += is ? 1 : 0;
        return is;
    }

    /** It was made of uploads that have been used. */
    private boolean isDocument(DeadLetterReason reason) {
        boolean document = reason == DeadLetterReason.REFUSED_BY_STORE;
        documents += document ? 1 : 0;
        return document;
    }

    private void replayQueue(JobConfiguration job, RabbitMqServer broker, List<DeadLetterReason> wanted)
            throws IOException, InterruptedException {
        String deadLetters = job.find(JobOptions.DEAD_LETTER_QUEUE)
                .orElseThrow(() -> new BadInputException(
                        config + " names no dead-letters.queue; name the files of dead letters instead"));
        Connection connection = broker.connect();
        try (Targets targets = new Targets(job, broker)) {
            broker.require(List.of(deadLetters), null);
            Channel channel = connection.createChannel();
            // Not more than are there now: what fails again comes back to this queue and would go round for ever.
            long there = channel.queueDeclarePassive(deadLetters).getMessageCount();
            List<Long> kept = new ArrayList<>();
            for (long i = 0; i < there; i++) {
                GetResponse letter = channel.basicGet(deadLetters, false);
                if (letter == null) {
                    break;
                }
                long tag = letter.getEnvelope().getDeliveryTag();
                DeadLetterReason reason = reason(letter);
                boolean isWanted = isChosen(reason, wanted)
                        && !isOfAnotherDatabase(letter.getProps().getContentType());
                if (isWanted) {
                    chosen.merge(reason, 1, Integer::sum);
                }
                if (isWanted && !dryRun) {
                    RabbitMqPublisher target = targets.of(reason);
                    AMQP.BasicProperties first = letter.getProps();
                    target.publish(
                            UploadProperties.of(first.getContentEncoding(), first.getTimestamp()), letter.getBody());
                    target.confirm();
                    channel.basicAck(tag, false);
                } else {
                    kept.add(tag);
                }
            }
            for (long tag : kept) {
                channel.basicReject(tag, true);
            }
        } finally {
            connection.abort();
        }
    }

    private static DeadLetterReason reason(GetResponse letter) throws IOException {
        Object label = letter.getProps().getHeaders() == null
                ? null
                : letter.getProps().getHeaders().get("reason");
        if (label == null) {
            throw new IOException("a message in the dead letter queue has no header \"reason\": it is no dead letter"
                    + " of this job; look at it in the broker's own tools");
        }
        return reason(label.toString());
    }

    private static DeadLetterReason reason(String label) {
        try {
            return DeadLetterReason.ofLabel(label);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("there is no reason '" + label + "'; the reasons are "
                    + Stream.of(DeadLetterReason.values())
                            .map(DeadLetterReason::label)
                            .collect(Collectors.joining(", ")));
        }
    }

    private static List<Path> filesIn(List<Path> named) throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path path : named) {
            try (Stream<Path> within = Files.walk(path)) {
                // A name that begins with a dot is one that the job has not finished writing.
                within.filter(Files::isRegularFile)
                        .filter(file -> !file.getFileName().toString().startsWith("."))
                        .sorted()
                        .forEach(all::add);
            }
        }
        return all;
    }

    private String byReason() {
        return chosen.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().label())
                .collect(Collectors.joining(", "));
    }

    /** Where letters go back to: uploads to theirs, assignments to theirs; each opened when first needed. */
    private final class Targets implements AutoCloseable {
        private final JobConfiguration job;
        private final RabbitMqServer broker;
        private final Map<String, RabbitMqPublisher> publishers = new HashMap<>();

        Targets(JobConfiguration job, RabbitMqServer broker) {
            this.job = job;
            this.broker = broker;
        }

        RabbitMqPublisher of(DeadLetterReason reason) throws IOException {
            String name = queueOf(reason);
            RabbitMqPublisher open = publishers.get(name);
            if (open == null) {
                open = RabbitMqPublisher.open(broker, name, null);
                publishers.put(name, open);
                sentTo.add(name);
            }
            return open;
        }

        private String queueOf(DeadLetterReason reason) {
            if (reason == DeadLetterReason.INVALID_ASSIGNMENT) {
                return job.find(JobOptions.ASSIGNMENTS_QUEUE)
                        .orElseThrow(() -> new BadInputException(
                                "a dead letter is an assignment, but " + config + " names no assignments.queue"));
            }
            if (queue != null) {
                return queue;
            }
            List<String> queues = job.get(JobOptions.UPLOAD_QUEUES);
            if (queues.isEmpty()) {
                throw new BadInputException(
                        config + " takes uploads from files (uploads.files), not from a queue. Mend them"
                                + " there and run the job again, or say with --queue to which queue these letters are to go");
            }
            return queues.get(0);
        }

        void confirm() throws IOException, InterruptedException {
            for (RabbitMqPublisher publisher : publishers.values()) {
                publisher.confirm();
            }
        }

        @Override
        public void close() {
            publishers.values().forEach(RabbitMqPublisher::close);
        }
    }
}
