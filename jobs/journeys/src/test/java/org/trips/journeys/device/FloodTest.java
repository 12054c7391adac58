package org.trips.journeys.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trips.journeys.device.DeviceJourneysTest.DEVICE;
import static org.trips.journeys.device.DeviceJourneysTest.RULES;
import static org.trips.journeys.device.DeviceJourneysTest.countingBucketsRead;
import static org.trips.journeys.device.DeviceJourneysTest.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.segmentation.Drive;

class FloodTest {
    private static final int LATE_POINTS = 200;

    private final AtomicInteger reads = new AtomicInteger();
    private final DeviceStore store = countingBucketsRead(new MemoryDeviceStore(), reads);
    private final DeviceJourneys journeys = new DeviceJourneys(RULES);
    private final ReceivedStore received = new ReceivedStore();

    @Test
    void aDeviceThatSendsAThousandFixesASecondIsKeptAndMeasuredAsIfItSentTwenty() {
        List<Point> flood = new ArrayList<>();
        List<Point> kept = new ArrayList<>();
        for (Point point : new Drive(1).stand(60).drive(300, 10).points()) {
            for (int millis = 0; millis < 1000; millis++) {
                Point next = Point.of(point.timeMillis() + millis, point.latitude() + millis * 9e-8, point.longitude());
                flood.add(next);
                if (millis % Point.SLOT_MILLIS == 0) {
                    kept.add(next);
                }
            }
        }
        for (int at = 0; at < flood.size(); at += 10_000) {
            received.take(journeys.accept(store, DEVICE, flood.subList(at, Math.min(flood.size(), at + 10_000))));
        }
        received.take(journeys.silence(store, DEVICE));

        assertThat(received.documentsWithoutRevision())
                .isEqualTo(whole(RULES, kept, DeviceAssignments.NONE).documentsWithoutRevision())
                .hasSize(1);
        assertThat(received.tally().total()).isEqualTo(flood.size());
        assertThat(received.tally().duplicates()).isEqualTo(flood.size() - kept.size());
        assertThat(received.tally().open()).isZero();
    }

    @Test
    void aDeviceThatSendsNothingInOrderIsFoldedAgainAsOftenAsItsPointsPayForAndEndsTheSame() {
        List<Point> points = new Drive(1).stand(60).drive(20 * 3600, 10).points();
        List<Point> late = new ArrayList<>();
        List<Point> inTime = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            (i % 300 == 150 && late.size() < LATE_POINTS ? late : inTime).add(points.get(i));
        }
        received.take(journeys.accept(store, DEVICE, inTime));
        reads.set(0);
        for (Point point : late) {
            received.take(journeys.accept(store, DEVICE, List.of(point)));
            assertThat(received.last().open()).isTrue();
        }
        // One each to keep it; the journey lies in 121 buckets, and more than two folds are not paid for.
        assertThat(reads).hasValueLessThan(LATE_POINTS + 3 * 121);

        received.take(journeys.silence(store, DEVICE));
        assertThat(received.documentsWithoutRevision())
                .isEqualTo(whole(RULES, points, DeviceAssignments.NONE).documentsWithoutRevision())
                .hasSize(1);
        assertThat(received.tally().open()).isZero();
    }
}
