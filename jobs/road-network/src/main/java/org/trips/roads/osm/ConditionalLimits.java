package org.trips.roads.osm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trips.roads.LimitRule;
import org.trips.roads.RoadNetwork;
import org.trips.roads.TransportMode;
import org.trips.roads.WeekHours;

/**
 * Reads values of {@code maxspeed:conditional} and the like: {@code 30 @ (Mo-Fr 07:00-17:00); 80 @ wet}. The last clause
 * that holds counts. A condition may name hours ({@link OpeningHours}) and kinds of vehicle; any other (weather, load,
 * length) cannot be decided from where a vehicle was and when. Follows
 * https://wiki.openstreetmap.org/wiki/Conditional_restrictions.
 */
final class ConditionalLimits {
    private static final Pattern CLAUSE = Pattern.compile("([^@]*)@(.*)", Pattern.DOTALL);
    private static final Pattern AND = Pattern.compile("\\s+and\\s+", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEAVIER =
            Pattern.compile("(?:max)?weight(?:rating)?\\s*>=?\\s*(\\d{1,3}(?:\\.\\d{1,3})?)(?:\\s*t)?");
    /** More than this weighs no car and no van. */
    private static final double HEAVIEST_VAN_TONNES = 3.5;

    /** The last clause comes first. */
    private final List<LimitRule> rules = new ArrayList<>();

    private boolean unreadable;

    private ConditionalLimits() {}

    /**
     * Reads a value.
     *
     * @param modes for which kinds of vehicle, as {@link LimitRule#modes}
     * @param limit reads what stands before the @
     */
    static ConditionalLimits read(String value, int modes, Function<String, OptionalInt> limit) {
        ConditionalLimits read = new ConditionalLimits();
        List<String> clauses = clauses(value);
        for (int i = clauses.size() - 1; i >= 0; i--) {
            read.addClause(clauses.get(i), modes, limit);
        }
        return read;
    }

    /** In the order in which they are to be tried. */
    List<LimitRule> rules() {
        return rules;
    }

    /** Whether a clause could not be made out: neither which limit, nor when. */
    boolean unreadable() {
        return unreadable;
    }

    private void addClause(String clause, int modes, Function<String, OptionalInt> limit) {
        Matcher matcher = CLAUSE.matcher(clause);
        if (!matcher.matches()) {
            unreadable = true;
            return;
        }
        OptionalInt kmh = limit.apply(matcher.group(1).strip());
        unreadable |= kmh.isEmpty();
        Condition condition = new Condition(modes, List.of(), false);
        for (String part : AND.split(withoutParentheses(matcher.group(2).strip()))) {
            condition = condition.and(withoutParentheses(part.strip()));
        }
        rules.addAll(condition.rules(kmh.orElse(RoadNetwork.UNKNOWN_LIMIT)));
    }

    /** What a clause asks for, part by part. */
    private record Condition(int modes, List<OpeningHours.Span> spans, boolean undecidable) {
        Condition and(String part) {
            Optional<TransportMode> mode = mode(part);
            if (mode.isPresent()) {
                return new Condition(modes & mode.get().bit(), spans, undecidable);
            }
            Matcher heavier = HEAVIER.matcher(part.toLowerCase(Locale.ROOT));
            if (heavier.matches() && Double.parseDouble(heavier.group(1)) >= HEAVIEST_VAN_TONNES) {
                return new Condition(modes & TransportMode.HGV.bit(), spans, true);
            }
            Optional<List<OpeningHours.Span>> hours = OpeningHours.read(part);
            boolean isOneOfThem = hours.isPresent() && spans.isEmpty();
            return isOneOfThem ? new Condition(modes, hours.get(), undecidable) : new Condition(modes, spans, true);
        }

        List<LimitRule> rules(int kmh) {
            if (modes == 0) {
                return List.of();
            }
            if (spans.isEmpty()) {
                return List.of(new LimitRule(kmh, modes, WeekHours.ALWAYS, undecidable));
            }
            return spans.stream()
                    .map(span -> new LimitRule(kmh, modes, span.hours(), undecidable || span.undecidable()))
                    .toList();
        }

        private static Optional<TransportMode> mode(String word) {
            for (TransportMode mode : TransportMode.values()) {
                if (mode.label().equals(word)) {
                    return Optional.of(mode);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Parts a value at each semicolon outside of parentheses. Hours have semicolons of their own, and some mappers leave
     * their parentheses out: so what has no @ still belongs to the clause before.
     */
    private static List<String> clauses(String value) {
        List<String> clauses = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            char c = i < value.length() ? value.charAt(i) : ';';
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (i == value.length() || (c == ';' && depth == 0)) {
                String part = value.substring(start, i);
                if (part.indexOf('@') >= 0 || clauses.isEmpty()) {
                    clauses.add(part);
                } else {
                    int last = clauses.size() - 1;
                    clauses.set(last, clauses.get(last) + ";" + part);
                }
                start = i + 1;
            }
        }
        return clauses;
    }

    private static String withoutParentheses(String text) {
        boolean wrapped = text.startsWith("(") && text.indexOf(')') == text.length() - 1;
        return wrapped ? text.substring(1, text.length() - 1).strip() : text;
    }
}
