package org.trips.cli.mapping;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.trips.cli.TextTable;
import org.trips.cli.output.Counted;
import org.trips.job.mapping.DocumentDecoder;
import org.trips.job.mapping.DocumentMapping;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadDecoder;
import org.trips.journeys.points.Point;
import org.trips.roads.Earth;

/** What a mapping makes of some documents: how many it reads, what it refuses and why, and what it finds. Not thread-safe. */
public final class MappingReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_EXAMPLES = 3;
    private static final double PERCENT = 100;
    private static final double MILLIS_PER_SECOND = 1000;

    /** Slower is standing, which says nothing of the unit. */
    private static final double MOVING_MPS = 1;

    /** Faster than half of what any fleet drives: 162 km/h. */
    private static final double FASTEST_MEDIAN_MPS = 45;

    private static final int MOST_SPEEDS = 1_000_000;

    /** Between two fixes so far apart in time, a vehicle goes about as fast as the two speeds say. */
    private static final long LONGEST_STEP_MILLIS = 10_000;

    /** Slower, noise of positions is a large part of what was driven. */
    private static final double DRIVING_MPS = 5;

    private static final int FEWEST_STEPS = 10;

    /** Below the 1.61 of miles and kilometres; that knots are taken for miles an hour, 1.15, is not noticed. */
    private static final double LARGEST_RATIO = 1.4;

    private final DocumentMapping mapping;
    private final DocumentDecoder decoder;
    private final Instant now;
    private final Map<String, Long> documentsWith = new LinkedHashMap<>();
    private final Map<DeadLetterReason, Reason> reasons = new EnumMap<>(DeadLetterReason.class);
    private final Set<String> devices = new HashSet<>();
    private double[] movingSpeeds = new double[1024];
    private int moving;
    private final Map<Long, Long> ratios = new TreeMap<>();
    private long steps;
    private long documents;
    private long leftOut;
    private long mapped;
    private long points;
    private long pointsRefused;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;
    private double south = Double.POSITIVE_INFINITY;
    private double north = Double.NEGATIVE_INFINITY;
    private double west = Double.POSITIVE_INFINITY;
    private double east = Double.NEGATIVE_INFINITY;

    /** What was refused for one reason. */
    private static final class Reason {
        private long points;
        private final List<Example> examples = new ArrayList<>();
    }

    private record Example(String id, DocumentDecoder.Refused refused) {}

    /** @param now fixes later than a day after it cannot be */
    public MappingReport(DocumentMapping mapping, Instant now) {
        this.mapping = mapping;
        this.decoder = new DocumentDecoder(mapping, UploadDecoder.DEFAULT_FUTURE_TOLERANCE);
        this.now = now;
        mapping.paths().keySet().forEach(name -> documentsWith.put(name, 0L));
    }

    public void add(BsonDocument document) {
        documents++;
        DocumentDecoder.Decoded decoded = decoder.decode(document);
        if (decoded.leftOut()) {
            leftOut++;
            return;
        }
        documentsWith.replaceAll((name, count) -> mapping.isIn(document, name) ? count + 1 : count);
        mapped += decoded.uploads().isEmpty() ? 0 : 1;
        decoded.uploads().forEach(this::add);
        for (DocumentDecoder.Refused refused : decoded.refused()) {
            pointsRefused += refused.pointsLost();
            Reason reason = reasons.computeIfAbsent(refused.reason(), none -> new Reason());
            reason.points += refused.pointsLost();
            if (reason.examples.size() < MOST_EXAMPLES) {
                reason.examples.add(new Example(DocumentId.of(document), refused));
            }
        }
    }

    private void add(Upload upload) {
        devices.add(upload.device());
        addRatios(upload.points());
        for (Point point : upload.points()) {
            points++;
            earliest = Math.min(earliest, point.timeMillis());
            latest = Math.max(latest, point.timeMillis());
            south = Math.min(south, point.latitude());
            north = Math.max(north, point.latitude());
            west = Math.min(west, point.longitude());
            east = Math.max(east, point.longitude());
            if (point.speedMps() >= MOVING_MPS && moving < MOST_SPEEDS) {
                if (moving == movingSpeeds.length) {
                    movingSpeeds = Arrays.copyOf(movingSpeeds, 2 * moving);
                }
                movingSpeeds[moving++] = point.speedMps();
            }
        }
    }

    /** How much faster than positions and times tell. */
    private void addRatios(List<Point> points) {
        for (int next = 1; next < points.size(); next++) {
            Point from = points.get(next - 1);
            Point to = points.get(next);
            long millis = to.timeMillis() - from.timeMillis();
            double told = (from.speedMps() + to.speedMps()) / 2;
            if (millis > 0 && millis <= LONGEST_STEP_MILLIS && !Double.isNaN(told)) {
                double driven = MILLIS_PER_SECOND
                        * Earth.metres(from.latitude(), from.longitude(), to.latitude(), to.longitude())
                        / millis;
                if (driven >= DRIVING_MPS) {
                    ratios.merge(Math.round(PERCENT * told / driven), 1L, Long::sum);
                    steps++;
                }
            }
        }
    }

    /** Of half of all steps; 1 where there are too few to tell. */
    private double medianRatio() {
        long before = 0;
        for (Map.Entry<Long, Long> ratio : ratios.entrySet()) {
            before += ratio.getValue();
            if (steps >= FEWEST_STEPS && 2 * before >= steps) {
                return ratio.getKey() / PERCENT;
            }
        }
        return 1;
    }

    /** Whether any document was mapped. */
    public boolean isAnyMapped() {
        return mapped > 0;
    }

    /** The share of points that were refused, 0 to 1. */
    public double refusedShare() {
        long all = points + pointsRefused;
        return all == 0 ? 0 : pointsRefused / (double) all;
    }

    /** What looks wrong though nothing was refused for it, in sentences. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        documentsWith.forEach((name, count) -> {
            if (count == 0 && documents > leftOut) {
                warnings.add(
                        "No document has " + mapping.paths().get(name) + ", which the mapping names as " + name + ".");
            }
        });
        if (documents > 0 && documents == leftOut) {
            warnings.add("The filter leaves out every document.");
        }
        if (medianMovingSpeed() > FASTEST_MEDIAN_MPS) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "Half of the vehicles that move are faster than %.0f m/s (%.0f km/h): is the unit of speed right?",
                    medianMovingSpeed(),
                    3.6 * medianMovingSpeed()));
        }
        double ratio = medianRatio();
        if (ratio > LARGEST_RATIO || ratio < 1 / LARGEST_RATIO) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "Speeds are %.2f times what positions and times tell: are their units right, and are latitude and"
                            + " longitude not swapped?",
                    ratio));
        }
        if (latest > now.plus(Duration.ofDays(1)).toEpochMilli()) {
            warnings.add("The latest point is dated " + Instant.ofEpochMilli(latest)
                    + ", which is yet to come: is the unit of time right, and are the devices' clocks?");
        }
        return warnings;
    }

    /** In metres per second, of the points at which a vehicle moves; 0 where none tells. */
    private double medianMovingSpeed() {
        if (moving == 0) {
            return 0;
        }
        double[] sorted = Arrays.copyOf(movingSpeeds, moving);
        Arrays.sort(sorted);
        return sorted[moving / 2];
    }

    private double fastest() {
        return Arrays.stream(movingSpeeds, 0, moving).max().orElse(0);
    }

    /** For a person, its tables no wider than this. */
    public String render(int width) {
        List<String> lines = new ArrayList<>();
        lines.add(Counted.of(documents, "document") + " read: " + count(mapped) + " mapped, " + count(leftOut)
                + " left out by the filter, " + count(documents - leftOut - mapped) + " refused.");
        lines.add(Counted.of(points, "point") + " of " + Counted.of(devices.size(), "device") + "; "
                + count(pointsRefused) + String.format(Locale.ROOT, " refused (%.2f %%).", PERCENT * refusedShare()));
        if (points > 0) {
            lines.add("Time:   " + Instant.ofEpochMilli(earliest) + " to " + Instant.ofEpochMilli(latest));
            lines.add(String.format(
                    Locale.ROOT, "Place:  latitude %.4f to %.4f, longitude %.4f to %.4f", south, north, west, east));
            lines.add(
                    moving == 0
                            ? "Speed:  none above 1 m/s"
                            : String.format(
                                    Locale.ROOT,
                                    "Speed:  half of those that move above %.1f m/s (%.0f km/h), the fastest %.1f m/s",
                                    medianMovingSpeed(),
                                    3.6 * medianMovingSpeed(),
                                    fastest()));
        }
        lines.add("");
        lines.add(new TextTable<Map.Entry<String, Long>>()
                .words("Field", 9, Map.Entry::getKey)
                .words("Path", 8, field -> mapping.paths().get(field.getKey()))
                .numbers("In documents", 9, field -> count(field.getValue()))
                .render(List.copyOf(documentsWith.entrySet()), width));
        reasons.forEach((reason, refused) -> {
            lines.add("");
            lines.add(reason.label() + ": " + Counted.of(refused.points, "point") + " refused, such as");
            for (Example example : refused.examples) {
                lines.add("  _id " + example.id() + ": " + example.refused().detail());
            }
            lines.add("  " + whatToDo(reason, refused.examples.get(0).refused()));
        });
        warnings().forEach(warning -> {
            lines.add("");
            lines.add("WARNING: " + warning);
        });
        return String.join(System.lineSeparator(), lines);
    }

    /** For a script. */
    public ObjectNode json() {
        ObjectNode report = JSON.createObjectNode();
        report.put("documents", documents);
        report.put("mapped", mapped);
        report.put("leftOut", leftOut);
        report.put("refused", documents - leftOut - mapped);
        report.put("points", points);
        report.put("pointsRefused", pointsRefused);
        report.put("devices", devices.size());
        if (points > 0) {
            report.put("earliest", Instant.ofEpochMilli(earliest).toString());
            report.put("latest", Instant.ofEpochMilli(latest).toString());
            report.putArray("latitudes").add(south).add(north);
            report.putArray("longitudes").add(west).add(east);
            report.put("medianMovingSpeedMps", medianMovingSpeed());
            report.put("fastestMps", fastest());
        }
        documentsWith.forEach((name, count) -> report.withObject("/fields/" + name.replace("/", "~1"))
                .put("path", mapping.paths().get(name))
                .put("documents", count));
        reasons.forEach((reason, refused) -> {
            ObjectNode node = report.withObject("/reasons/" + reason.label());
            node.put("points", refused.points);
            node.put("whatToDo", whatToDo(reason, refused.examples.get(0).refused()));
            for (Example example : refused.examples) {
                node.withArray("/examples")
                        .addObject()
                        .put("id", example.id())
                        .put("field", example.refused().field())
                        .put("value", example.refused().value())
                        .put("detail", example.refused().detail());
            }
        });
        warnings().forEach(report.putArray("warnings")::add);
        return report;
    }

    private String whatToDo(DeadLetterReason reason, DocumentDecoder.Refused first) {
        boolean isTime = first.field().equals(mapping.paths().get("time"))
                || first.field().equals(mapping.paths().get("sentAt"))
                || first.field().equals(mapping.paths().get("time.from"));
        return switch (reason) {
            case MISSING_FIELD ->
                "→ Name the field as it stands in the documents, or leave those without it out by `filter`.";
            case WRONG_TYPE ->
                isTime
                        ? "→ A number needs its unit in the mapping, as in {field: " + first.field()
                                + ", unit: s}, or ms; a text needs its offset from UTC."
                        : "→ Name the field that holds it, or leave such documents out by `filter`.";
            case OUT_OF_RANGE ->
                isTime
                        ? "→ Is the unit right, s or ms?"
                        : "→ Is the unit right, and are latitude and longitude not swapped? Else the values are wrong in"
                                + " the database.";
            case NULL_ISLAND -> "→ Nothing: the receiver did not know where it was.";
            case NO_POINTS -> "→ Nothing: there are no points in them.";
            case FROM_THE_FUTURE ->
                "→ Is " + mapping.paths().get("sentAt") + " when it was sent? Else the clocks are wrong.";
            default -> "→ See docs/existing-mongodb.md.";
        };
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
