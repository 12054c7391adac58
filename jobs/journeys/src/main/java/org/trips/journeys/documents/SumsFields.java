package org.trips.journeys.documents;

import java.io.IOException;
import org.trips.journeys.Breakdown;
import org.trips.journeys.Driven;
import org.trips.journeys.SeverityCounts;
import org.trips.journeys.Sums;

/** The fields in which journeys' parts, days and months state their sums. */
final class SumsFields {
    /** What an earlier release settled, which kept neither classes nor bands. */
    private static final String NOT_KEPT = "notKept";

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
        out.object("roadClasses", () -> roadClasses(out, sums));
        exposure(out, sums);
    }

    /** Classes in the order of importance; what lay on no known road comes last, so that all add up to the whole. */
    static void roadClasses(DocumentWriter out, Sums sums) throws IOException {
        Breakdown breakdown = sums.breakdown();
        for (var driven : breakdown.roadClasses().entrySet()) {
            driven(out, driven.getKey().label(), driven.getValue());
        }
        drivenIfAny(out, "unmatched", breakdown.unmatched());
        drivenIfAny(out, NOT_KEPT, breakdown.ofAllClasses().restOf(sums.distanceMm(), sums.durationMillis()));
    }

    /** By what beside the class of the road the driving is told apart. */
    static void exposure(DocumentWriter out, Sums sums) throws IOException {
        Breakdown breakdown = sums.breakdown();
        out.thousandths("nightMetres", breakdown.nightMm());
        driven(out, "rushHour", breakdown.rushHour());
        out.object("speedBands", () -> {
            for (var driven : breakdown.speedBands().entrySet()) {
                driven(out, driven.getKey().label(), driven.getValue());
            }
            drivenIfAny(out, "unknown", breakdown.speedUnknown());
            drivenIfAny(out, NOT_KEPT, breakdown.ofAllSpeeds().restOf(sums.distanceMm(), sums.durationMillis()));
        });
        out.object("harshSeverity", () -> {
            severity(out, "braking", breakdown.brakings());
            severity(out, "acceleration", breakdown.accelerations());
            severity(out, "cornering", breakdown.cornerings());
        });
        out.thousandths("harshExposureMetres", breakdown.harshExposureMm());
        out.thousandths("speedingExposureMetres", breakdown.speedingExposureMm());
    }

    private static void severity(DocumentWriter out, String name, SeverityCounts counts) throws IOException {
        out.object(name, () -> {
            out.count("low", counts.low());
            out.count("medium", counts.medium());
            out.count("high", counts.high());
        });
    }

    private static void drivenIfAny(DocumentWriter out, String name, Driven driven) throws IOException {
        if (!driven.isNone()) {
            driven(out, name, driven);
        }
    }

    private static void driven(DocumentWriter out, String name, Driven driven) throws IOException {
        out.object(name, () -> {
            out.thousandths("metres", driven.distanceMm());
            out.thousandths("seconds", driven.millis());
        });
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
