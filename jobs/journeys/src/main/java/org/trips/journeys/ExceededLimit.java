package org.trips.journeys;

/** One of the limits that held during a speeding episode, in km/h, and by how many cm/s it was exceeded at worst. */
public record ExceededLimit(int limitKmh, LimitSource source, int worstExcessCmps) {}
