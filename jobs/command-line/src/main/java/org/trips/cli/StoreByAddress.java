package org.trips.cli;

import com.mongodb.ConnectionString;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.stores.MongoStore;
import org.trips.job.stores.Store;
import org.trips.job.stores.StoreReader;
import org.trips.job.stores.Stores;

/** One of several stores that a command is given. */
final class StoreByAddress {
    static final String USUAL_DATABASE = "trips";

    private static final List<String> KINDS = List.of(Stores.MONGODB, Stores.POSTGRESQL, Stores.FILES);

    private StoreByAddress() {}

    /**
     * The store that an option names.
     *
     * @param address as --store of 'trips show' takes it, or the kind of one of the job's own stores; null is complained of
     * @param database MongoDB's, or null for the usual one
     * @throws BadInputException if it names none
     */
    static Store of(
            String option, String databaseOption, String address, String database, Optional<JobConfiguration> job) {
        if (address == null) {
            throw new BadInputException("say " + option + ": which store is meant");
        }
        Map<String, Store> ofJob = job.map(Stores::of).orElse(Map.of());
        if (ofJob.containsKey(address)) {
            if (database != null) {
                throw new BadInputException(
                        option + " " + address + " is the job's own store: its database stands in the"
                                + " configuration, and " + databaseOption + " is not given beside it");
            }
            return ofJob.get(address);
        }
        if (KINDS.contains(address)) {
            throw new BadInputException(option + " " + address + " is a kind of store: "
                    + (job.isEmpty()
                            ? "say --config FILE, the job's, for which one"
                            : "the job's file has none of it"));
        }
        try {
            Store store = Stores.at(address, Objects.requireNonNullElse(database, USUAL_DATABASE));
            requireMeant(option, databaseOption, address, database);
            return store;
        } catch (IllegalArgumentException e) {
            throw new BadInputException(option + " is no address of a store: " + e.getMessage());
        }
    }

    /** The database that a URI names is also that of its user; a person may mean either. */
    private static void requireMeant(String option, String databaseOption, String address, String database) {
        String named = MongoStore.looksLikeAddress(address) ? new ConnectionString(address).getDatabase() : null;
        if (database == null && named != null && !named.equals(USUAL_DATABASE)) {
            throw new BadInputException(option + " names the database " + named + ": say " + databaseOption + ", "
                    + named + " or " + USUAL_DATABASE + ", for the store's own");
        }
    }

    /** @throws BadInputException saying why, if nothing was ever written to the store */
    static StoreReader used(String option, Store store) throws IOException {
        StoreReader reader = store.reader();
        try {
            Optional<String> why = reader.whyEmpty();
            if (why.isPresent()) {
                throw new BadInputException(why.get() + "; is " + option + " right?");
            }
            return reader;
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }
}
