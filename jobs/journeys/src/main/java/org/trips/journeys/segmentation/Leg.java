package org.trips.journeys.segmentation;

import java.util.Optional;

/**
 * One piece of a device's time line, from one break to the next: first the vehicle stands, then at most one journey
 * follows. The legs of a device share no point and leave none out.
 *
 * @param from the state at the break before it
 * @param after the state at the break that ends it
 * @param provenMillis time of the point that proved the break after it: no point later than that can undo it while the
 *     break before it stands
 * @param journey the points of its journey, where there is one that is long enough
 * @param tooShort what was driven instead, where it is not
 * @param tally what became of the leg's points
 * @param reasons why it begins and ends where it does
 */
public record Leg(
        FoldState from,
        FoldState after,
        long provenMillis,
        Optional<JourneyPoints> journey,
        Optional<ShortDrive> tooShort,
        PointTally tally,
        LegReasons reasons) {}
