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
    void takenBack(List<PolicyDay> before, Journey now) {
        List<PolicyDay> present = PolicyDay.of(now);
        for (PolicyDay policyDay : before) {
            if (!present.contains(policyDay)) {
                takeBack(policyDay, now.id(), now.device());
            }
        }
    }

    /** A journey that no longer exists. */
    void withdrawn(Journey journey) {
        withdrawn(journey.id(), journey.device(), PolicyDay.of(journey));
    }

    /** The same of a journey of which no more is known than its id, the device's pseudonym and the days it was part of. */
    void withdrawn(String id, String device, List<PolicyDay> policyDays) {
        documents.add(StoreDocument.deletion(StoreDocument.JOURNEYS, id));
        policyDays.forEach(policyDay -> takeBack(policyDay, id, device));
        withdrawn++;
    }

    private void takeBack(PolicyDay from, String journey, String device) {
        contributions.add(PolicyContribution.withdrawal(from.policy(), from.day(), journey, device));
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
