package org.trips.journeys.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.AssignmentDispute;
import org.trips.journeys.policies.PolicyContribution;
import org.trips.journeys.segmentation.PointTally;

/**
 * What one step of one device's history changed outside it.
 *
 * @param documents journeys to replace or delete in the store, in this order
 * @param contributions what changed in the sums of policies
 * @param late points before what is settled: dead letters
 * @param tally by how much the verdicts on the device's points changed
 * @param open whether points are left whose verdict later ones, or silence, will bring
 * @param written journeys written, by the status they now have
 * @param revisions how many of the written ones had been written before
 * @param withdrawn how many journeys no longer exist
 * @param matchingNanos how long it took to match each journey that was matched to the roads
 * @param dispute where assignments were given of which it is not plain that they are newer than others
 */
public record DeviceChanges(
        List<StoreDocument> documents,
        List<PolicyContribution> contributions,
        List<Point> late,
        PointTally tally,
        boolean open,
        Map<JourneyStatus, Integer> written,
        int revisions,
        int withdrawn,
        List<Long> matchingNanos,
        Optional<AssignmentDispute> dispute) {

    public DeviceChanges {
        documents = List.copyOf(documents);
        contributions = List.copyOf(contributions);
        late = List.copyOf(late);
        written = Map.copyOf(written);
        matchingNanos = List.copyOf(matchingNanos);
    }
}
