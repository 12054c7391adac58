package org.trips.job.configuration;

import static org.trips.job.configuration.JobOptions.ASSIGNMENTS_FILE;
import static org.trips.job.configuration.JobOptions.ASSIGNMENTS_QUEUE;
import static org.trips.job.configuration.JobOptions.DEAD_LETTER_FILES;
import static org.trips.job.configuration.JobOptions.DEAD_LETTER_QUEUE;
import static org.trips.job.configuration.JobOptions.MAXIMUM_PARALLELISM;
import static org.trips.job.configuration.JobOptions.PARALLELISM;
import static org.trips.job.configuration.JobOptions.POSTGRES_URL;
import static org.trips.job.configuration.JobOptions.PSEUDONYM_KEY;
import static org.trips.job.configuration.JobOptions.PSEUDONYM_KEY_VERSION;
import static org.trips.job.configuration.JobOptions.REPROCESS_QUEUE;
import static org.trips.job.configuration.JobOptions.ROADS;
import static org.trips.job.configuration.JobOptions.ROAD_LIST_FILE;
import static org.trips.job.configuration.JobOptions.STORE_DATABASE;
import static org.trips.job.configuration.JobOptions.STORE_FILES;
import static org.trips.job.configuration.JobOptions.STORE_URI;
import static org.trips.job.configuration.JobOptions.UPLOAD_FILES;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_COLLECTION;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_DATABASE;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_FOLLOW;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_MAPPING;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_POLLING_FIELD;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_URI;
import static org.trips.job.configuration.JobOptions.UPLOAD_QUEUES;

import com.mongodb.MongoNamespace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.trips.job.configuration.JobOptions.Follow;
import org.trips.job.stores.MongoStore;
import org.trips.job.stores.PostgresAddress;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.Input;

/** What the job is told to do: a value for each of {@link JobOptions}. Immutable. */
public final class JobConfiguration {
    private final Map<Option<?>, Object> values;

    /** What begins a complaint about an option; empty where the configuration came from no file. */
    private final Function<Option<?>, String> place;

    private JobConfiguration(Map<Option<?>, Object> values, Function<Option<?>, String> place) {
        this.values = values;
        this.place = place;
    }

    /** Every option as it is where nobody says otherwise. */
    public static JobConfiguration defaults() {
        return new JobConfiguration(Map.of(), option -> "");
    }

    /**
     * Reads a configuration file in YAML. Relative paths in it start at its folder; {@code ${ENV:NAME}} stands for a
     * variable of the environment.
     *
     * @throws ConfigurationException naming the file, the line and the option, if something in it is unknown, wrong or
     *     missing
     */
    public static JobConfiguration load(Path file) throws ConfigurationException {
        return load(file, System::getenv);
    }

    static JobConfiguration load(Path file, UnaryOperator<String> environment) throws ConfigurationException {
        var settings = SettingsFile.read(file, environment);
        Map<Option<?>, Object> values = new HashMap<>();
        for (var option : JobOptions.ALL) {
            var value = settings.value(option);
            if (value != null) {
                values.put(option, value);
            }
        }
        settings.refuseUnknown(JobOptions.ALL);
        var configuration = new JobConfiguration(values, settings::place);
        configuration.check();
        return configuration;
    }

    /** The same but for one option. */
    public <T> JobConfiguration with(Option<T> option, T value) {
        Map<Option<?>, Object> changed = new HashMap<>(values);
        changed.put(option, value);
        return new JobConfiguration(changed, place);
    }

    /** The option's value, or its default; null where there is neither. */
    @SuppressWarnings("unchecked") // whoever put it there had a value of the option's type
    public <T> T get(Option<T> option) {
        return (T) values.getOrDefault(option, option.defaultValue());
    }

    /** The option's value, where there may be none. */
    public <T> Optional<T> find(Option<T> option) {
        return Optional.ofNullable(get(option));
    }

    /**
     * Whether the input ends, as files and a back-fill do, or goes on for ever, as queues and whatever follows a database, or
     * first the one and then the other.
     */
    public Input input() {
        var ends = isGiven(UPLOAD_FILES) || isGiven(UPLOAD_MONGODB_URI);
        var goesOn = isGiven(UPLOAD_QUEUES) || isGiven(ASSIGNMENTS_QUEUE) || follows();
        if (!ends) {
            return Input.ENDLESS;
        }
        return goesOn ? Input.BACK_FILL : Input.ENDS;
    }

    private boolean follows() {
        return isGiven(UPLOAD_MONGODB_URI) && get(UPLOAD_MONGODB_FOLLOW) != Follow.NONE;
    }

    /**
     * A complaint about an option: file and line, if there are, then its name and what is said.
     *
     * @param what goes on after the option's name, and never holds a secret
     */
    public ConfigurationException complaint(Option<?> option, String what) {
        return new ConfigurationException(place.apply(option) + option.name() + " " + what);
    }

    /** Checks what one option alone cannot tell. */
    private void check() throws ConfigurationException {
        checkUploads();
        requireOne(DEAD_LETTER_QUEUE, DEAD_LETTER_FILES);
        if (!isGiven(STORE_URI) && !isGiven(POSTGRES_URL) && !isGiven(STORE_FILES)) {
            throw complaint(
                    STORE_URI,
                    "or " + POSTGRES_URL.name() + " or " + STORE_FILES.name() + " must be given, or several");
        }
        if (isGiven(ASSIGNMENTS_FILE) && isGiven(ASSIGNMENTS_QUEUE)) {
            throw complaint(ASSIGNMENTS_FILE, "and " + ASSIGNMENTS_QUEUE.name() + " are both given; give one of them");
        }
        if (isGiven(ROADS) && isGiven(ROAD_LIST_FILE)) {
            throw complaint(ROAD_LIST_FILE, "and " + ROADS.name() + " are both given; give one of them");
        }
        if (isGiven(REPROCESS_QUEUE) && input() == Input.ENDS) {
            throw complaint(
                    REPROCESS_QUEUE,
                    "is of no use where all uploads are at hand, by " + UPLOAD_FILES.name()
                            + " or a back-fill alone: run" + " the job over them again instead");
        }
        checkQueues();
        checkStore();
        checkPseudonyms();
        if (isGiven(PARALLELISM) && get(PARALLELISM) > get(MAXIMUM_PARALLELISM)) {
            throw complaint(
                    PARALLELISM,
                    "is " + get(PARALLELISM) + ", more than " + MAXIMUM_PARALLELISM.name() + ", which is "
                            + get(MAXIMUM_PARALLELISM));
        }
    }

    private void checkUploads() throws ConfigurationException {
        if (!isGiven(UPLOAD_QUEUES) && !isGiven(UPLOAD_FILES) && !isGiven(UPLOAD_MONGODB_URI)) {
            throw complaint(
                    UPLOAD_QUEUES, "or " + UPLOAD_FILES.name() + " or " + UPLOAD_MONGODB_URI.name() + " must be given");
        }
        if (!isGiven(UPLOAD_MONGODB_URI)) {
            return;
        }
        for (var option : List.of(UPLOAD_MONGODB_DATABASE, UPLOAD_MONGODB_COLLECTION, UPLOAD_MONGODB_MAPPING)) {
            if (!isGiven(option)) {
                throw complaint(option, "must be given with " + UPLOAD_MONGODB_URI.name());
            }
        }
        if (get(UPLOAD_MONGODB_FOLLOW) == Follow.POLLING && !isGiven(UPLOAD_MONGODB_POLLING_FIELD)) {
            throw complaint(
                    UPLOAD_MONGODB_POLLING_FIELD,
                    "must be given with " + UPLOAD_MONGODB_FOLLOW.name() + ": polling; an indexed field that grows with"
                            + " every write");
        }
        requireUri(UPLOAD_MONGODB_URI);
        requireDatabaseName(UPLOAD_MONGODB_DATABASE);
    }

    private void requireOne(Option<?> one, Option<?> other) throws ConfigurationException {
        if (isGiven(one) && isGiven(other)) {
            throw complaint(one, "and " + other.name() + " are both given; give one of them");
        } else if (!isGiven(one) && !isGiven(other)) {
            throw complaint(one, "or " + other.name() + " must be given");
        }
    }

    /** A message that cannot be read would go round for ever, and no two sources may read one queue. */
    private void checkQueues() throws ConfigurationException {
        var read = new ArrayList<>(get(UPLOAD_QUEUES));
        var assignments = get(ASSIGNMENTS_QUEUE);
        if (read.contains(assignments)) {
            throw complaint(ASSIGNMENTS_QUEUE, "is " + assignments + ", which is a queue of uploads too");
        }
        read.add(assignments);
        var reprocessings = get(REPROCESS_QUEUE);
        if (reprocessings != null && read.contains(reprocessings)) {
            throw complaint(
                    REPROCESS_QUEUE, "is " + reprocessings + ", which the job reads already; name another queue");
        }
        read.add(reprocessings);
        var deadLetters = get(DEAD_LETTER_QUEUE);
        if (deadLetters != null && read.contains(deadLetters)) {
            throw complaint(DEAD_LETTER_QUEUE, "is " + deadLetters + ", which the job reads; name another queue");
        }
    }

    private void checkStore() throws ConfigurationException {
        requireDatabaseName(STORE_DATABASE);
        if (isGiven(STORE_URI)) {
            requireUri(STORE_URI);
        }
        if (isGiven(POSTGRES_URL)) {
            try {
                PostgresAddress.parse(get(POSTGRES_URL));
            } catch (IllegalArgumentException e) {
                throw complaint(POSTGRES_URL, e.getMessage());
            }
        }
    }

    private void requireDatabaseName(Option<String> option) throws ConfigurationException {
        try {
            MongoNamespace.checkDatabaseNameValidity(get(option));
        } catch (IllegalArgumentException e) {
            throw complaint(option, "is \"" + get(option) + "\", which no database may be called");
        }
    }

    private void requireUri(Option<String> option) throws ConfigurationException {
        try {
            MongoStore.requireAddress(get(option));
        } catch (IllegalArgumentException e) {
            throw complaint(option, e.getMessage());
        }
    }

    private void checkPseudonyms() throws ConfigurationException {
        if (!isGiven(PSEUDONYM_KEY)) {
            throw complaint(PSEUDONYM_KEY, "must be given; `openssl rand -base64 32` makes a good one");
        }
        try {
            new Pseudonyms(get(PSEUDONYM_KEY_VERSION), get(PSEUDONYM_KEY).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw complaint(
                    PSEUDONYM_KEY,
                    "and " + PSEUDONYM_KEY_VERSION.name() + " cannot be used: " + e.getMessage()
                            + "; `openssl rand -base64 32` makes a good key");
        }
    }

    private boolean isGiven(Option<?> option) {
        var value = get(option);
        return value != null && !(value instanceof Collection<?> list && list.isEmpty());
    }
}
