package org.trips.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.trips.journeys.policies.PolicyFile;

/** How long a large policy file takes to read, and what its assignments weigh on the heap; the argument is how many. */
public final class PolicyFileFootprint {
    private static final int DEFAULT_DEVICES = 1_000_000;
    private static final int DEVICES_PER_POLICY = 5;
    private static final int ROUNDS = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    private PolicyFileFootprint() {}

    public static void main(String[] arguments) throws IOException {
        int devices = arguments.length == 0 ? DEFAULT_DEVICES : Integer.parseInt(arguments[0]);
        Path file = Files.createTempFile("policies", ".json");
        try {
            write(file, devices);
            for (int round = 0; round < ROUNDS; round++) {
                long before = usedBytes();
                long start = System.nanoTime();
                PolicyFile read = PolicyFile.read(file);
                double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
                System.out.printf(
                        Locale.ROOT,
                        "%,d devices, %,d bytes: %.1f s, %d bytes of heap a device%n",
                        read.assignments().size(),
                        Files.size(file),
                        seconds,
                        (usedBytes() - before) / read.assignments().size());
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void write(Path file, int devices) throws IOException {
        try (var json = Files.newBufferedWriter(file)) {
            for (int device = 0; device < devices; device++) {
                json.write(device == 0 ? "[" : ",\n");
                json.write(String.format(
                        Locale.ROOT,
                        "{\"device\":\"device-%07d\",\"assignments\":[{\"policy\":\"policy-%06d\",\"from\":"
                                + "\"2026-01-01T00:00:00Z\",\"timeZone\":\"Europe/Helsinki\",\"vehicleClass\":\"van\"}]}",
                        device,
                        device / DEVICES_PER_POLICY));
            }
            json.write("]\n");
        }
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
