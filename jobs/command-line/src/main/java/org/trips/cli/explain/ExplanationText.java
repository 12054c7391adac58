package org.trips.cli.explain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.trips.cli.explain.Finding.Topic;
import org.trips.journeys.Journey;

/** An explanation as a terminal shows it, and as one line of JSON. */
public record ExplanationText(JourneyExplanation explanation) {
    private static final String INDENT = "  ";

    /** The findings under their headings, no line longer than the width. */
    public String render(int width) {
        Journey journey = explanation.journey();
        Telling telling = new Telling(explanation.zone(), journey.startMillis());
        Telling withDay = new Telling(explanation.zone(), 0);
        StringBuilder text = new StringBuilder();
        wrap(
                "",
                "",
                "Journey " + journey.id() + " of vehicle " + explanation.vehicle() + ": "
                        + withDay.time(journey.startMillis()) + " to " + telling.time(journey.endMillis()) + " ("
                        + Telling.zone(explanation.zone()) + "), "
                        + Telling.metres(journey.distanceMm() / 1_000.0) + ", by profile " + journey.profile()
                        + (journey.roads() == null ? ", without roads" : ", on roads " + journey.roads()) + ".",
                width,
                text);
        Topic topic = null;
        for (Finding finding : explanation.findings()) {
            if (finding.topic() != topic) {
                topic = finding.topic();
                text.append('\n').append(topic.heading()).append('\n');
            }
            String time = hasMoment(topic) ? telling.time(finding.fromMillis()) + INDENT : "";
            wrap(INDENT + time, INDENT + " ".repeat(time.length()), finding.text(), width, text);
        }
        return text.toString();
    }

    /** What is said of the whole journey has no time of its own. */
    private static boolean hasMoment(Topic topic) {
        return switch (topic) {
            case DIFFERENCE, QUALITY, DROPPED -> false;
            case START, END, SHORT_DRIVE, UNSEEN, EVENT -> true;
        };
    }

    private static void wrap(String first, String others, String words, int width, StringBuilder text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : words.split(" ")) {
            if (!empty && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(others);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        lines.forEach(one -> text.append(one).append('\n'));
    }

    /** Findings with labels and times, and the document as it is found now. */
    public String toJson() {
        ObjectMapper json = new ObjectMapper();
        Journey journey = explanation.journey();
        ObjectNode all = json.createObjectNode()
                .put("journey", journey.id())
                .put("device", journey.device())
                .put("timeZone", Telling.zone(explanation.zone()));
        var findings = all.putArray("findings");
        for (Finding finding : explanation.findings()) {
            findings.addObject()
                    .put("topic", finding.topic().label())
                    .put("label", finding.label())
                    .put("from", Instant.ofEpochMilli(finding.fromMillis()).toString())
                    .put("to", Instant.ofEpochMilli(finding.toMillis()).toString())
                    .put("points", finding.points())
                    .put("text", finding.text());
        }
        all.set("found", explanation.document());
        return all.toString();
    }
}
