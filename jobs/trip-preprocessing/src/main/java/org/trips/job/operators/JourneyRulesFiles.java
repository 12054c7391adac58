package org.trips.job.operators;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.trips.journeys.Pseudonyms;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.profile.DefaultLimits;
import org.trips.journeys.profile.Profile;
import org.trips.journeys.profile.Versions;
import org.trips.roads.RoadNetwork;

/**
 * Where the rules by which points become journeys lie: files that every machine opens for itself. A road file is
 * memory-mapped, so all subtasks of a machine share one copy in the page cache.
 *
 * @param roads may be empty: distance is by GPS then
 * @param profiles may be empty: the built-in profile holds then
 * @param defaultLimits may be empty: limits that are not known stay so then
 * @param comparedProfiles whose harsh events stand beside those of the profile in force; may be empty
 */
public record JourneyRulesFiles(
        List<VersionedFile> roads,
        List<VersionedFile> profiles,
        List<VersionedFile> defaultLimits,
        List<String> comparedProfiles,
        String pseudonymKeyVersion,
        String pseudonymKey,
        Duration horizon)
        implements Serializable {

    /** @throws IOException if a file cannot be read; the message names it and says what to do */
    public JourneyRules open() throws IOException {
        Map<Instant, Profile> profilesByTime = new LinkedHashMap<>();
        for (var file : profiles) {
            profilesByTime.put(file.from(), Profile.load(Path.of(file.path())));
        }
        Map<Instant, DefaultLimits> limitsByTime = new LinkedHashMap<>();
        for (var file : defaultLimits) {
            limitsByTime.put(file.from(), DefaultLimits.load(Path.of(file.path())));
        }
        List<Profile> compared = new ArrayList<>();
        for (String file : comparedProfiles) {
            compared.add(Profile.load(Path.of(file)));
        }
        return new JourneyRules(
                Versions.from(openRoads(roads)),
                profiles.isEmpty() ? Versions.always(Profile.defaults()) : Versions.from(profilesByTime),
                Versions.from(limitsByTime),
                new Pseudonyms(pseudonymKeyVersion, pseudonymKey.getBytes(StandardCharsets.UTF_8)),
                horizon,
                compared);
    }

    /** The same with other roads. */
    public JourneyRulesFiles withRoads(List<VersionedFile> others) {
        return new JourneyRulesFiles(
                others, profiles, defaultLimits, comparedProfiles, pseudonymKeyVersion, pseudonymKey, horizon);
    }

    /** @throws IOException if one cannot be opened, or is not the version it should be; the message names it */
    static Map<Instant, RoadNetwork> openRoads(List<VersionedFile> files) throws IOException {
        Map<Instant, RoadNetwork> byTime = new LinkedHashMap<>();
        for (var file : files) {
            byTime.put(file.from(), file.openRoads());
        }
        return byTime;
    }

    /** Without the key: this may stand in a log. */
    @Override
    public String toString() {
        return "roads " + roads + ", profiles " + profiles + ", default limits " + defaultLimits
                + ", compared profiles " + comparedProfiles + ", pseudonym key " + pseudonymKeyVersion;
    }
}
