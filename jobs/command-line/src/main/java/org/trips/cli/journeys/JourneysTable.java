package org.trips.cli.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.UnaryOperator;
import org.trips.cli.TextTable;

/** Documents of journeys as a table for a person. */
public final class JourneysTable {
    private JourneysTable() {}

    /**
     * One line a journey, in the order given.
     *
     * @param vehicleOf what to call the vehicle of a pseudonym
     * @param width in characters
     */
    public static String render(List<JsonNode> journeys, UnaryOperator<String> vehicleOf, int width) {
        return new TextTable<JsonNode>()
                .words(
                        "Vehicle",
                        9,
                        journey -> vehicleOf.apply(journey.path("device").asText()))
                .words("Policy", 4, journey -> journey.path("policy")
                        .asText("–")
                        .replace("null", "–"))
                .words("Start (UTC)", 9, journey -> Figures.minute(journey.path("start")))
                .numbers("Time", 8, journey -> Figures.span(journey.path("durationSeconds")))
                .numbers("km", 10, journey -> Figures.kilometres(journey.path("distanceMetres")))
                .words("by", 1, journey -> journey.path("distanceSource").asText())
                .numbers("Mean", 3, journey -> Figures.kmh(journey.path("meanSpeedMps")))
                .numbers("Max km/h", 5, journey -> Figures.kmh(journey.path("maxSpeedMps")))
                .numbers("Brake", 7, journey -> Figures.count(journey.at("/harsh/braking")))
                .numbers("Accel", 7, journey -> Figures.count(journey.at("/harsh/acceleration")))
                .numbers("Corner", 7, journey -> Figures.count(journey.at("/harsh/cornering")))
                .numbers("Speeding", 6, journey -> Figures.span(journey.at("/speeding/seconds")))
                .numbers("Night", 2, journey -> Figures.span(journey.path("nightSeconds")))
                .words("Status", 5, journey -> journey.path("status").asText())
                .render(journeys, width);
    }
}
