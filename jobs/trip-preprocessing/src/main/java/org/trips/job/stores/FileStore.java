package org.trips.job.stores;

import java.nio.file.Path;
import org.apache.flink.api.connector.sink2.Sink;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;

/**
 * A folder of files with every change of a document, one JSON line each, for a lake: files are never written to again, so the
 * last change of an id counts. It refuses no document.
 *
 * @param folder as text, because a path cannot be sent to where the sink runs
 */
public record FileStore(String folder) implements Store {
    @Override
    public void prepare() {
        // Flink makes the folder where the job runs, which need not be here.
    }

    /** In large files, each shown with the checkpoint that holds it: that is why it is a sink of its own. */
    @Override
    public Sink<StoreDocument> sink(String collection, Sink<DeadLetter> refused) {
        return LineFiles.documents(Path.of(folder), collection);
    }

    @Override
    public StoreWriter writer(String collection) {
        return new FileStoreWriter(Path.of(folder), collection);
    }

    @Override
    public StoreReader reader() {
        return new FileStoreReader(Path.of(folder));
    }

    @Override
    public String toString() {
        return folder;
    }
}
