package org.trips.job.operators;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.device.DeviceChanges;
import org.trips.journeys.policies.AssignmentDispute;
import org.trips.journeys.segmentation.DropReason;
import org.trips.journeys.segmentation.PointTally;

/**
 * Counts what became of points and what was made of them. Verdicts are taken back when later points change them, so at
 * any time the points in are those used, dropped, duplicate, dead letters and open, to the point.
 */
final class DeviceMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceMetrics.class);
    private static final long MOST_DISPUTES_LOGGED = 100;
    private static final int HISTOGRAM_WINDOW = 1000;
    private static final long NANOS_PER_MICRO = 1000;

    private final Counter used;
    private final Counter open;
    private final Counter duplicates;
    private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);
    private final Map<JourneyStatus, Counter> journeys = new EnumMap<>(JourneyStatus.class);
    private final Counter revisions;
    private final Counter withdrawals;
    private final Counter disputes;
    private final Histogram matchingMicros;

    DeviceMetrics(MetricGroup group) {
        used = group.counter("pointsUsed");
        open = group.counter("pointsOpen");
        duplicates = group.counter("pointsDuplicate");
        for (var reason : DropReason.values()) {
            dropped.put(reason, group.addGroup("reason", reason.label()).counter("pointsDropped"));
        }
        for (var status : JourneyStatus.values()) {
            journeys.put(status, group.addGroup("status", status.label()).counter("journeysWritten"));
        }
        revisions = group.counter("journeyRevisions");
        withdrawals = group.counter("journeysWithdrawn");
        disputes = group.counter("assignmentsPassedOver");
        matchingMicros = group.histogram("journeyMatchingMicros", new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
    }

    void count(DeviceChanges changes) {
        count(changes.tally());
        changes.written().forEach((status, count) -> journeys.get(status).inc(count));
        revisions.inc(changes.revisions());
        withdrawals.inc(changes.withdrawn());
        changes.dispute().ifPresent(this::tell);
        changes.matchingNanos().forEach(nanos -> matchingMicros.update(nanos / NANOS_PER_MICRO));
    }

    /** A file with old versions in it says so for every device, which would bury the log. */
    private void tell(AssignmentDispute dispute) {
        disputes.inc();
        if (disputes.getCount() <= MOST_DISPUTES_LOGGED) {
            LOG.warn(dispute.message());
        }
    }

    /** Late points are counted with the other dead letters. */
    private void count(PointTally tally) {
        used.inc(tally.used());
        open.inc(tally.open());
        duplicates.inc(tally.duplicates());
        tally.dropped().forEach((reason, count) -> dropped.get(reason).inc(count));
    }
}
