package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the image holds, as a folder of this machine: Flink's own files, and on them what the Dockerfile does with what
 * {@code assemble} lays out.
 */
record ImageFolder(Path root) {
    /** Where a path begins, as Flink has a folder {@code opt} of its own. */
    private static final Pattern PLACE = Pattern.compile("(?<![\\w.-])/opt/");

    /**
     * @param flink with Flink's {@code lib} and {@code bin}
     * @param optional with the folders {@code opt} and {@code plugins} as Flink's image has them
     */
    static ImageFolder in(Path folder, Path flink, Path optional) throws IOException, InterruptedException {
        ImageFolder image = new ImageFolder(folder.resolve("image"));
        Files.createDirectories(image.flinkHome());
        Files.createSymbolicLink(image.flinkHome().resolve("lib"), flink.resolve("lib"));
        Files.createSymbolicLink(image.flinkHome().resolve("bin"), flink.resolve("bin"));
        copy(optional, image.flinkHome());

        Path layout = folder.resolve("layout");
        image.run(Manifest.ROOT + "/flinkdeployment/image/assemble", layout.toString());
        for (Dockerfile.Instruction instruction : Dockerfile.read().instructions()) {
            switch (instruction.name()) {
                case "RUN" -> image.run("sh", "-c", image.here(instruction.text()));
                case "COPY" ->
                    copy(
                            layout.resolve(instruction.words().get(0)),
                            Path.of(image.here(instruction.words().get(1))));
                default -> {
                    // What it is based on, called and run as does not change its files.
                }
            }
        }
        return image;
    }

    Path flinkHome() {
        return Path.of(here(Dockerfile.FLINK_HOME));
    }

    /** The same text with the places of the image as they are here. */
    String here(String text) {
        return PLACE.matcher(text).replaceAll(Matcher.quoteReplacement(root + "/opt/"));
    }

    private void run(String... command) throws IOException, InterruptedException {
        CommandRun run = CommandRun.of(root, Map.of(), List.of(command));
        assertThat(run.exitCode()).as(run.said()).isZero();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }
}
