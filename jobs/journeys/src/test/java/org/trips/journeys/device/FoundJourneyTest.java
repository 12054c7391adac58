package org.trips.journeys.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.trips.journeys.Bridged;
import org.trips.journeys.EventType;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyEvent;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.Severity;
import org.trips.journeys.documents.JourneyDocument;
import org.trips.journeys.measure.JourneyMeasurer;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.segmentation.JourneyPoints;

class FoundJourneyTest {
    @Test
    void aJourneyComesBackFromStateAsItWas() {
        FoundJourney found = new FoundJourney(brakingHardOnce(), 2, 17);

        assertThat(FoundJourney.ofBytes(found.toBytes())).isEqualTo(found);
    }

    @Test
    void aJourneyKeptBeforeEventsHadASeverityCanStillBeReadAndWritten() throws IOException {
        ObjectMapper smile = new SmileMapper();
        JsonNode stored = smile.readTree(new FoundJourney(brakingHardOnce(), 2, 17).toBytes());
        for (JsonNode event : stored.at("/journey/events")) {
            ((ObjectNode) event).remove(List.of("severity", "speedAtEndCmps"));
        }

        FoundJourney read = FoundJourney.ofBytes(smile.writeValueAsBytes(stored));

        assertThat(read.journey().events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(EventType.BRAKING);
            assertThat(event.severity()).isNull();
        });
        assertThat(new ObjectMapper()
                        .readTree(JourneyDocument.of(read.journey(), 2).json())
                        .at("/events/0/severity")
                        .isNull())
                .isTrue();
    }

    @Test
    void aJourneyKeptBeforeHolesWereToldHasNone() throws IOException {
        ObjectMapper smile = new SmileMapper();
        JsonNode stored = smile.readTree(new FoundJourney(brakingHardOnce(), 2, 17).toBytes());
        ((ObjectNode) stored.at("/journey")).remove(List.of("bridged", "ferryMm"));

        FoundJourney read = FoundJourney.ofBytes(smile.writeValueAsBytes(stored));

        assertThat(read.journey().bridged()).isEqualTo(Bridged.NONE);
        assertThat(read.journey().ferryMm()).isZero();
    }

    private static Journey brakingHardOnce() {
        List<Point> points = new ArrayList<>();
        double[] speeds = {20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 15, 10, 10, 10};
        double metres = 0;
        for (int i = 0; i < speeds.length; i++) {
            metres += speeds[i];
            points.add(Point.at(1_772_000_000_000L + i * 1_000L, metres / 111_195, 24)
                    .speedMps(speeds[i])
                    .build());
        }
        Journey journey = new JourneyMeasurer(null, Profile.defaults())
                .measure(
                        "k1-0123456789abcdef01234567",
                        new JourneyPoints(points, Map.of()),
                        JourneyStatus.COMPLETE,
                        DeviceAssignments.NONE);
        assertThat(journey.events()).extracting(JourneyEvent::severity).containsExactly(Severity.HIGH);
        return journey;
    }
}
