package org.trips.journeys.device;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trips.journeys.Journey;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.documents.JourneyDocument;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.AssignmentDispute;
import org.trips.journeys.policies.PolicyContribution;
import org.trips.journeys.segmentation.PointTally;

/** Collects what one step changes. */
final class ChangesBuilder {
    private final List<StoreDocument> documents = new ArrayList<>();
    private final List<PolicyContribution> contributions = new ArrayList<>();
    private final List<Point> late = new ArrayList<>();
    private final Map<JourneyStatus, Integer> written = new EnumMap<>(JourneyStatus.class);
    private final List<Long> matchingNanos = new ArrayList<>();
    private Optional<AssignmentDispute> dispute = Optional.empty();
    private PointTally tally = PointTally.NONE;
    private int revisions;
    private int withdrawn;

    void late(Point point) {
        late.add(point);
    }

    void tally(PointTally change) {
        tally = tally.plus(change);
    }

    /** A journey as it now is. */
    void written(FoundJourney found) {
        Journey journey = found.journey();
        documents.add(JourneyDocument.of(journey, found.revision()));
        contributions.addAll(PolicyContribution.of(journey));
        written.merge(journey.status(), 1, Integer::sum);
        revisions += found.revision() > 1 ? 1 : 0;
    }

    /** What an earlier form of a journey added to policies and days that its present form has no part in. */
    void takenBack(Journey before, Journey now) {
        List<String> present = PolicyContribution.of(now).stream()
                .map(PolicyContribution::dayId)
                .toList();
        for (PolicyContribution contribution : PolicyContribution.of(before)) {
            if (!present.contains(contribution.dayId())) {
                takeBack(contribution);
            }
        }
    }

    /** A journey that no longer exists. */
    void withdrawn(Journey journey) {
        documents.add(StoreDocument.deletion(StoreDocument.JOURNEYS, journey.id()));
        for (PolicyContribution contribution : PolicyContribution.of(journey)) {
            takeBack(contribution);
        }
        withdrawn++;
    }

    private void takeBack(PolicyContribution contribution) {
        contributions.add(PolicyContribution.withdrawal(
                contribution.policy(), contribution.day(), contribution.journeyId(), contribution.device()));
    }

    /** It was not plain which of two lists of assignments is the newer. */
    void disputed(AssignmentDispute between) {
        dispute = Optional.of(between);
    }

    /** A journey was matched to the roads. */
    void matched(long nanos) {
        matchingNanos.add(nanos);
    }

    DeviceChanges build(boolean open) {
        return new DeviceChanges(
                documents, contributions, late, tally, open, written, revisions, withdrawn, matchingNanos, dispute);
    }
}
