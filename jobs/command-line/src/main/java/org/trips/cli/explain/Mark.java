package org.trips.cli.explain;

import java.util.ArrayList;
import java.util.List;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.segmentation.Break;
import org.trips.journeys.segmentation.Departure;
import org.trips.journeys.segmentation.JourneyFold;
import org.trips.journeys.segmentation.LegReasons;

/**
 * A point that decided where a journey starts or ends, to be marked on map and speed plot.
 *
 * @param letter what stands in the mark
 * @param radiusMetres of the circle around it that the rule looks at; 0 where there is none
 * @param text one line for a person
 */
public record Mark(String letter, Point point, double radiusMetres, String text) {
    static List<Mark> of(LegReasons reasons) {
        List<Mark> marks = new ArrayList<>();
        Profile.Segmentation rule = reasons.profile().segmentation();
        addStart(reasons.departure(), rule, marks);
        addEnd(reasons.end(), rule, marks);
        return marks;
    }

    private static void addStart(Departure departure, Profile.Segmentation rule, List<Mark> marks) {
        if (departure.cause() == Departure.Cause.GOES_ON) {
            return;
        }
        marks.add(new Mark("P", departure.parked(), rule.stopRadiusMetres(), "parked last"));
        marks.add(new Mark("L", departure.seen(), 0, "seen to have left"));
    }

    private static void addEnd(Break end, Profile.Segmentation rule, List<Mark> marks) {
        if (end.from() == null) {
            return;
        }
        switch (end.cause()) {
            case AT_REST -> {
                marks.add(new Mark("R", end.from(), JourneyFold.REST_METRES, "came to rest"));
                marks.add(new Mark("S", end.to(), 0, "at rest still: it had stopped"));
            }
            case MOVED_ABOUT -> {
                marks.add(new Mark("R", end.from(), rule.stopRadiusMetres(), "stayed around here"));
                marks.add(new Mark("S", end.to(), 0, "around there still: it had stopped"));
            }
            case IGNITION_OFF -> marks.add(new Mark("R", end.from(), 0, "ignition off"));
            case NOTHING_USABLE, END_OF_POINTS -> marks.add(new Mark("R", end.from(), 0, "last usable point"));
            default -> {
                marks.add(new Mark("R", end.from(), 0, "heard last before the gap"));
                marks.add(new Mark("S", end.to(), 0, "heard again after it"));
            }
        }
    }
}
