package org.trips.roads.osm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Speed limits that the law sets and no sign, by codes like "DE:urban", "BE-VLG:rural" or "FR:zone30". The values of the
 * named kinds stand in a resource file beside this class, with their source. Immutable and thread-safe.
 */
final class ImplicitLimits {
    private static final String TABLE = "implicit-speed-limits.txt";

    /** "DE:urban": a country, perhaps a region, and a kind of road. */
    private static final Pattern CODE = Pattern.compile("([A-Z]{2})(-[A-Z]{2,3})?:(.+)");
    /** "30", "zone30", "zone:30": a zone with a limit of its own. */
    private static final Pattern ZONE = Pattern.compile("(?:zone:?)?(\\d{1,3})");

    private final Map<String, OptionalInt> limits = new HashMap<>();

    ImplicitLimits() {
        try (InputStream table = ImplicitLimits.class.getResourceAsStream(TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 3))
                    .forEach(row -> limits.put(row[0] + ":" + row[1], SpeedLimits.signed(row[2])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The limit in km/h as {@link org.trips.roads.RoadNetwork#speedLimitKmh} gives it; empty where it is not known. */
    OptionalInt limitKmh(String code) {
        Matcher matcher = CODE.matcher(code);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        // Mappers write UK, the table keeps to ISO 3166.
        String country = matcher.group(1).equals("UK") ? "GB" : matcher.group(1);
        String region = matcher.group(2) == null ? "" : matcher.group(2);
        String kind = matcher.group(3).toLowerCase(Locale.ROOT);
        Matcher zone = ZONE.matcher(kind);
        if (zone.matches()) {
            return SpeedLimits.signed(zone.group(1) + (country.equals("GB") || country.equals("US") ? " mph" : ""));
        }
        OptionalInt ofCountry = limits.getOrDefault(country + ":" + kind, OptionalInt.empty());
        return limits.getOrDefault(country + region + ":" + kind, ofCountry);
    }
}
