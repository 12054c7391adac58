package org.trips.journeys.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.points.ByteColumn;
import org.trips.journeys.points.Point;
import org.trips.journeys.points.PointCodec;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.ProfileWith;
import org.trips.journeys.profile.Versions;
import org.trips.journeys.segmentation.Drive;
import org.trips.journeys.segmentation.FoldState;
import org.trips.journeys.segmentation.PointTally;

class DeviceHeaderTest {
    private static final String DEVICE = "d-17";

    @Test
    void aDeviceWhoseHeaderIsOfTheLayoutBeforeGoesOnByTheProfileOfItsLeg() {
        Drive drive = new Drive(1).stand(60).drive(600, 10);
        int half = drive.points().size();
        List<Point> points =
                drive.stand(200).drive(600, 10).stand(400).drive(300, 10).points();
        DeviceJourneys journeys = new DeviceJourneys(new JourneyRules(
                Versions.none(),
                Versions.from(Map.of(
                        Instant.EPOCH,
                        Profile.defaults(),
                        Instant.ofEpochMilli(Drive.startMillis() + 300_000),
                        ProfileWith.stop(Duration.ofSeconds(100)))),
                new Pseudonyms("k1", "a key for tests only".getBytes(StandardCharsets.UTF_8)),
                JourneyRules.DEFAULT_HORIZON));

        MemoryDeviceStore atOnce = new MemoryDeviceStore();
        ReceivedStore expected = new ReceivedStore().take(journeys.accept(atOnce, DEVICE, points));
        assertThat(expected.documents()).hasSize(1);

        MemoryDeviceStore store = new MemoryDeviceStore();
        ReceivedStore received = new ReceivedStore().take(journeys.accept(store, DEVICE, points.subList(0, half)));
        FoldState live = DeviceHeader.of(store, 0).live();
        assertThat(live.legMillis()).isNotEqualTo(live.timeMillis());
        store.header(inLayoutBefore(DeviceHeader.of(store, 0)));
        received.take(journeys.accept(store, DEVICE, points.subList(half, points.size())));
        assertThat(received.documents()).isEqualTo(expected.documents());
        // How often it was folded does hang on how it came.
        assertThat(DeviceHeader.of(store, 0).withFoldDebt(0))
                .isEqualTo(DeviceHeader.of(atOnce, 0).withFoldDebt(0));
    }

    @Test
    void aDeviceOfWhichAnEarlierVersionKeptEveryTimeGoesOnAsIfOneHadBeenKeptInEachSlot() {
        List<Point> points = new ArrayList<>();
        for (Point point : new Drive(1).stand(60).drive(600, 10).stand(400).points()) {
            points.add(point);
            points.add(Point.of(point.timeMillis() + 20, point.latitude() + 1e-4, point.longitude()));
        }
        DeviceJourneys journeys = new DeviceJourneys(DeviceJourneysTest.RULES);
        ReceivedStore received = new ReceivedStore();
        MemoryDeviceStore store = new MemoryDeviceStore();
        received.take(journeys.accept(store, DEVICE, points));
        PointTally tally = received.tally();
        List<String> documents = received.documents();

        store.pointBuckets()
                .forEach(bucket -> store.points(
                        bucket,
                        PointCodec.encode(points.stream()
                                .filter(point -> Math.floorDiv(point.timeMillis(), 600_000L) == bucket)
                                .toList())));
        DeviceHeader header = DeviceHeader.of(store, DeviceJourneysTest.RULES.digest());
        byte[] before = inLayoutBefore(header);
        store.header(before);
        received.take(journeys.silence(store, DEVICE));
        assertThat(received.documentsWithoutRevision())
                .isEqualTo(DeviceJourneysTest.whole(DeviceJourneysTest.RULES, points, DeviceAssignments.NONE)
                        .documentsWithoutRevision());
        assertThat(received.documents()).hasSameSizeAs(documents);
        long several = points.size() / 2;
        assertThat(received.tally().duplicates()).isEqualTo(tally.duplicates() + several);
        assertThat(received.tally().total()).isEqualTo(points.size());
    }

    @Test
    void aHeaderOfALaterLayoutIsRefused() {
        MemoryDeviceStore store = new MemoryDeviceStore();
        store.header(new byte[] {99});
        assertThatThrownBy(() -> DeviceHeader.of(store, 0)).hasMessageContaining("layout 99");
    }

    /** Layout 2 knew of the live state all but when its leg began. */
    static byte[] inLayoutBefore(DeviceHeader header) {
        FoldState live = header.live();
        ByteColumn out = new ByteColumn(200);
        out.writeByte((byte) 2);
        header.times().write(out);
        out.writeSigned(header.settledUntil());
        out.writeSigned(header.oldestProof());
        header.boundary().write(out);
        header.openFrom().write(out);
        new FoldState(
                        live.driving(),
                        live.timeMillis(),
                        live.sinceMillis(),
                        live.last(),
                        live.placeLatitudeE6(),
                        live.placeLongitudeE6(),
                        live.timeMillis(),
                        false)
                .write(out);
        return out.toBytes();
    }
}
