package org.trips.job.stores;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.connector.sink2.Sink;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/**
 * A place where journeys, policy days and policy months are kept, each document by its id. Whoever adds another kind of
 * store implements this, lets it pass the contract that is a test ({@code StoreContract}), and names it in {@link Stores}.
 * Its {@code toString} says where it is, fit for a log: never a password.
 */
public interface Store extends Serializable {
    /**
     * Makes it ready to be written to and read; what is there already stays.
     *
     * @throws IOException if it cannot be reached, or refuses; the message names it and says what to do
     */
    void prepare() throws IOException;

    /**
     * Where the job writes the documents of one collection: in order, at least once, each replaced or deleted by its id, so
     * that a replay ends the same.
     *
     * @param refused takes the documents that the store refuses for their own sake; its writer must need no committer, as
     *     it works inside this sink's
     */
    Sink<StoreDocument> sink(String collection, Sink<DeadLetter> refused);

    /** For those who fill it while no job writes to it: what they write is seen when the writer is closed, at the latest. */
    StoreWriter writer(String collection);

    /** For those who only read. It connects when it first reads. */
    StoreReader reader();
}
