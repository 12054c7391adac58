package org.trips.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyFile;
import org.trips.journeys.profile.DefaultLimits;
import org.trips.journeys.profile.Profile;
import picocli.CommandLine.Option;

/** The options that say, beside the roads, by what rules points become journeys, and whose they are. */
final class RulesOptions {
    private static final byte[] OPEN_KEY = "trips, for one's own eyes".getBytes(StandardCharsets.UTF_8);
    private static final String OPEN_KEY_VERSION = "open";
    private static final String KEY_VERSION = "k1";

    @Option(
            names = "--policies",
            paramLabel = "FILE",
            description = "Which device belongs to which policy, from when to when (JSON).")
    private Path policyFile;

    @Option(names = "--profile", paramLabel = "FILE", description = "Thresholds (YAML) instead of the built-in ones.")
    private Path profileFile;

    @Option(
            names = "--default-limits",
            paramLabel = "FILE",
            description = {
                "A table of limits by class of road (YAML), for roads of which none is known. Without it these stay",
                "unknown, and nothing is speeding there."
            })
    private Path defaultLimitsFile;

    @Option(
            names = "--compare-profile",
            paramLabel = "FILE",
            description = {
                "Also find harsh events by these thresholds, as comparedEvents of each journey; may be given several",
                "times. Everything else stays as the profile has it."
            })
    private List<Path> comparedFiles = new ArrayList<>();

    @Option(
            names = "--pseudonym-key",
            paramLabel = "FILE",
            description = {
                "The key that turns devices into pseudonyms, at least 16 bytes. Without it a key is used",
                "that everybody knows: keep what is written as safe as the points themselves."
            })
    private Path keyFile;

    @Option(
            names = "--pseudonym-key-version",
            defaultValue = KEY_VERSION,
            paramLabel = "NAME",
            description = "The name of that key, which begins every pseudonym; default ${DEFAULT-VALUE}.")
    private String keyVersion = KEY_VERSION;

    Profile profile() throws IOException {
        return profileFile == null ? Profile.defaults() : Profile.load(profileFile);
    }

    /** Null where none are given. */
    DefaultLimits defaultLimits() throws IOException {
        return defaultLimitsFile == null ? null : DefaultLimits.load(defaultLimitsFile);
    }

    List<Profile> compared() throws IOException {
        List<Profile> compared = new ArrayList<>();
        for (Path file : comparedFiles) {
            compared.add(Profile.load(file));
        }
        return compared;
    }

    boolean hasPolicies() {
        return policyFile != null;
    }

    /** By device; none where no file is given. */
    Map<String, DeviceAssignments> assignments() throws IOException {
        return policyFile == null ? Map.of() : PolicyFile.read(policyFile).assignments();
    }

    Pseudonyms pseudonyms() throws IOException {
        if (keyFile == null) {
            if (!keyVersion.equals(KEY_VERSION)) {
                throw new BadInputException("--pseudonym-key-version " + keyVersion + " names the key of"
                        + " --pseudonym-key, which is not given");
            }
            return new Pseudonyms(OPEN_KEY_VERSION, OPEN_KEY);
        }
        try {
            // Without the end of its line, as the job reads it: else each would give devices other names.
            return new Pseudonyms(keyVersion, Files.readString(keyFile).strip().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(keyFile + ": " + e.getMessage());
        }
    }

    /** Whether any of them is given, but for the key. */
    boolean areGiven() {
        return policyFile != null || profileFile != null || defaultLimitsFile != null || !comparedFiles.isEmpty();
    }

    boolean hasKey() {
        return keyFile != null;
    }
}
