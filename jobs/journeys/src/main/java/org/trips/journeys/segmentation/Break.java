package org.trips.journeys.segmentation;

import org.trips.journeys.points.Point;

/**
 * Why a leg ended, by the rule that ended it. It is told to people and decides nothing.
 *
 * @param from the point from which the rule counts; null where there was none
 * @param to the point that showed it; null where none did, because too little or nothing came
 * @param switchedOff whether the journey's end was walked back to where the ignition was switched off
 */
public record Break(Cause cause, Point from, Point to, boolean switchedOff) {
    /** The rules by which legs end. */
    public enum Cause {
        /** It came to rest at {@code from} and was at rest there still at {@code to}, the stop time later. */
        AT_REST,
        /** It stayed within the stop radius of {@code from} until {@code to}, for a multiple of the stop time. */
        MOVED_ABOUT,
        /** The ignition was switched off at {@code from} and had been off for long enough at {@code to}. */
        IGNITION_OFF,
        /** Nothing was heard between the two for longer than a journey bridges. */
        GAP_TOO_LONG,
        /** No vehicle gets from one to the other in the time between. */
        GAP_TOO_FAR,
        /** Nothing was heard between the two for the stop time or longer, and they lie within the stop radius. */
        GAP_AT_ONE_PLACE,
        /** Nothing was heard between the two for so long that driving on would have brought it further. */
        GAP_TOO_SLOW,
        /** After {@code from} came only fixes that place nobody, for longer than a journey bridges. */
        NOTHING_USABLE,
        /** The journey was under way for the longest time that one may last. */
        LONGEST_JOURNEY,
        /** It stood for so long that its leg was cut; no journey ended. */
        LONG_STANDING,
        /** No point came after {@code from}: later ones may change it. */
        END_OF_POINTS
    }
}
