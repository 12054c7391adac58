package org.trips.journeys.device;

import java.util.Optional;
import org.trips.journeys.points.ByteColumn;
import org.trips.journeys.segmentation.FoldState;
import org.trips.journeys.segmentation.PointTally;

/**
 * What is remembered of a leg until it is settled: the breaks it lies between, when the later one and all before it were
 * proven, the verdicts on its points, and the journey that was sent out for it.
 */
record FoundLeg(FoldState from, FoldState after, long provenMillis, PointTally tally, Optional<FoundJourney> journey) {

    static FoundLeg of(DeviceStore store, long id) {
        ByteColumn in = new ByteColumn(store.leg(id));
        FoldState from = FoldState.read(in);
        FoldState after = FoldState.read(in);
        long proven = in.readSigned();
        PointTally tally = PointTally.read(in);
        byte[] journey = in.readBytes();
        return new FoundLeg(
                from,
                after,
                proven,
                tally,
                journey.length == 0 ? Optional.empty() : Optional.of(FoundJourney.ofBytes(journey)));
    }

    void write(DeviceStore store) {
        ByteColumn out = new ByteColumn(256);
        from.write(out);
        after.write(out);
        out.writeSigned(provenMillis);
        tally.write(out);
        out.writeBytes(journey.map(FoundJourney::toBytes).orElse(new byte[0]));
        store.leg(id(), out.toBytes());
    }

    long id() {
        return from.timeMillis();
    }
}
