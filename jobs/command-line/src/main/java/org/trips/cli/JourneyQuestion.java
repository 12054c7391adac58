package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.trips.cli.explain.ExplanationText;
import org.trips.cli.explain.JourneyExplainer;
import org.trips.cli.explain.JourneyExplanation;
import org.trips.cli.journeys.Documents;
import org.trips.cli.output.Counted;
import org.trips.cli.report.ExplanationPage;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.operators.JourneyRulesFiles;
import org.trips.job.operators.VersionedFile;
import org.trips.job.stores.StoreQuery;
import org.trips.job.stores.StoreQuery.Comparison;
import org.trips.job.stores.StoreReader;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.roads.RoadNetwork;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** One journey of a store or of result files, explained from its device's points. */
final class JourneyQuestion {
    private static final String RESULT_NAME = "journeys.ndjson";

    @Option(
            names = "--journey",
            required = true,
            paramLabel = "ID",
            description = "Its _id, as 'trips show journeys --json' or journeys.csv tells it.")
    private String id;

    @Option(
            names = "--result",
            paramLabel = "PATH",
            description = {
                "Where its document is if not in a store: the folder that 'trips journeys' wrote, or its",
                RESULT_NAME + "."
            })
    private Path result;

    @Option(names = "--json", description = "One JSON object instead of sentences under headings.")
    private boolean json;

    @ArgGroup(exclusive = false)
    private StoreOptions store = new StoreOptions();

    @ArgGroup(exclusive = false)
    private RulesOptions options = new RulesOptions();

    /** Writes the explanation to the terminal, and to the page where one is wanted. */
    void answer(CommandLine command, PointsInput input, Path roadFile, Path page)
            throws IOException, ConfigurationException {
        Optional<JobConfiguration> job = store.job();
        if (job.isPresent() && options.areGiven()) {
            throw new BadInputException("--config says by what rules the job finds journeys; leave out --profile,"
                    + " --policies, --default-limits and --compare-profile, or --config");
        }
        JsonNode document = result == null ? inStore(job) : inFiles();
        JourneyRules rules = job.isPresent() ? ofJob(job.get(), roadFile) : ofOptions(roadFile);
        Recording recording = new Recording(document.path("device").asText(), rules.pseudonyms());
        input.read(recording::add);
        input.tellUnused(command.getErr());
        if (recording.devices.isEmpty()) {
            throw input.nothingUsable();
        }
        String vehicle = recording.vehicle(input.names());
        JourneyExplainer explainer = new JourneyExplainer(vehicle, recording.history, rules, assignments(job, vehicle));
        JourneyExplanation explanation = explainer
                .explain(document)
                .orElseThrow(() -> new CheckFailedException("the points of vehicle " + vehicle + " in " + input.names()
                        + " make no journey between " + document.path("start").asText() + " and "
                        + document.path("end").asText() + ": " + explainer.madeInstead(document)));
        if (page != null) {
            RoadNetwork roads = rules.roads()
                    .at(Instant.ofEpochMilli(explanation.journey().startMillis()))
                    .orElse(null);
            new ExplanationPage(explanation, roads).write(page, "Found anew in " + input.names());
        }
        ExplanationText text = new ExplanationText(explanation);
        if (json) {
            command.getOut().println(text.toJson());
            return;
        }
        command.getOut().print(text.render(Terminal.columns()));
        if (page != null) {
            command.getOut().printf("%nDrawn in %s; open it in a browser.%n", page);
        }
        command.getOut().flush();
    }

    private JsonNode inStore(Optional<JobConfiguration> job) throws IOException {
        try (StoreReader reader = store.open(job)) {
            List<StoreDocument> found =
                    reader.find(StoreQuery.of(StoreDocument.JOURNEYS).where(StoreQuery.ID, Comparison.EQUAL, id));
            if (found.isEmpty()) {
                StoreOptions.requireUsed(reader);
                throw new BadInputException("the store has no journey " + id + "; 'trips show journeys --json' tells"
                        + " the _id of those it has. A journey whose start changes gets another");
            }
            return Documents.tree(found.get(0));
        }
    }

    /** The last line of it counts. */
    private JsonNode inFiles() throws IOException {
        Path file = Files.isDirectory(result) ? result.resolve(RESULT_NAME) : result;
        JsonNode found = null;
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.contains(id)) {
                    JsonNode document = Documents.tree(line);
                    found = id.equals(document.path("_id").asText()) ? document : found;
                }
            }
        } catch (UncheckedIOException e) {
            throw new BadInputException(file + " is not the " + RESULT_NAME + " that 'trips journeys' writes");
        }
        if (found == null) {
            throw new BadInputException(
                    file + " has no journey " + id + "; the column _id of journeys.csv tells those there are");
        }
        return found;
    }

    /** A road file and a pseudonym key of one's own take the place of the job's. */
    private JourneyRules ofJob(JobConfiguration job, Path roadFile) throws IOException, ConfigurationException {
        JourneyRulesFiles files = new JobRules(job).files();
        JourneyRules rules = roadFile == null
                ? files.open()
                : files.withRoads(List.of(new VersionedFile(roadFile.toString(), Instant.EPOCH, null)))
                        .open();
        return options.hasKey() ? rules.withPseudonyms(options.pseudonyms()) : rules;
    }

    private JourneyRules ofOptions(Path roadFile) throws IOException {
        return KnownJourneys.rules(
                roadFile == null ? null : RoadNetwork.open(roadFile),
                options.profile(),
                options.defaultLimits(),
                options.compared(),
                options.pseudonyms());
    }

    /** Empty where they are not known here. */
    private Optional<DeviceAssignments> assignments(Optional<JobConfiguration> job, String vehicle) throws IOException {
        if (job.isPresent()) {
            return new JobRules(job.get()).assignments(vehicle);
        }
        return options.hasPolicies()
                ? Optional.of(options.assignments().getOrDefault(vehicle, DeviceAssignments.NONE))
                : Optional.empty();
    }

    /** The points of the one device that has a pseudonym. */
    private static final class Recording {
        private final String pseudonym;
        private final Pseudonyms pseudonyms;
        private final Map<String, String> devices = new HashMap<>();
        private final WholeHistory history = new WholeHistory();

        private Recording(String pseudonym, Pseudonyms pseudonyms) {
            this.pseudonym = pseudonym;
            this.pseudonyms = pseudonyms;
        }

        private void add(Upload upload) {
            String of = devices.computeIfAbsent(upload.device(), pseudonyms::of);
            if (of.equals(pseudonym)) {
                history.add(upload.points());
            }
        }

        private String vehicle(String files) {
            for (Map.Entry<String, String> device : devices.entrySet()) {
                if (device.getValue().equals(pseudonym)) {
                    return device.getKey();
                }
            }
            String keyOfJourney = keyVersion(pseudonym);
            String keyHere = keyVersion(devices.values().iterator().next());
            throw new BadInputException(
                    "none of the " + Counted.of(devices.size(), "device") + " in " + files + " is " + pseudonym
                            + ", whose journey it is"
                            + (keyOfJourney.equals(keyHere)
                                    ? "; are these its points, and is the pseudonym key the same?"
                                    : ": that name was made with the key " + keyOfJourney + ", but here " + keyHere
                                            + " is in use; name its file with --pseudonym-key and its name"
                                            + " with --pseudonym-key-version"));
        }

        private static String keyVersion(String name) {
            int end = name.indexOf('-');
            return end < 0 ? name : name.substring(0, end);
        }
    }
}
