package org.trips.job.stores;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A table or view of somebody else's PostgreSQL, which is only read.
 *
 * @param name with its schema before a dot, where it is not in the search path
 */
public record PostgresTable(PostgresAddress address, String name) {
    /** So many rows come at a time: the driver would else hold all of them. */
    private static final int ROWS_AT_A_TIME = 1000;

    /** What no column is called: one of the same name would be taken for the row. */
    private static final String ROW = "trips_whole_row";

    /** Takes one row. */
    public interface Each {
        /** @param json the row as an object, its columns by their names */
        void row(String json) throws IOException;
    }

    /** @throws IOException if it cannot be read; the message names it, and says what to do */
    public void read(Each each) throws IOException {
        var store = new PostgresStore(
                address.url(), address.user(), address.password(), PostgresStore.USUAL_SCHEMA, false, null);
        try (var connection = store.connect()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false); // without which the driver does not read by portions
            try (var statement = connection.createStatement()) {
                statement.setFetchSize(ROWS_AT_A_TIME);
                try (var rows =
                        statement.executeQuery("select to_jsonb(" + ROW + ")::text from " + quoted() + " as " + ROW)) {
                    while (rows.next()) {
                        each.row(rows.getString(1));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IOException(
                    "The table " + name + " of " + address + " cannot be read: " + PostgresErrors.reason(e), e);
        }
    }

    private String quoted() {
        return Arrays.stream(name.split("\\.")).map(PostgresStore::quoted).collect(Collectors.joining("."));
    }
}
