package org.trips.journeys.documents;

import java.io.IOException;
import org.trips.journeys.Sums;

/** The fields in which journeys' parts, days and months state their sums. */
final class SumsFields {
    private SumsFields() {}

    static void write(DocumentWriter out, Sums sums) throws IOException {
        out.thousandths("distanceMetres", sums.distanceMm());
        out.thousandths("durationSeconds", sums.durationMillis());
        out.thousandths("movingSeconds", sums.movingMillis());
        out.thousandths("idleSeconds", sums.idleMillis());
        out.thousandths("nightSeconds", sums.nightMillis());
        out.thousandths("limitUnknownSeconds", sums.limitUnknownMillis());
        out.object("speeding", () -> speeding(out, sums));
        harsh(out, sums);
    }

    static void speeding(DocumentWriter out, Sums sums) throws IOException {
        out.count("episodes", sums.speedingEpisodes());
        out.thousandths("seconds", sums.speedingMillis());
        out.thousandths("metres", sums.speedingMm());
    }

    static void harsh(DocumentWriter out, Sums sums) throws IOException {
        out.object("harsh", () -> {
            out.count("braking", sums.brakings());
            out.count("acceleration", sums.accelerations());
            out.count("cornering", sums.cornerings());
        });
    }
}
