package org.trips.benchmarks.matching;

import com.fasterxml.jackson.databind.JsonNode;
import org.trips.matching.PathLine;

/** A line on the ground as the truth and the matchers beyond the JVM tell it: an array of [latitude, longitude]. */
final class JsonLine {
    private JsonLine() {}

    static PathLine read(JsonNode places) {
        double[] latitudes = new double[places.size()];
        double[] longitudes = new double[places.size()];
        for (int i = 0; i < latitudes.length; i++) {
            latitudes[i] = places.get(i).get(0).asDouble();
            longitudes[i] = places.get(i).get(1).asDouble();
        }
        return PathLine.through(latitudes, longitudes);
    }
}
