package org.trips.job.stores;

import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;

/** What PostgreSQL's errors mean: the codes of its manual, appendix A, of which the first two characters are a class. */
final class PostgresErrors {
    /**
     * Classes of errors that lie in a document, or in what the store was told to demand of it: data exceptions, violated
     * constraints and checks of views, and limits of the program such as the size of a value.
     */
    private static final Set<String> LIES_IN_THE_DOCUMENT = Set.of("22", "23", "44", "54");

    /** Somebody's trigger has refused it. */
    private static final String RAISED = "P0001";

    private static final String QUERY_CANCELED = "57014";
    private static final String DISK_FULL = "53100";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final Set<String> NOT_THERE = Set.of("42P01", "3F000", "42703");

    /** The driver tells in words alone, which of a batch failed. */
    private static final Pattern NUMBER = Pattern.compile("\\D*(\\d+).*", Pattern.DOTALL);

    private PostgresErrors() {}

    /** Whether it comes again however often the document is written. */
    static boolean liesInADocument(SQLException failure) {
        var state = cause(failure).getSQLState();
        return state != null && (LIES_IN_THE_DOCUMENT.contains(classOf(state)) || state.equals(RAISED));
    }

    /** Of the write of a batch that failed, or null. */
    static Integer index(SQLException failure) {
        if (failure instanceof BatchUpdateException && failure.getMessage() != null) {
            var matcher = NUMBER.matcher(failure.getMessage());
            return matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
        }
        return null;
    }

    /** Why the store does not do what it is asked to, in words for a person; nothing of a document, which may be long. */
    static String reason(SQLException failure) {
        var cause = cause(failure);
        var state = cause.getSQLState() == null ? "" : cause.getSQLState();
        var message = message(cause);
        if (has(failure, SocketTimeoutException.class) || state.equals(QUERY_CANCELED)) {
            return "it took too long to answer; is it overloaded, short of disk, or is the network broken?"
                    + " (socketTimeout in its URL says how many seconds it may take)";
        }
        var untrusted = find(failure, SSLException.class);
        if (untrusted.isPresent()) {
            return "its certificate is not trusted here, or is another host's ("
                    + untrusted.get().getMessage()
                    + "); name its authority with sslrootcert in its URL, and name the host as it does";
        }
        return switch (classOf(state)) {
            case "28" -> "it refuses its user; are user and password right, and does pg_hba.conf let it in from here?";
            case "08" ->
                "it does not answer, or the connection broke (" + message
                        + "); is it running, and are host and port right?";
            default -> message + " (code " + state + ")" + advice(state);
        };
    }

    private static String advice(String state) {
        if (state.equals(DISK_FULL)) {
            return "; its disk is full: give it room";
        } else if (state.equals(INSUFFICIENT_PRIVILEGE)) {
            return "; docs/stores.md tells which rights its user needs";
        } else if (NOT_THERE.contains(state)) {
            return "; is it the right schema, and has the job prepared it? docs/stores.md";
        }
        return "";
    }

    private static String message(SQLException failure) {
        return failure instanceof PSQLException server && server.getServerErrorMessage() != null
                ? server.getServerErrorMessage().getMessage()
                : String.valueOf(failure.getMessage());
    }

    /** Of a batch, the error beneath it. */
    private static SQLException cause(SQLException failure) {
        return failure instanceof BatchUpdateException && failure.getNextException() != null
                ? failure.getNextException()
                : failure;
    }

    private static String classOf(String state) {
        return state.length() < 2 ? "" : state.substring(0, 2);
    }

    private static boolean has(SQLException failure, Class<? extends Throwable> type) {
        return find(failure, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(SQLException failure, Class<T> type) {
        for (Throwable cause = cause(failure); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
