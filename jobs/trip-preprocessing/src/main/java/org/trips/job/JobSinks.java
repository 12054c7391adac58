package org.trips.job;

import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;
import org.trips.job.operators.DeviceUpload;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/**
 * Where the job writes to. Documents come in the order in which they have to be written, by id, and may come again after
 * a failure.
 *
 * @param archive keeps every accepted upload once, whatever fails; none where nothing is to be kept
 */
public record JobSinks(
        Sink<StoreDocument> journeys,
        Sink<StoreDocument> policyDays,
        Sink<StoreDocument> policyMonths,
        Sink<DeadLetter> deadLetters,
        Optional<Sink<DeviceUpload>> archive) {}
