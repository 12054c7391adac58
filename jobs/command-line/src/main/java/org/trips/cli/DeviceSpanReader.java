package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.trips.job.stores.StoreQuery;
import org.trips.job.stores.StoreQuery.Comparison;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.ReprocessingPlan;
import org.trips.journeys.device.StoredJourney;
import org.trips.journeys.device.WholeHistory;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.UploadArchive;
import org.trips.journeys.points.Point;

/** Reads what stores and archive have of one device in a span and around it. */
final class DeviceSpanReader {
    /** By then all of a fold depends on what it read itself: no drive is longer than a day. */
    private static final Duration SHORTEST_LEAD = Duration.ofDays(2);

    private final JourneysInStores stores;
    private final UploadArchive archive;
    private final String device;
    private final JourneyRules rules;
    private final Duration futureTolerance;
    private final Duration lead;

    /**
     * @param device its own id, as in its uploads
     * @param futureTolerance how far a fix may be dated after it was received
     */
    DeviceSpanReader(
            JourneysInStores stores,
            UploadArchive archive,
            String device,
            JourneyRules rules,
            Duration futureTolerance) {
        this.stores = stores;
        this.archive = archive;
        this.device = device;
        this.rules = rules;
        this.futureTolerance = futureTolerance;
        lead = rules.horizon().compareTo(SHORTEST_LEAD) > 0 ? rules.horizon() : SHORTEST_LEAD;
    }

    /** Reads more of stores and archive as long as the span widens, for what lies before it must be known as well. */
    DeviceSpan read(Instant firstFrom, Instant firstTo) throws IOException {
        Instant from = firstFrom;
        Instant to = firstTo;
        while (true) {
            List<JsonNode> stored = journeysInStores(from.minus(lead), to.plus(lead));
            Instant read = beginBefore(stored, from);
            ReprocessingPlan plan = new ReprocessingPlan(
                    device,
                    history(read, to.plus(lead)),
                    rules.profiles(),
                    stored.stream()
                            .filter(DeviceSpanReader::isSettled)
                            .map(StoredJourney::of)
                            .toList(),
                    stored.stream()
                            .filter(journey -> !isSettled(journey))
                            .map(StoredJourney::of)
                            .toList(),
                    from,
                    to);
            if (!plan.from().isBefore(from) && !plan.to().isAfter(to)) {
                return new DeviceSpan(plan, stored);
            }
            from = plan.from();
            to = plan.to().isAfter(to) ? plan.to() : to;
        }
    }

    /** From when on the archive is read, so that the drive is among it by which the vehicle came to where it then stood. */
    private Instant beginBefore(List<JsonNode> stored, Instant from) throws IOException {
        Instant early = from.minus(lead);
        if (stored.stream()
                .map(DeviceSpanReader::start)
                .anyMatch(start -> start.isAfter(early) && start.isBefore(from))) {
            return early;
        }
        return stores
                .find(own().where("start", Comparison.BEFORE, early)
                        .descending("start")
                        .atMost(1))
                .stream()
                .map(DeviceSpanReader::start)
                .max(Comparator.naturalOrder())
                .orElse(early);
    }

    private List<JsonNode> journeysInStores(Instant after, Instant before) throws IOException {
        return stores.find(own().where("end", Comparison.AFTER, after)
                .where("start", Comparison.BEFORE, before)
                .ascending("start"));
    }

    private StoreQuery own() {
        return StoreQuery.of(StoreDocument.JOURNEYS)
                .where("device", Comparison.EQUAL, rules.pseudonyms().of(device));
    }

    private static Instant start(JsonNode journey) {
        return Instant.parse(journey.path("start").asText());
    }

    private static boolean isSettled(JsonNode journey) {
        return JourneyStatus.SETTLED.label().equals(journey.path("status").asText());
    }

    private WholeHistory history(Instant after, Instant before) throws IOException {
        WholeHistory history = new WholeHistory();
        // A fix may be dated a little after it was received.
        LocalDate received = after.minus(futureTolerance).atZone(ZoneOffset.UTC).toLocalDate();
        archive.read(received, device, upload -> {
            List<Point> within = new ArrayList<>(upload.points());
            within.removeIf(
                    point -> point.timeMillis() < after.toEpochMilli() || point.timeMillis() > before.toEpochMilli());
            history.add(within);
        });
        return history;
    }
}
