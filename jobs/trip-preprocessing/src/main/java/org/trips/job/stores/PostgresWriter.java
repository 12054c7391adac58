package org.trips.job.stores;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.journeys.documents.StoreDocument;

/**
 * Writes documents to a table of PostgreSQL, a batch in one transaction. A try that was given up can do no harm later: all
 * its rows are locked before it is told to commit, so whoever writes them anew waits for it.
 */
final class PostgresWriter implements StoreWriter {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresWriter.class);

    private final PostgresStore store;
    private final String replace;
    private final String delete;

    /** Null where there is none, or where nobody knows how it is with it. */
    private Connection connection;

    PostgresWriter(PostgresStore store, String collection) {
        this.store = store;
        var table = store.table(collection);
        replace = "insert into " + table + " (id, document, written_at) values (?, ?::jsonb, now())"
                + " on conflict (id) do update set document = excluded.document, written_at = excluded.written_at";
        delete = "delete from " + table + " where id = ?";
    }

    @Override
    public void write(List<StoreDocument> documents) throws StoreException {
        // Within a transaction only the last write of an id is ever seen.
        Map<String, Integer> lastById = new LinkedHashMap<>();
        for (int index = 0; index < documents.size(); index++) {
            lastById.put(documents.get(index).id(), index);
        }
        List<Integer> replacements = new ArrayList<>();
        List<Integer> deletions = new ArrayList<>();
        lastById.values().forEach(index -> (documents.get(index).isDeletion() ? deletions : replacements).add(index));
        connect();
        try {
            write(replace, documents, replacements);
            write(delete, documents, deletions);
            connection.commit();
        } catch (SQLException e) {
            throw undone(e, documents.size() == 1 ? Integer.valueOf(0) : null);
        }
    }

    /** What goes wrong here lies in no document, whatever code it has: a session's parameters have codes of data too. */
    private void connect() throws StoreException {
        if (connection != null) {
            return;
        }
        try {
            connection = store.connect();
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            close();
            throw new StoreException(PostgresErrors.reason(e), false, null);
        }
    }

    private void write(String sql, List<StoreDocument> documents, List<Integer> indexes)
            throws SQLException, StoreException {
        if (indexes.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index : indexes) {
                var document = documents.get(index);
                statement.setString(1, document.id());
                if (!document.isDeletion()) {
                    statement.setString(2, new String(document.json(), StandardCharsets.UTF_8));
                }
                statement.addBatch();
            }
            try {
                statement.executeBatch();
            } catch (SQLException e) {
                var failed = PostgresErrors.index(e);
                throw undone(e, failed == null || failed >= indexes.size() ? null : indexes.get(failed));
            }
        }
    }

    /** Nothing of the batch stays; the connection does where the server has only refused a document. */
    private StoreException undone(SQLException failure, Integer index) {
        var liesInADocument = PostgresErrors.liesInADocument(failure);
        try {
            if (liesInADocument) {
                connection.rollback();
            } else {
                close();
            }
        } catch (SQLException e) {
            LOG.debug("The transaction cannot be rolled back, so its connection is closed", e);
            close();
        }
        return new StoreException(PostgresErrors.reason(failure), liesInADocument, index);
    }

    /** The document itself: {@code insert into journeys (id, document, written_at) values ('ID', 'DOCUMENT', now())}. */
    @Override
    public byte[] importable(StoreDocument document) {
        return document.isDeletion() ? new byte[0] : document.json();
    }

    @Override
    public void close() {
        PostgresStore.letGo(connection);
        connection = null;
    }
}
