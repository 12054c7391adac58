package org.trips.job.mapping;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.trips.job.configuration.ConfigurationException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the YAML that tells where another system keeps its aggregates. */
final class AggregateMappingFile {
    private static final String JOURNEYS = "journeys";
    private static final String POLICY_DAYS = "policyDays";
    private static final String POLICY_MONTHS = "policyMonths";

    private static final List<String> QUANTITIES = List.of(
            "distanceMetres",
            "durationSeconds",
            "movingSeconds",
            "idleSeconds",
            "nightSeconds",
            "speeding.episodes",
            "speeding.seconds",
            "speeding.metres",
            "harsh.braking",
            "harsh.acceleration",
            "harsh.cornering");
    private static final List<String> OF_JOURNEYS = with("meanSpeedMps", "maxSpeedMps");
    private static final List<String> OF_POLICIES = with(JOURNEYS, "vehicles");

    /** Of what a quantity's name ends in. The international mile is 1,609.344 m. */
    private static final Map<String, Map<String, BigDecimal>> UNITS = Map.of(
            "metres", units("m", "1", "km", "1000", "mi", "1609.344"),
            "seconds", units("s", "1", "min", "60", "h", "3600", "ms", "0.001"),
            "mps", speeds());

    private static final BigDecimal PERCENT = new BigDecimal("0.01");

    private final MappingYaml yaml;
    private final String origin;

    AggregateMappingFile(String origin) {
        this.origin = origin;
        yaml = new MappingYaml(origin);
    }

    private static List<String> with(String one, String other) {
        List<String> all = new ArrayList<>(QUANTITIES);
        all.add(one);
        all.add(other);
        return List.copyOf(all);
    }

    private static Map<String, BigDecimal> units(String... namesAndValues) {
        Map<String, BigDecimal> units = new LinkedHashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            units.put(namesAndValues[at], new BigDecimal(namesAndValues[at + 1]));
        }
        return units;
    }

    private static Map<String, BigDecimal> speeds() {
        Map<String, BigDecimal> units = new LinkedHashMap<>();
        MappingYaml.MPS_PER_UNIT.forEach((name, value) -> units.put(name, BigDecimal.valueOf(value)));
        return units;
    }

    AggregateMapping read(String text) throws ConfigurationException {
        var given = yaml.root(
                text,
                "a map of journeys, policyDays or policyMonths to where the other system keeps them",
                List.of(JOURNEYS, POLICY_DAYS, POLICY_MONTHS));
        List<MappedAggregates> kinds = new ArrayList<>();
        for (var kind : given.entrySet()) {
            var node = kind.getValue();
            kinds.add(
                    switch (kind.getKey()) {
                        case JOURNEYS -> journeys(node);
                        case POLICY_DAYS -> policies(node, POLICY_DAYS, CalendarSpan.DAY);
                        default -> policies(node, POLICY_MONTHS, CalendarSpan.MONTH);
                    });
        }
        if (kinds.isEmpty()) {
            throw new ConfigurationException(origin + " names nothing: give journeys, policyDays or policyMonths");
        }
        return new AggregateMapping(kinds);
    }

    private MappedAggregates journeys(Node node) throws ConfigurationException {
        var prefix = JOURNEYS + ".";
        var given = yaml.fields(
                node,
                prefix,
                List.of(
                        "from",
                        "filter",
                        "device",
                        "start",
                        "startToleranceSeconds",
                        "end",
                        "endToleranceSeconds",
                        "policy",
                        "fields"));
        List<ComparedField> others = new ArrayList<>();
        for (var time : List.of("start", "end")) {
            var tolerance = given.get(time + "ToleranceSeconds");
            if (tolerance != null) {
                others.add(new ComparedField(
                        time, number(tolerance, prefix + time + "ToleranceSeconds"), BigDecimal.ZERO));
            }
        }
        FieldPath policy = null;
        if (given.containsKey("policy")) {
            policy = yaml.path(given.get("policy"), prefix + "policy", null);
            others.add(new ComparedField("policy", BigDecimal.ZERO, BigDecimal.ZERO));
        }
        return MappedAggregates.journeys(
                yaml.text(yaml.required(node, given, prefix + "from"), prefix + "from"),
                yaml.filter(given.get("filter")),
                yaml.path(yaml.required(node, given, prefix + "device"), prefix + "device", null),
                policy,
                yaml.time(yaml.required(node, given, prefix + "start"), prefix + "start", null),
                yaml.time(yaml.required(node, given, prefix + "end"), prefix + "end", null),
                quantities(given.get("fields"), prefix, OF_JOURNEYS),
                others);
    }

    private MappedAggregates policies(Node node, String name, CalendarSpan span) throws ConfigurationException {
        var prefix = name + ".";
        var given = yaml.fields(node, prefix, List.of("from", "filter", "policy", span.label(), "fields"));
        var when = yaml.required(node, given, prefix + span.label());
        var whenPrefix = prefix + span.label();
        ZoneId zone = null;
        var whenPath = when;
        if (!(when instanceof ScalarNode)) {
            var parts = yaml.fields(when, whenPrefix + ".", List.of("field", "zone"));
            whenPath = yaml.required(when, parts, whenPrefix + ".field");
            zone = zone(yaml.required(when, parts, whenPrefix + ".zone"), whenPrefix + ".zone");
        }
        return MappedAggregates.policies(
                yaml.text(yaml.required(node, given, prefix + "from"), prefix + "from"),
                yaml.filter(given.get("filter")),
                yaml.path(yaml.required(node, given, prefix + "policy"), prefix + "policy", null),
                span,
                yaml.path(whenPath, whenPrefix, null),
                zone,
                quantities(yaml.required(node, given, prefix + "fields"), prefix, OF_POLICIES));
    }

    private ZoneId zone(Node node, String name) throws ConfigurationException {
        try {
            return ZoneId.of(yaml.text(node, name));
        } catch (DateTimeException e) {
            throw yaml.wrong(node, name, "a time zone, such as Europe/Berlin");
        }
    }

    /** Where none are given journeys are compared by what they overlap alone. */
    private List<MappedQuantity> quantities(Node node, String prefix, List<String> known)
            throws ConfigurationException {
        List<MappedQuantity> quantities = new ArrayList<>();
        if (node == null) {
            return quantities;
        }
        for (var entry : yaml.fields(node, prefix + "fields.", known).entrySet()) {
            quantities.add(quantity(entry.getValue(), prefix + "fields." + entry.getKey(), entry.getKey()));
        }
        return quantities;
    }

    private MappedQuantity quantity(Node node, String name, String field) throws ConfigurationException {
        var units = unitsOf(field);
        var parts = node instanceof ScalarNode
                ? Map.of("field", node)
                : yaml.fields(node, name + ".", List.of("field", "unit", "tolerance", "tolerancePercent"));
        var path = yaml.path(yaml.required(node, parts, name + ".field"), name, null);
        var perUnit = BigDecimal.ONE;
        if (!units.isEmpty()) {
            if (!parts.containsKey("unit")) {
                throw new ConfigurationException(yaml.at(node) + name + " needs its unit, as in {field: " + path
                        + ", unit: " + units.keySet().iterator().next() + "}; one of " + MappingYaml.oneOf(units));
            }
            perUnit = yaml.unit(parts.get("unit"), name, units);
        } else if (parts.containsKey("unit")) {
            throw new ConfigurationException(yaml.at(parts.get("unit")) + name + " is a count, which has no unit");
        }
        var tolerance = number(parts.get("tolerance"), name + ".tolerance").multiply(perUnit);
        var share = number(parts.get("tolerancePercent"), name + ".tolerancePercent")
                .multiply(PERCENT);
        if (share.compareTo(BigDecimal.ONE) >= 0) {
            throw yaml.wrong(
                    parts.get("tolerancePercent"), name + ".tolerancePercent", "below 100, which allows anything");
        }
        return new MappedQuantity(new ComparedField(field, tolerance, share), path, perUnit);
    }

    /** Empty for a count. */
    private static Map<String, BigDecimal> unitsOf(String field) {
        var lower = field.toLowerCase(Locale.ROOT);
        return UNITS.entrySet().stream()
                .filter(kind -> lower.endsWith(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Map.of());
    }

    /** Not negative; 0 where it is not given. */
    private BigDecimal number(Node node, String name) throws ConfigurationException {
        if (node == null) {
            return BigDecimal.ZERO;
        }
        try {
            var number = new BigDecimal(yaml.text(node, name));
            if (number.signum() >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw yaml.wrong(node, name, "a number");
        }
        throw yaml.wrong(node, name, "0 or more");
    }
}
