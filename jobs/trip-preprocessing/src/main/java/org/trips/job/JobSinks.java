package org.trips.job;

import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;
import org.trips.job.operators.DeviceUpload;
import org.trips.journeys.intake.DeadLetter;

/**
 * Where the job writes to.
 *
 * @param stores one or several, each of which takes all documents
 * @param archive keeps every accepted upload once, whatever fails; none where nothing is to be kept
 * @param archiveOfDocuments the same for those of an existing database, which may be of any time
 */
public record JobSinks(
        List<StoreSinks> stores,
        Sink<DeadLetter> deadLetters,
        Optional<Sink<DeviceUpload>> archive,
        Optional<Sink<DeviceUpload>> archiveOfDocuments) {
    /** Without an existing database. */
    public JobSinks(List<StoreSinks> stores, Sink<DeadLetter> deadLetters, Optional<Sink<DeviceUpload>> archive) {
        this(stores, deadLetters, archive, Optional.empty());
    }
}
