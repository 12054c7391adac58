package org.trips.job.stores;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trips.journeys.documents.StoreDocument;

/** Reads documents from PostgreSQL, over one connection. */
final class PostgresReader implements StoreReader {
    private static final Map<String, String> COLUMNS = Map.of(
            StoreQuery.ID,
            "id",
            "device",
            "device",
            "policy",
            "policy",
            "status",
            "status",
            "start",
            "started_at",
            "end",
            "ended_at",
            "day",
            "day",
            "month",
            "month");

    private static final String DOCUMENT = "(document || jsonb_build_object('writtenAt',"
            + " to_char(written_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')))::text";

    private final PostgresStore store;
    private Connection connection;

    PostgresReader(PostgresStore store) {
        this.store = store;
    }

    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private synchronized <T> T answer(Question<T> question) throws IOException {
        try {
            if (connection == null) {
                connection = store.connect();
            }
            return question.ask(connection);
        } catch (SQLException e) {
            close();
            throw new IOException("The store " + store + " cannot be read: " + PostgresErrors.reason(e), e);
        }
    }

    @Override
    public List<StoreDocument> find(StoreQuery query) throws IOException {
        return answer(open -> {
            try (var statement = open.prepareStatement(sql(query))) {
                fill(statement, query.conditions());
                List<StoreDocument> found = new ArrayList<>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(new StoreDocument(
                                query.collection(),
                                rows.getString(1),
                                rows.getString(2).getBytes(StandardCharsets.UTF_8)));
                    }
                }
                return found;
            }
        });
    }

    private String sql(StoreQuery query) {
        var sql = new StringBuilder("select id, " + DOCUMENT + " from " + store.table(query.collection()));
        var separator = " where ";
        for (var condition : query.conditions()) {
            sql.append(separator).append(column(condition.field())).append(comparison(condition));
            separator = " and ";
        }
        separator = " order by ";
        for (var by : query.order()) {
            sql.append(separator).append(column(by.field())).append(by.descending() ? " desc" : "");
            separator = ", ";
        }
        return query.limit() > 0 ? sql.append(" limit ").append(query.limit()).toString() : sql.toString();
    }

    private static String column(String field) {
        var column = COLUMNS.get(field);
        if (column == null) {
            throw new IllegalArgumentException("Stores are not read by " + field);
        }
        return column;
    }

    private static String comparison(StoreQuery.Condition condition) {
        var value = condition.field().equals("day") ? "?::date" : "?";
        return switch (condition.comparison()) {
            case EQUAL -> " = " + value;
            case AFTER -> " > " + value;
            case AT_LEAST -> " >= " + value;
            case BEFORE -> " < " + value;
            case AT_MOST -> " <= " + value;
            case ONE_OF -> " = any(?)";
        };
    }

    private static void fill(PreparedStatement statement, List<StoreQuery.Condition> conditions) throws SQLException {
        for (int index = 0; index < conditions.size(); index++) {
            var value = conditions.get(index).value();
            if (value instanceof Instant time) {
                statement.setObject(index + 1, time.atOffset(ZoneOffset.UTC));
            } else if (value instanceof List<?> list) {
                statement.setArray(index + 1, statement.getConnection().createArrayOf("text", list.toArray()));
            } else {
                statement.setString(index + 1, value.toString());
            }
        }
    }

    @Override
    public long count(String collection) throws IOException {
        return answer(open -> {
            try (var statement = open.createStatement();
                    var rows = statement.executeQuery("select count(*) from " + store.table(collection))) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    @Override
    public Optional<String> whyEmpty() throws IOException {
        return answer(open -> {
            try (var statement = open.prepareStatement("select to_regclass(?) is null")) {
                statement.setString(1, store.table(StoreDocument.JOURNEYS));
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    return rows.getBoolean(1)
                            ? Optional.of("the store " + store + " has no table journeys in this schema")
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public synchronized void close() {
        PostgresStore.letGo(connection);
        connection = null;
    }
}
