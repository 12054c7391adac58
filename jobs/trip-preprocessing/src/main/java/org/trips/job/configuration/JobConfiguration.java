package org.trips.job.configuration;

import static org.trips.job.configuration.JobOptions.ASSIGNMENTS_FILE;
import static org.trips.job.configuration.JobOptions.ASSIGNMENTS_QUEUE;
import static org.trips.job.configuration.JobOptions.DEAD_LETTER_FILES;
import static org.trips.job.configuration.JobOptions.DEAD_LETTER_QUEUE;
import static org.trips.job.configuration.JobOptions.PSEUDONYM_KEY;
import static org.trips.job.configuration.JobOptions.STORE_FILES;
import static org.trips.job.configuration.JobOptions.STORE_URI;
import static org.trips.job.configuration.JobOptions.UPLOAD_FILES;
import static org.trips.job.configuration.JobOptions.UPLOAD_QUEUES;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the job is told to do: a value for each of {@link JobOptions}. Immutable. */
public final class JobConfiguration {
    private static final int SHORTEST_KEY = 16;

    private final Map<Option<?>, Object> values;

    private JobConfiguration(Map<Option<?>, Object> values) {
        this.values = values;
    }

    /** Every option as it is where nobody says otherwise. */
    public static JobConfiguration defaults() {
        return new JobConfiguration(Map.of());
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
        var configuration = new JobConfiguration(values);
        configuration.check(file.toString());
        return configuration;
    }

    /** The same but for one option. */
    public <T> JobConfiguration with(Option<T> option, T value) {
        Map<Option<?>, Object> changed = new HashMap<>(values);
        changed.put(option, value);
        return new JobConfiguration(changed);
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
     * Checks what one option alone cannot tell.
     *
     * @param origin what to call this configuration in a complaint
     * @throws ConfigurationException if options contradict each other or one is missing
     */
    public void check(String origin) throws ConfigurationException {
        requireOne(origin, UPLOAD_QUEUES, UPLOAD_FILES);
        requireOne(origin, DEAD_LETTER_QUEUE, DEAD_LETTER_FILES);
        requireOne(origin, STORE_URI, STORE_FILES);
        if (isGiven(ASSIGNMENTS_FILE) && isGiven(ASSIGNMENTS_QUEUE)) {
            throw new ConfigurationException(origin + ": give either " + ASSIGNMENTS_FILE.name() + " or "
                    + ASSIGNMENTS_QUEUE.name() + ", not both");
        }
        if (!isGiven(PSEUDONYM_KEY) || get(PSEUDONYM_KEY).length() < SHORTEST_KEY) {
            throw new ConfigurationException(origin + ": " + PSEUDONYM_KEY.name() + " must be given and have at least "
                    + SHORTEST_KEY + " characters; `openssl rand -base64 32` makes a good one");
        }
        for (var option : List.of(UPLOAD_FILES, ASSIGNMENTS_FILE)) {
            if (isGiven(option) && !Files.exists(get(option))) {
                throw new ConfigurationException(
                        origin + ": " + option.name() + " is " + get(option) + ", which does not exist");
            }
        }
    }

    private void requireOne(String origin, Option<?> one, Option<?> other) throws ConfigurationException {
        if (isGiven(one) == isGiven(other)) {
            throw new ConfigurationException(origin + ": give either " + one.name() + " or " + other.name()
                    + (isGiven(one) ? ", not both" : ""));
        }
    }

    private boolean isGiven(Option<?> option) {
        var value = get(option);
        return value != null && !(value instanceof Collection<?> list && list.isEmpty());
    }
}
