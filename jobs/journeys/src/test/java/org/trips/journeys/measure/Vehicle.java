package org.trips.journeys.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.DeviceChanges;
import org.trips.journeys.device.DeviceJourneys;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.device.MemoryDeviceStore;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.roads.RoadNetwork;

/** One vehicle's history, and what the store holds of it, in order of time. */
final class Vehicle {
    private static final String DEVICE = "d-17";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MemoryDeviceStore store = new MemoryDeviceStore();
    private final Map<String, JsonNode> documents = new TreeMap<>();
    private final DeviceJourneys journeys;

    Vehicle(Profile profile) {
        this(Versions.none(), profile);
    }

    Vehicle(Versions<RoadNetwork> roads, Profile profile) {
        journeys = new DeviceJourneys(new JourneyRules(
                roads,
                Versions.always(profile),
                new Pseudonyms("k1", "a key for tests only".getBytes(StandardCharsets.UTF_8)),
                JourneyRules.DEFAULT_HORIZON));
    }

    void send(List<Point> points) {
        take(journeys.accept(store, DEVICE, points));
    }

    void fallSilent() {
        take(journeys.silence(store, DEVICE));
    }

    void fallSilentForGood() {
        take(journeys.settle(store, DEVICE));
    }

    List<JsonNode> journeys() {
        return documents.values().stream()
                .sorted(Comparator.comparing(Vehicle::start))
                .toList();
    }

    private void take(DeviceChanges changes) {
        changes.documents().forEach(document -> {
            if (document.isDeletion()) {
                documents.remove(document.id());
            } else {
                documents.put(document.id(), parsed(document.json()));
            }
        });
    }

    private static Instant start(JsonNode journey) {
        return Instant.parse(journey.get("start").asText());
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
