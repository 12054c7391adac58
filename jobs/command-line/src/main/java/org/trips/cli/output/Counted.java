package org.trips.cli.output;

import java.util.Locale;

/** So many of something, as a person reads it: 1 trace, 2,503 points. */
public final class Counted {
    private Counted() {}

    /** @param noun in the singular; its plural ends with s */
    public static String of(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
