package org.trips.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.PointsFile;
import org.trips.journeys.intake.RefusedLine;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadDecoder;
import picocli.CommandLine.Option;

/** The option {@code --points} and how its files are read: what is wrong in a line costs that line, and is told. */
final class PointsInput {
    private static final int LINES_TOLD = 5;
    private static final Path STANDARD_INPUT = Path.of("-");
    private static final String STANDARD_INPUT_NAME = "standard input";

    @Option(
            names = "--points",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = {
                "Files of points, each also with .gz behind it: .csv with the header",
                "trace_id,timestamp_ms,lat,lon[,speed_mps][,heading_deg][,accuracy_m],",
                "or .ndjson with one upload on each line; - is what comes on standard input, any of them."
            })
    private List<Path> files;

    private final List<RefusedLine> refused = new ArrayList<>();
    /** Once each, however many files have the same header. */
    private final Set<String> notices = new LinkedHashSet<>();

    /** Reads all files, in the order given, and notes what could not be used. */
    void read(Consumer<Upload> uploads) throws IOException {
        read(uploads, refused::add);
    }

    /** Reads the same again. */
    void readAgain(Consumer<Upload> uploads) throws IOException {
        read(uploads, notedBefore -> {});
    }

    /** Whether some of it comes on standard input, and so only once. */
    boolean comesOnce() {
        return files.contains(STANDARD_INPUT);
    }

    private void read(Consumer<Upload> uploads, Consumer<RefusedLine> lines) throws IOException {
        UploadDecoder decoder = new UploadDecoder();
        for (Path file : files) {
            if (file.equals(STANDARD_INPUT)) {
                PointsFile.read(System.in, STANDARD_INPUT_NAME, decoder, uploads, lines, notices::add);
            } else {
                PointsFile.read(file, decoder, uploads, lines, notices::add);
            }
        }
    }

    List<Path> files() {
        return files;
    }

    /** The files, as a person is told them. */
    String names() {
        return files.stream()
                .map(file -> file.equals(STANDARD_INPUT) ? STANDARD_INPUT_NAME : file.toString())
                .collect(Collectors.joining(", "));
    }

    List<RefusedLine> refused() {
        return refused;
    }

    /** Columns that are not used; and the first lines that could not be used, one by one, and how many more there are. */
    void tellUnused(PrintWriter err) {
        notices.forEach(notice -> err.println("trips: " + notice));
        refused.stream().limit(LINES_TOLD).forEach(line -> err.println("trips: " + line.message()));
        if (refused.size() > LINES_TOLD) {
            err.println("trips: … and " + (refused.size() - LINES_TOLD) + " more that could not be used");
        }
    }

    /**
     * Says that nothing could be used, with the first line or point refused for the commonest reason (of equally common ones,
     * the one that was met first), and the columns that are not used: one of them may be the cause.
     */
    BadInputException nothingUsable() {
        Map<DeadLetterReason, List<RefusedLine>> byReason = refused.stream()
                .collect(Collectors.groupingBy(RefusedLine::reason, LinkedHashMap::new, Collectors.toList()));
        List<RefusedLine> commonest = List.of();
        for (List<RefusedLine> alike : byReason.values()) {
            commonest = alike.size() > commonest.size() ? alike : commonest;
        }
        String why = commonest.isEmpty()
                ? "it holds none"
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d refused are like %s",
                        commonest.size(),
                        refused.size(),
                        commonest.get(0).message());
        String columns = notices.isEmpty() ? "" : "; " + String.join("; ", notices);
        return new BadInputException("there is no usable point in " + names() + ": " + why + columns);
    }
}
