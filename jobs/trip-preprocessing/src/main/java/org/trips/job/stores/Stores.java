package org.trips.job.stores;

import static org.trips.job.configuration.JobOptions.POSTGRES_BATCH_INTERVAL;
import static org.trips.job.configuration.JobOptions.POSTGRES_BATCH_SIZE;
import static org.trips.job.configuration.JobOptions.POSTGRES_MIGRATE;
import static org.trips.job.configuration.JobOptions.POSTGRES_PASSWORD;
import static org.trips.job.configuration.JobOptions.POSTGRES_SCHEMA;
import static org.trips.job.configuration.JobOptions.POSTGRES_URL;
import static org.trips.job.configuration.JobOptions.POSTGRES_USER;
import static org.trips.job.configuration.JobOptions.STORE_BATCH_INTERVAL;
import static org.trips.job.configuration.JobOptions.STORE_BATCH_SIZE;
import static org.trips.job.configuration.JobOptions.STORE_DATABASE;
import static org.trips.job.configuration.JobOptions.STORE_FILES;
import static org.trips.job.configuration.JobOptions.STORE_URI;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;
import org.trips.job.configuration.JobConfiguration;

/** The kinds of stores there are: those that a configuration names, and the one that an address means. */
public final class Stores {
    public static final String MONGODB = "mongodb";
    public static final String POSTGRESQL = "postgresql";
    public static final String FILES = "files";

    /** What is meant as the address of a server, or as a kind, is no folder, and may hold a password. */
    private static final Pattern MISSPELT =
            Pattern.compile("(?i).*://.*|(jdbc|postgres|mongo).*[:@].*|(postgres|mongo)[^/]*//.*|" + MONGODB + "|"
                    + POSTGRESQL + "|" + FILES);

    private Stores() {}

    /** By kind, each at most once; the first is the one that commands read. */
    public static Map<String, Store> of(JobConfiguration configuration) {
        Map<String, Store> stores = new LinkedHashMap<>();
        configuration
                .find(STORE_URI)
                .ifPresent(uri -> stores.put(
                        MONGODB,
                        new MongoStore(
                                uri,
                                configuration.get(STORE_DATABASE),
                                new Batches(
                                        configuration.get(STORE_BATCH_SIZE),
                                        configuration.get(STORE_BATCH_INTERVAL).toMillis()))));
        configuration
                .find(POSTGRES_URL)
                .ifPresent(url -> stores.put(
                        POSTGRESQL,
                        new PostgresStore(
                                url,
                                configuration.get(POSTGRES_USER),
                                configuration.get(POSTGRES_PASSWORD),
                                configuration.get(POSTGRES_SCHEMA),
                                configuration.get(POSTGRES_MIGRATE),
                                new Batches(
                                        configuration.get(POSTGRES_BATCH_SIZE),
                                        configuration
                                                .get(POSTGRES_BATCH_INTERVAL)
                                                .toMillis()))));
        configuration.find(STORE_FILES).ifPresent(folder -> stores.put(FILES, new FileStore(folder(folder))));
        return stores;
    }

    /**
     * The store that an address means: {@code mongodb://…}, {@code postgresql://…} or {@code jdbc:postgresql://…} with the schema
     * in {@code currentSchema}, or else a folder. It is written to as by default.
     *
     * @param database of MongoDB, where it is that
     * @throws IllegalArgumentException if it is none of them; the message never repeats a password
     */
    public static Store at(String address, String database) {
        if (MongoStore.looksLikeAddress(address)) {
            MongoStore.requireAddress(address);
            return new MongoStore(address, database, batches());
        } else if (PostgresAddress.looksLike(address)) {
            var schema = PostgresAddress.parse(address)
                    .named(PGProperty.CURRENT_SCHEMA)
                    .orElse(PostgresStore.USUAL_SCHEMA);
            if (schema.contains(",")) {
                throw new IllegalArgumentException("its currentSchema=" + schema
                        + " names several schemas; name the one with the job's tables alone");
            }
            return new PostgresStore(address, null, null, schema, true, batches());
        } else if (isMisspelt(address)) {
            throw new IllegalArgumentException("it begins with none of mongodb://, mongodb+srv://, postgresql:// and"
                    + " jdbc:postgresql://, and is no folder");
        }
        return new FileStore(folder(Path.of(address)));
    }

    /** Whether a text that is no address of a server was meant as one, or as a kind of store: then it is no folder either. */
    public static boolean isMisspelt(String folder) {
        return MISSPELT.matcher(folder).matches();
    }

    /** The same however it is written, so that two stores can be told apart. */
    private static String folder(Path path) {
        try {
            return path.toRealPath().toString();
        } catch (IOException e) { // it is not there yet
            return path.toAbsolutePath().normalize().toString();
        }
    }

    private static Batches batches() {
        return new Batches(
                STORE_BATCH_SIZE.defaultValue(),
                STORE_BATCH_INTERVAL.defaultValue().toMillis());
    }
}
