package org.trips.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.util.List;
import org.trips.journeys.Journey;
import org.trips.journeys.measure.JourneyTrack;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.segmentation.Dropped;

/**
 * A journey found anew, and all that is said of it.
 *
 * @param vehicle the device's own id
 * @param zone whose clock the findings go by
 * @param document of the journey as it is found now
 * @param profile that measured it
 * @param findings by topic, each topic in order of time
 * @param marks the points that decided where it starts and ends
 * @param setAside points from shortly before its start until its end was shown that are not part of it
 */
public record JourneyExplanation(
        String vehicle,
        ZoneId zone,
        Journey journey,
        JsonNode document,
        JourneyTrack track,
        Profile profile,
        List<Finding> findings,
        List<Mark> marks,
        List<Dropped> setAside) {}
