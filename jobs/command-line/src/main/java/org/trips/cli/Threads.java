package org.trips.cli;

import picocli.CommandLine.Option;

/** The option {@code --threads}. */
final class Threads {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many to work with; default: as many as there are processors.")
    private int count = Runtime.getRuntime().availableProcessors();

    int count() {
        if (count < 1) {
            throw new BadInputException("--threads must be at least 1");
        }
        return count;
    }
}
