package org.trips.job.configuration;

import java.util.stream.Collectors;

/** Writes the reference of all options as a page of Markdown, from the options themselves. */
final class ConfigurationReference {
    private ConfigurationReference() {}

    static String markdown() {
        return """
                # Configuration

                One YAML file, read by `trips run --config trips.yaml` and by the job on a cluster. A name such as
                `uploads.queues` stands for `queues:` beneath `uploads:`. Relative paths start at the file's folder.
                `${ENV:NAME}` in a value stands for a variable of the environment. A secret may also be given as
                `NAME-file`, the file that holds it, and is never logged. An annotated example:
                [sample-data/trips.yaml](../sample-data/trips.yaml).

                This page is generated from the options in
                [JobOptions](../jobs/trip-preprocessing/src/main/java/org/trips/job/configuration/JobOptions.java).

                | option | type | default | what it does |
                |---|---|---|---|
                """ + JobOptions.ALL.stream().map(ConfigurationReference::row).collect(Collectors.joining());
    }

    private static String row(Option<?> option) {
        var defaultText = option.defaultText();
        return "| `%s` | %s | %s | %s |%n"
                .formatted(
                        option.name(),
                        option.type(),
                        defaultText.isEmpty() ? "" : "`" + defaultText + "`",
                        option.description())
                .replace(System.lineSeparator(), "\n");
    }
}
