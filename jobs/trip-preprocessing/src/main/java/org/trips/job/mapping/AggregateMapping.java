package org.trips.job.mapping;

import java.nio.file.Path;
import java.util.List;
import org.trips.job.configuration.ConfigurationException;

/**
 * Tells where another system keeps its own journeys and sums, in which units, and how far they may lie from this product's:
 * docs/comparing.md. Immutable.
 *
 * @param kinds one or more: journeys, policy days, policy months
 */
public record AggregateMapping(List<MappedAggregates> kinds) {
    public AggregateMapping {
        kinds = List.copyOf(kinds);
    }

    /** @throws ConfigurationException naming the file, the line, the field, and what is wrong with it */
    public static AggregateMapping load(Path file) throws ConfigurationException {
        return parse(file.toString(), DocumentMapping.text(file));
    }

    /** @param origin what a complaint begins with: the name of the file */
    public static AggregateMapping parse(String origin, String yaml) throws ConfigurationException {
        return new AggregateMappingFile(origin).read(yaml);
    }
}
