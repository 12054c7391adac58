package org.trips.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The instructions of the image's Dockerfile, in order. */
record Dockerfile(List<Instruction> instructions) {
    static final Path FILE = Manifest.ROOT.resolve("flinkdeployment/image/Dockerfile");

    /** Where the base image has Flink. */
    static final String FLINK_HOME = "/opt/flink";

    /** One instruction, what is continued on further lines in one; with Flink's home written out. */
    record Instruction(String name, String text) {
        /** What is copied, or set: the words that are no options. */
        List<String> words() {
            return Stream.of(text.split("\\s+"))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
        }
    }

    static Dockerfile read() throws IOException {
        String joined = Files.readString(FILE).replaceAll("(?m)^\\s*#.*\\n", "").replaceAll("\\\\\\n\\s*", "");
        return new Dockerfile(joined.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split("\\s+", 2))
                .map(line -> new Instruction(line[0], line[1].replace("$FLINK_HOME", FLINK_HOME)))
                .toList());
    }

    List<Instruction> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .toList();
    }
}
