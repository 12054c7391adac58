package org.trips.roads;

import java.util.List;

/** What holds for one turn, from the end of an edge onto another. */
enum TurnRule {
    /** Turning back before a closed barrier: there is no other way on. */
    FREE,
    /** Through a gate. */
    GATE,
    /** Against a sign, or through what is closed. */
    FORBIDDEN;

    /** The file's numbers for the rules: their places here. */
    private static final List<TurnRule> NUMBERED = List.of(FREE, GATE, FORBIDDEN);

    static final int COUNT = NUMBERED.size();

    static TurnRule of(int number) {
        return NUMBERED.get(number);
    }

    int number() {
        return NUMBERED.indexOf(this);
    }
}
