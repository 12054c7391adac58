package org.trips.journeys.documents;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.trips.journeys.Bridged;
import org.trips.journeys.EventType;
import org.trips.journeys.ExceededLimit;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyEvent;
import org.trips.journeys.JourneyPart;
import org.trips.journeys.LimitSource;
import org.trips.journeys.LimitUse;
import org.trips.journeys.Place;
import org.trips.journeys.Quality;
import org.trips.journeys.SpeedUnit;
import org.trips.journeys.Sums;

/**
 * The document of a journey. Its JSON Schema is published as {@code journey.schema.json} beside this module's
 * classes.
 */
public final class JourneyDocument {
    private static final int SPEED_DECIMALS = 3;
    private static final int SHARE_DECIMALS = 4;

    private JourneyDocument() {}

    /** @param revision how often this journey has been written, this time included: 1 or more */
    public static StoreDocument of(Journey journey, long revision) {
        return new StoreDocument(
                StoreDocument.JOURNEYS, journey.id(), DocumentWriter.document(out -> write(out, journey, revision)));
    }

    private static void write(DocumentWriter out, Journey journey, long revision) throws IOException {
        Sums sums = journey.sums();
        out.text("_id", journey.id());
        out.text("device", journey.device());
        out.text("policy", journey.policy());
        out.text("status", journey.status().label());
        out.time("start", journey.startMillis());
        out.time("end", journey.endMillis());
        out.thousandths("distanceMetres", sums.distanceMm());
        out.text("distanceSource", journey.distanceSource().label());
        out.thousandths("gpsDistanceMetres", journey.gpsDistanceMm());
        out.thousandths("bridgedMetres", journey.bridged().distanceMm());
        out.thousandths("bridgedStartMetres", journey.bridged().startMm());
        out.time("parkedUntil", journey.bridged().parkedMillis());
        out.thousandths("ferryMetres", journey.ferryMm());
        out.thousandths("durationSeconds", sums.durationMillis());
        out.thousandths("movingSeconds", sums.movingMillis());
        out.thousandths("idleSeconds", sums.idleMillis());
        // Millimetres by milliseconds are metres by seconds.
        long timedMm = sums.distanceMm() - journey.bridged().startMm();
        out.quotient("meanSpeedMps", BigDecimal.valueOf(timedMm), sums.durationMillis(), SPEED_DECIMALS);
        out.hundredths("maxSpeedMps", journey.maxSpeedCmps());
        out.object("roadClasses", () -> SumsFields.roadClasses(out, sums));
        out.object("speeding", () -> {
            SumsFields.speeding(out, sums);
            out.hundredths("worstExcessMps", worstExcess(journey.events()));
        });
        out.thousandths("limitUnknownSeconds", sums.limitUnknownMillis());
        out.object("limits", () -> limits(out, journey.limits()));
        SumsFields.harsh(out, sums);
        out.thousandths("nightSeconds", sums.nightMillis());
        SumsFields.exposure(out, sums);
        out.quotient(
                "matchedShare",
                BigDecimal.valueOf(journey.matchedPoints()),
                journey.quality().pointsUsed(),
                SHARE_DECIMALS);
        out.thousandths("matchConfidence", journey.matchConfidenceThousandths());
        out.array("events", () -> events(out, journey.events()));
        if (!journey.compared().profiles().isEmpty()) {
            out.texts("comparedProfiles", journey.compared().profiles());
            out.array("comparedEvents", () -> events(out, journey.compared().events()));
        }
        out.array("parts", () -> parts(out, journey.parts()));
        out.object("quality", () -> quality(out, journey.quality(), journey.bridged()));
        if (!journey.geometry().isEmpty()) {
            out.object("geometry", () -> geometry(out, journey.geometry()));
        }
        out.text("profile", journey.profile());
        out.text("roads", journey.roads());
        out.count("revision", revision);
    }

    private static void limits(DocumentWriter out, LimitUse limits) throws IOException {
        for (LimitSource source : LimitSource.values()) {
            out.thousandths(
                    source.label() + "Metres",
                    limits.mmBySource().getOrDefault(source, 0L).longValue());
        }
        out.thousandths("doubtfulMetres", limits.doubtfulMm());
        out.text("defaultTable", limits.defaultTable());
    }

    private static int worstExcess(List<JourneyEvent> events) {
        return events.stream()
                .filter(event -> event.type() == EventType.SPEEDING)
                .mapToInt(JourneyEvent::peakCentis)
                .max()
                .orElse(0);
    }

    private static void events(DocumentWriter out, List<JourneyEvent> events) throws IOException {
        for (JourneyEvent event : events) {
            out.object(() -> {
                out.text("type", event.type().label());
                out.time("start", event.startMillis());
                out.thousandths("seconds", event.durationMillis());
                out.hundredths("peak", event.peakCentis());
                out.text(
                        "severity",
                        event.severity() == null ? null : event.severity().label());
                out.hundredths("speedAtStartMps", event.speedAtStartCmps());
                out.hundredths("speedAtEndMps", event.speedAtEndCmps());
                out.text(
                        "roadClass",
                        event.roadClass() == null ? null : event.roadClass().label());
                if (!event.limits().isEmpty()) {
                    out.array("limits", () -> exceeded(out, event.limits()));
                }
                out.text("profile", event.profile());
            });
        }
    }

    private static void exceeded(DocumentWriter out, List<ExceededLimit> limits) throws IOException {
        for (ExceededLimit limit : limits) {
            out.object(() -> {
                out.count("kmh", limit.limitKmh());
                out.text("source", limit.source().label());
                out.hundredths("worstExcessMps", limit.worstExcessCmps());
            });
        }
    }

    private static void parts(DocumentWriter out, List<JourneyPart> parts) throws IOException {
        for (JourneyPart part : parts) {
            out.object(() -> {
                out.text("policy", part.policy());
                out.text("day", part.day().toString());
                out.time("start", part.startMillis());
                out.time("end", part.endMillis());
                SumsFields.write(out, part.sums());
            });
        }
    }

    private static void quality(DocumentWriter out, Quality quality, Bridged bridged) throws IOException {
        out.count("pointsUsed", quality.pointsUsed());
        out.object("dropped", () -> {
            for (var reason : quality.dropped().entrySet()) {
                out.count(reason.getKey().label(), reason.getValue());
            }
        });
        out.thousandths("longestGapSeconds", quality.longestGapMillis());
        out.count("holes", bridged.holes());
        out.thousandths("holeSeconds", bridged.holeMillis());
        SpeedUnit unit = quality.speedUnit();
        out.text("speedUnit", unit == null ? null : unit.label());
        out.object("speedDoubts", () -> {
            for (var doubt : quality.speedDoubts().entrySet()) {
                out.count(doubt.getKey().label(), doubt.getValue());
            }
        });
        out.count("withoutHeading", quality.withoutHeading());
        out.count("withoutAccuracy", quality.withoutAccuracy());
    }

    private static void geometry(DocumentWriter out, List<List<Place>> lines) throws IOException {
        out.text("type", "MultiLineString");
        out.array("coordinates", () -> {
            for (List<Place> line : lines) {
                out.array(() -> {
                    for (Place place : line) {
                        out.position(place.longitudeE6(), place.latitudeE6());
                    }
                });
            }
        });
    }
}
