package org.trips.cli.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.trips.cli.TextTable;

/** Documents of policy days or months as a table for a person. */
public final class PolicySpansTable {
    private PolicySpansTable() {}

    /** One line a policy and day (or month), in the order given. */
    public static String render(List<JsonNode> spans, int width) {
        return new TextTable<JsonNode>()
                .words("Policy", 10, span -> span.path("policy").asText())
                .words("Date", 10, span -> span.path("day")
                        .asText(span.path("month").asText()))
                .numbers("Journeys", 8, span -> Figures.count(span.path("journeys")))
                .numbers("Vehicles", 3, span -> Figures.count(span.path("vehicles")))
                .numbers("km", 9, span -> Figures.kilometres(span.path("distanceMetres")))
                .numbers("Driving", 5, span -> Figures.span(span.path("movingSeconds")))
                .numbers("Night", 4, span -> Figures.span(span.path("nightSeconds")))
                .numbers("Rush", 2, span -> Figures.span(span.at("/rushHour/seconds")))
                .numbers("Brake", 7, span -> Figures.count(span.at("/harsh/braking")))
                .numbers("Accel", 7, span -> Figures.count(span.at("/harsh/acceleration")))
                .numbers("Corner", 7, span -> Figures.count(span.at("/harsh/cornering")))
                .numbers("Harsh/100 km", 6, span -> Figures.rate(span.path("per100Km")))
                .numbers("of km", 1, span -> Figures.kilometres(span.path("harshExposureMetres")))
                .numbers("Speeding", 6, span -> Figures.span(span.at("/speeding/seconds")))
                .words("Status", 5, span -> span.path("status").asText())
                .render(spans, width);
    }
}
