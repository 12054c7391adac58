package org.trips.cli.chaos;

import java.util.Random;

/** How long a server or the network is away: mostly some seconds, and in a long run now and then for minutes. */
final class Outage {
    private static final int SHORTEST_MILLIS = 2_000;
    private static final int LONGEST_MILLIS = 8_000;
    private static final int LONG_MILLIS = 120_000;
    private static final int ONE_LONG_IN = 8;

    private final boolean mayBeLong;

    Outage(boolean mayBeLong) {
        this.mayBeLong = mayBeLong;
    }

    void last(Random random) {
        boolean isLong = random.nextInt(ONE_LONG_IN) == 0 && mayBeLong;
        Patience.pause(isLong ? LONG_MILLIS : random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
    }
}
