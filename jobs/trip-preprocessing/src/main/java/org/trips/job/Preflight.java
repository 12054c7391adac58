package org.trips.job;

import static org.trips.job.configuration.JobOptions.ARCHIVE_FOLDER;
import static org.trips.job.configuration.JobOptions.ASSIGNMENTS_FILE;
import static org.trips.job.configuration.JobOptions.CHECKPOINT_FOLDER;
import static org.trips.job.configuration.JobOptions.COMPARED_PROFILES;
import static org.trips.job.configuration.JobOptions.DEAD_LETTER_FILES;
import static org.trips.job.configuration.JobOptions.DEFAULT_LIMITS;
import static org.trips.job.configuration.JobOptions.PROFILES;
import static org.trips.job.configuration.JobOptions.PROMETHEUS_PORT;
import static org.trips.job.configuration.JobOptions.ROADS;
import static org.trips.job.configuration.JobOptions.ROAD_LIST_FILE;
import static org.trips.job.configuration.JobOptions.STORE_FILES;
import static org.trips.job.configuration.JobOptions.UPLOAD_FILES;
import static org.trips.job.configuration.JobOptions.UPLOAD_MONGODB_MAPPING;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.trips.job.configuration.ConfigurationException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.configuration.Option;
import org.trips.job.configuration.RoadList;
import org.trips.job.mapping.DocumentMapping;
import org.trips.job.operators.VersionedFile;
import org.trips.journeys.policies.PolicyFile;
import org.trips.journeys.profile.DefaultLimits;
import org.trips.journeys.profile.Profile;

/**
 * Looks at the files, folders and ports that a configuration names, on the machine where the job is to run, so that what
 * cannot be used is told before anything is started. A folder to write to is made where it is missing.
 */
final class Preflight {
    private final JobConfiguration configuration;

    private Preflight(JobConfiguration configuration) {
        this.configuration = configuration;
    }

    /** @throws ConfigurationException naming the option, the file, folder or port, and what is wrong with it */
    static void check(JobConfiguration configuration) throws ConfigurationException {
        new Preflight(configuration).check();
    }

    /**
     * Also where the job is submitted to a cluster: it passes over a broken file when it goes on from a checkpoint, so a
     * person who starts it is told.
     *
     * @throws ConfigurationException naming the option, the file, and what is wrong with it
     */
    static void checkAssignments(JobConfiguration configuration) throws ConfigurationException {
        var file = configuration.find(ASSIGNMENTS_FILE);
        if (file.isPresent()) {
            var preflight = new Preflight(configuration);
            preflight.requireThere(ASSIGNMENTS_FILE, file.get());
            preflight.requireUsable(ASSIGNMENTS_FILE, file.get(), PolicyFile::read);
        }
    }

    private void check() throws ConfigurationException {
        if (configuration.find(UPLOAD_FILES).isPresent()) {
            requireThere(UPLOAD_FILES, configuration.get(UPLOAD_FILES));
        }
        var mapping = configuration.find(UPLOAD_MONGODB_MAPPING);
        if (mapping.isPresent()) {
            requireThere(UPLOAD_MONGODB_MAPPING, mapping.get());
            requireUsable(UPLOAD_MONGODB_MAPPING, mapping.get(), DocumentMapping::load);
        }
        checkRoads();
        for (var version : configuration.get(PROFILES)) {
            requireThere(PROFILES, version.file());
            requireUsable(PROFILES, version.file(), Profile::load);
        }
        for (var version : configuration.get(DEFAULT_LIMITS)) {
            requireThere(DEFAULT_LIMITS, version.file());
            requireUsable(DEFAULT_LIMITS, version.file(), DefaultLimits::load);
        }
        checkComparedProfiles();
        for (var option : List.of(DEAD_LETTER_FILES, STORE_FILES, CHECKPOINT_FOLDER)) {
            if (configuration.find(option).isPresent()) {
                requireFolder(option, configuration.get(option));
            }
        }
        var archive = configuration.find(ARCHIVE_FOLDER);
        if (archive.isPresent() && archive.get().getScheme().equals("file")) {
            requireFolder(ARCHIVE_FOLDER, Path.of(archive.get()));
        }
        if (configuration.get(PROMETHEUS_PORT) > 0) {
            requireFree(PROMETHEUS_PORT, configuration.get(PROMETHEUS_PORT));
        }
    }

    private void checkComparedProfiles() throws ConfigurationException {
        if (configuration.get(COMPARED_PROFILES).isEmpty()) {
            return;
        }
        for (var file : configuration.get(COMPARED_PROFILES)) {
            requireThere(COMPARED_PROFILES, file);
            requireUsable(COMPARED_PROFILES, file, Profile::load);
        }
        try {
            TripPreprocessingJob.rulesFiles(configuration).withRoads(List.of()).open();
        } catch (IllegalArgumentException | IOException e) {
            throw configuration.complaint(COMPARED_PROFILES, "names a file that cannot be used: " + e.getMessage());
        }
    }

    private void checkRoads() throws ConfigurationException {
        var list = configuration.find(ROAD_LIST_FILE);
        var option = list.isPresent() ? ROAD_LIST_FILE : ROADS;
        List<Option.Version> versions;
        try {
            versions = list.isPresent() ? RoadList.read(list.get()) : configuration.get(ROADS);
        } catch (ConfigurationException e) {
            throw configuration.complaint(option, "names a file that cannot be used: " + e.getMessage());
        }
        for (var version : versions) {
            requireUsable(
                    option, version.file(), file -> VersionedFile.of(version).openRoads());
        }
    }

    private void requireThere(Option<?> option, Path file) throws ConfigurationException {
        if (!Files.exists(file)) {
            throw configuration.complaint(option, "names " + file + ", which is not there");
        } else if (!Files.isReadable(file)) {
            throw configuration.complaint(option, "names " + file + ", which this user may not read");
        }
    }

    private interface Reader {
        Object read(Path file) throws IOException, ConfigurationException;
    }

    /** Reads the file as the job will; the complaint of its reader names the file, the line and what to do. */
    private void requireUsable(Option<?> option, Path file, Reader reader) throws ConfigurationException {
        try {
            reader.read(file);
        } catch (IOException | ConfigurationException e) {
            throw configuration.complaint(option, "names a file that cannot be used: " + e.getMessage());
        }
    }

    private void requireFolder(Option<?> option, Path folder) throws ConfigurationException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw configuration.complaint(
                    option, "names " + folder + ", but " + e.getFile() + " is a file; move it away");
        } catch (IOException e) {
            throw configuration.complaint(
                    option, "names " + folder + ", which cannot be made; may this user write to the folder above?");
        }
        if (!Files.isWritable(folder)) {
            throw configuration.complaint(option, "names " + folder + ", where this user may not write");
        }
    }

    /** Flink would only log that it cannot listen there, and run without metrics. */
    private void requireFree(Option<?> option, int port) throws ConfigurationException {
        try (var socket = new ServerSocket(port)) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw configuration.complaint(option, "is " + port + ", which is taken; name a free port, or 0 for none");
        }
    }
}
