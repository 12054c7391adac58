package org.trips.job.stores;

import java.io.IOException;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** Brings a schema of PostgreSQL to what this version of the job writes, by the SQL files beside this class. */
final class PostgresMigrations {
    private static final String FILES = "classpath:org/trips/job/stores/postgresql";

    private final PostgresStore store;

    PostgresMigrations(PostgresStore store) {
        this.store = store;
    }

    /** @throws IOException if it cannot be reached or refuses, or is not as it must be and may not be changed */
    void prepare() throws IOException {
        try {
            // Told in the driver's own words before Flyway wraps them.
            store.connect().close();
            if (store.migrate()) {
                flyway().migrate();
            } else {
                requireMigrated(flyway().info().pending());
            }
        } catch (SQLException e) {
            throw new IOException("The store " + store + " cannot be prepared: " + PostgresErrors.reason(e), e);
        } catch (FlywayException e) {
            throw new IOException("The store " + store + " cannot be prepared: " + reason(e), e);
        }
    }

    private Flyway flyway() {
        return Flyway.configure(PostgresMigrations.class.getClassLoader())
                .dataSource(store.dataSource(store.longestTimeout()))
                .defaultSchema(store.schema())
                .createSchemas(true)
                .locations(FILES)
                .load();
    }

    private void requireMigrated(MigrationInfo[] pending) throws IOException {
        if (pending.length > 0) {
            var last = pending[pending.length - 1];
            throw new IOException(
                    "The store " + store + " lacks " + pending.length + " of this version's changes, up to "
                            + last.getVersion() + " (" + last.getDescription()
                            + "), and store.postgresql.migrate is false: let its owner make them first, with"
                            + " `trips prepare --store '" + store.addressOfOwner() + "'`: docs/stores.md.");
        }
    }

    private static String reason(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return PostgresErrors.reason(sql);
            }
        }
        return failure.getMessage();
    }
}
