package org.trips.job.stores;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a PostgreSQL database is, and what its URL says of the connection.
 *
 * @param url for the driver, without user and password where they stood before the host
 * @param user from before the host, or null
 * @param password from before the host, or null
 */
public record PostgresAddress(String url, String user, String password) {
    private static final String JDBC = "jdbc:";
    private static final String PROTOCOL = "postgresql://";

    private static final String HOST = "(\\[[^]/@]*]|[^]\\[:/@,]*)(:\\d{1,5})?";

    /** Of what is before any options; the driver would log the whole of what it cannot read, with a password in the wrong place. */
    private static final Pattern READABLE =
            Pattern.compile("postgresql:(//" + HOST + "(," + HOST + ")*(/[^/@]*)?|/?[^/@:]*)");

    /** Whether a text is meant as such an address. */
    public static boolean looksLike(String text) {
        return text.startsWith(JDBC + "postgresql:") || text.startsWith(PROTOCOL) || text.startsWith("postgres://");
    }

    /**
     * Reads {@code jdbc:postgresql://host:5432/database} as well as {@code postgresql://user:password@host:5432/database}.
     *
     * @throws IllegalArgumentException if it is neither; the message does not repeat it, since it may hold a password
     */
    public static PostgresAddress parse(String text) {
        String rest = text.startsWith(JDBC) ? text.substring(JDBC.length()) : text;
        rest = rest.startsWith("postgres://") ? PROTOCOL + rest.substring("postgres://".length()) : rest;
        String user = null;
        String password = null;
        if (rest.startsWith(PROTOCOL)) {
            int end = rest.indexOf('/', PROTOCOL.length());
            int at = rest.lastIndexOf('@', end < 0 ? rest.length() : end);
            if (at >= 0) {
                String who = rest.substring(PROTOCOL.length(), at);
                int colon = who.indexOf(':');
                user = decoded(colon < 0 ? who : who.substring(0, colon));
                password = colon < 0 ? null : decoded(who.substring(colon + 1));
                rest = PROTOCOL + rest.substring(at + 1);
            }
        }
        int options = rest.indexOf('?');
        var address = new PostgresAddress(JDBC + rest, user, password);
        if (!looksLike(text)
                || !READABLE.matcher(options < 0 ? rest : rest.substring(0, options))
                        .matches()
                || address.properties() == null) {
            throw unreadable();
        }
        return address;
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException(
                "must look like jdbc:postgresql://host:5432/database or postgresql://user@host:5432/database; in a"
                        + " password, @ : / ? and % are written %40 %3A %2F %3F and %25");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable(); // without the cause, whose message repeats what is after a stray %
        }
    }

    /** What the URL says of an option, empty where it says nothing. */
    Optional<String> named(PGProperty option) {
        return Optional.ofNullable(properties().getProperty(option.getName()));
    }

    /** Hosts and database, fit for a log. */
    String place() {
        var properties = properties();
        var hosts = properties.getProperty("PGHOST").split(",");
        var ports = properties.getProperty("PGPORT").split(",");
        var place = new StringBuilder();
        for (int host = 0; host < hosts.length; host++) {
            place.append(host == 0 ? "" : ",").append(hosts[host]).append(':').append(ports[host]);
        }
        return place.append('/').append(properties.getProperty("PGDBNAME")).toString();
    }

    private Properties properties() {
        return Driver.parseURL(url, null);
    }

    /** Without what it may hold of a password. */
    @Override
    public String toString() {
        return place();
    }
}
