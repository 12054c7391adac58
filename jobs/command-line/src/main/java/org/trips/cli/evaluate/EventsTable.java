package org.trips.cli.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.trips.cli.TextTable;
import org.trips.journeys.EventType;
import org.trips.journeys.evaluation.EventScore;
import org.trips.journeys.evaluation.ProfileJudge;

/** What profiles find on the same drives, side by side. */
public final class EventsTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double PERCENT = 100;
    private static final double MM_PER_KM = 1e6;
    private static final double MM_PER_METRE = 1e3;

    private final List<JudgedProfile> profiles;
    private final boolean withTruth;

    private record Row(JudgedProfile profile, EventType type) {
        EventScore score() {
            return profile.judge().score(type);
        }
    }

    /** @param withTruth whether it is known what happened */
    public EventsTable(List<JudgedProfile> profiles, boolean withTruth) {
        this.profiles = List.copyOf(profiles);
        this.withTruth = withTruth;
    }

    /** By profile and type, for a person, its lines no longer than the width. */
    public String render(int width) {
        TextTable<Row> table = new TextTable<Row>()
                .words("Profile", 9, row -> row.profile().name())
                .words("Event", 9, row -> row.type().label())
                .numbers("km", 3, row -> decimal(row.score().distanceMm() / MM_PER_KM))
                .numbers("Events", 2, row -> whole(row.score().found()))
                .numbers("Per 100 km", 7, row -> decimal(row.score().per100Km()));
        if (withTruth) {
            table.numbers("True", 4, row -> whole(row.score().known()))
                    .numbers("Found", 8, row -> percent(row.score().foundShare()))
                    .numbers("Precision", 8, row -> percent(row.score().precision()))
                    .numbers("False per 100 km", 6, row -> decimal(row.score().wrongPer100Km()));
        }
        return table.render(rows(), width);
    }

    /** Events per 100 km by threshold, with a column for each. */
    public String renderThresholds(List<Double> thresholds, int width) {
        TextTable<Row> table = new TextTable<Row>()
                .words("Profile", thresholds.size() + 1, row -> row.profile().name())
                .words("Per 100 km", thresholds.size() + 1, row -> row.type().label());
        for (int i = 0; i < thresholds.size(); i++) {
            double threshold = thresholds.get(i);
            table.numbers(
                    "≥ " + threshold,
                    thresholds.size() - i,
                    row -> decimal(row.profile()
                            .byThreshold()
                            .get(threshold)
                            .score(row.type())
                            .per100Km()));
        }
        return table.render(rows(), width);
    }

    /** For a script: an object for each profile; null where a number is not known. */
    public ArrayNode json() {
        ArrayNode array = JSON.createArrayNode();
        for (JudgedProfile profile : profiles) {
            ObjectNode object = array.addObject();
            object.put("profile", profile.name());
            object.put("journeys", profile.judge().journeys());
            object.put(
                    "distanceMetres", profile.judge().score(EventType.BRAKING).distanceMm() / MM_PER_METRE);
            ObjectNode events = object.putObject("events");
            for (EventType type : ProfileJudge.HARSH) {
                events.set(type.label(), json(profile.judge().score(type)));
            }
            ObjectNode byThreshold = object.putObject("per100KmByThreshold");
            profile.byThreshold().forEach((threshold, judge) -> {
                ObjectNode rates = byThreshold.putObject(threshold.toString());
                for (EventType type : ProfileJudge.HARSH) {
                    rates.put(type.label(), known(judge.score(type).per100Km()));
                }
            });
        }
        return array;
    }

    private ObjectNode json(EventScore score) {
        ObjectNode object = JSON.createObjectNode();
        object.put("events", score.found());
        object.put("per100Km", known(score.per100Km()));
        if (withTruth) {
            object.put("true", score.known());
            object.put("foundShare", known(score.foundShare()));
            object.put("precision", known(score.precision()));
            object.put("falsePer100Km", known(score.wrongPer100Km()));
        }
        return object;
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (JudgedProfile profile : profiles) {
            for (EventType type : ProfileJudge.HARSH) {
                rows.add(new Row(profile, type));
            }
        }
        return rows;
    }

    private static Double known(double value) {
        return Double.isFinite(value) ? (Double) value : null;
    }

    private static String whole(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String decimal(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.1f", value) : "–";
    }

    private static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", PERCENT * share) : "–";
    }
}
