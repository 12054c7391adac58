package org.trips.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.trips.cli.output.Counted;
import org.trips.cli.output.OutputFile;
import org.trips.job.connectors.RabbitMqPublisher;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.roads.RoadNetwork;
import org.trips.simulator.Defects;
import org.trips.simulator.JourneyTruth;
import org.trips.simulator.Simulation;
import org.trips.simulator.SimulationOptions;
import org.trips.simulator.TruthFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trips simulate}: vehicles on real roads, what their devices send, and what was true. */
@Command(
        name = "simulate",
        header = "Drives vehicles on a road network and writes or publishes what their devices send.",
        description = {
            "",
            "Writes uploads.ndjson and, beside it, truth.ndjson: each journey with the ways driven and the events that",
            "stand out. The same options and seed give the same bytes.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  trips simulate --roads my.roads --vehicles 20 --hours 24 --seed 7 -o drives",
            "  trips simulate --roads my.roads --publish amqp://guest:guest@localhost --rate 500"
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--roads", required = true, paramLabel = "FILE", description = "Road file, made by 'trips roads'.")
    private Path roadFile;

    @Option(names = "--vehicles", defaultValue = "10", description = "How many; default ${DEFAULT-VALUE}.")
    private int vehicles;

    @Option(names = "--hours", defaultValue = "24", description = "For how long; default ${DEFAULT-VALUE}.")
    private double hours;

    @Option(names = "--seed", defaultValue = "1", description = "Of the random numbers; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--start", defaultValue = "2026-03-02T00:00:00Z", description = "When; default ${DEFAULT-VALUE}.")
    private Instant start;

    @Option(
            names = "--zone",
            defaultValue = "UTC",
            description = "By whose clock people work; default ${DEFAULT-VALUE}.")
    private ZoneId zone;

    @Option(names = "--prefix", defaultValue = "d-", description = "Begins device ids; default ${DEFAULT-VALUE}.")
    private String prefix;

    @Option(names = "--rough", defaultValue = "0.33", description = "Share of rough drivers; default ${DEFAULT-VALUE}.")
    private double rough;

    @Option(names = "--speeding", defaultValue = "0.33", description = "Share that speeds; default ${DEFAULT-VALUE}.")
    private double speeding;

    @ArgGroup(validate = false, heading = "%nWhat goes wrong with devices (shares from 0 to 1):%n")
    private DefectOptions defects = new DefectOptions();

    @ArgGroup(validate = false, heading = "%nWhere it goes:%n")
    private Target target = new Target();

    private long uploads;
    private long points;
    private long journeys;

    /** One option for each defect. */
    private static final class DefectOptions {
        @Option(names = "--noise", defaultValue = "2.5", description = "Error of a fix in metres; default 2.5.")
        private double noise = 2.5;

        @Option(names = "--holes", defaultValue = "0", description = "Journeys with 44 to 74 s without a fix.")
        private double holes;

        @Option(names = "--duplicates", defaultValue = "0", description = "Uploads sent twice.")
        private double duplicates;

        @Option(names = "--disorder", defaultValue = "0", description = "Uploads out of order.")
        private double disorder;

        @Option(names = "--late", defaultValue = "0", description = "Journeys sent hours later.")
        private double late;

        @Option(names = "--clock-faults", defaultValue = "0", description = "Journeys with a clock that errs.")
        private double clockFaults;

        @Option(names = "--missing", defaultValue = "0", description = "Devices without speed, heading or accuracy.")
        private double missing;
    }

    /** A folder, a broker, or both. */
    private static final class Target {
        @Option(
                names = {"-o", "--output"},
                paramLabel = "DIR",
                description = "Folder to write into.")
        private Path folder;

        @Option(names = "--gzip", description = "Write .ndjson.gz files.")
        private boolean gzip;

        @Option(names = "--publish", paramLabel = "URI", description = "Broker to publish to, amqp://….")
        private String broker;

        @Option(
                names = "--queue",
                defaultValue = "uploads",
                description = "Its queue, made if missing; default uploads.")
        private String queue = "uploads";

        @Option(names = "--rate", defaultValue = "0", description = "Uploads a second; default as fast as possible.")
        private double rate;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (target.folder == null && target.broker == null) {
            throw new BadInputException("say where it goes: -o DIR, --publish URI, or both");
        }
        Simulation simulation = simulation();
        try (Progress progress = Progress.of("Driving", -1, " uploads", 1)) {
            if (target.folder == null) {
                drive(simulation, OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), progress);
            } else {
                Files.createDirectories(target.folder);
                OutputFile.<InterruptedException>write(
                        file("uploads"),
                        uploadFile -> OutputFile.<InterruptedException>write(
                                file("truth"), truthFile -> drive(simulation, uploadFile, truthFile, progress)));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s of %s, %s in %s%n",
                        Counted.of(journeys, "journey"),
                        Counted.of(vehicles, "vehicle"),
                        Counted.of(points, "point"),
                        Counted.of(uploads, "upload"));
        if (journeys == 0) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "trips: nobody drives from %s to %s: people drive by day, by the clock of --zone; choose another"
                                    + " --start, more --hours or more --vehicles%n",
                            start, start.plus(span()));
        }
        return 0;
    }

    private Duration span() {
        return Duration.ofSeconds(Math.round(hours * Duration.ofHours(1).toSeconds()));
    }

    /** Options out of range and roads that nobody can drive round on are told by the simulator itself. */
    private Simulation simulation() throws IOException {
        RoadNetwork roads = RoadNetwork.open(roadFile);
        try {
            return new Simulation(roads, options());
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage());
        }
    }

    private SimulationOptions options() {
        return new SimulationOptions(
                vehicles,
                span(),
                seed,
                start,
                zone,
                prefix,
                rough,
                speeding,
                new Defects(
                        defects.noise,
                        defects.holes,
                        defects.duplicates,
                        defects.disorder,
                        defects.late,
                        defects.clockFaults,
                        defects.missing));
    }

    private void drive(Simulation simulation, OutputStream uploadFile, OutputStream truthFile, Progress progress)
            throws IOException, InterruptedException {
        try (OutputStream uploadLines = packed(uploadFile);
                OutputStream truthLines = packed(truthFile)) {
            if (target.broker == null) {
                simulation.run(upload -> write(upload, uploadLines, progress), truth -> write(truth, truthLines));
                return;
            }
            try (RabbitMqPublisher publisher =
                    RabbitMqPublisher.open(BrokerAddress.of(target.broker), target.queue, Map.of())) {
                Pace pace = new Pace(target.rate);
                simulation.run(
                        upload -> {
                            pace.await();
                            publish(upload, publisher);
                            write(upload, uploadLines, progress);
                        },
                        truth -> write(truth, truthLines));
                publisher.confirm();
            }
        }
    }

    private Path file(String name) {
        return target.folder.resolve(name + (target.gzip ? ".ndjson.gz" : ".ndjson"));
    }

    private OutputStream packed(OutputStream file) throws IOException {
        return target.gzip ? new GZIPOutputStream(file) : file;
    }

    private void write(Upload upload, OutputStream file, Progress progress) {
        uploads++;
        points += upload.points().size();
        progress.add(1);
        writeLine(UploadEncoder.encode(upload), file);
    }

    private void write(JourneyTruth truth, OutputStream file) {
        journeys++;
        writeLine(TruthFile.line(truth).getBytes(StandardCharsets.UTF_8), file);
    }

    private static void writeLine(byte[] line, OutputStream file) {
        try {
            file.write(line);
            file.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void publish(Upload upload, RabbitMqPublisher publisher) {
        try {
            publisher.publish(UploadProperties.now(), UploadEncoder.encode(upload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("Stopped while publishing."));
        }
    }
}
