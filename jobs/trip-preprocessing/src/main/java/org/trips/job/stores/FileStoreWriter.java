package org.trips.job.stores;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.trips.journeys.documents.StoreDocument;

/** Writes changes to one file of its own, which has its name when the writer is closed. */
final class FileStoreWriter implements StoreWriter {
    private final Path growing;
    private final Path finished;
    private OutputStream out;
    private boolean failed;

    FileStoreWriter(Path folder, String collection) {
        // The number is that of a writer's first file.
        var name = collection + "-" + UUID.randomUUID() + "-0.ndjson";
        growing = folder.resolve("." + name + ".inprogress");
        finished = folder.resolve(name);
    }

    @Override
    public void write(List<StoreDocument> documents) throws StoreException {
        try {
            if (out == null) {
                Files.createDirectories(growing.getParent());
                out = new BufferedOutputStream(Files.newOutputStream(growing));
            }
            for (var document : documents) {
                ChangeLine.write(document, Instant.now(), out);
            }
        } catch (IOException e) {
            failed = true;
            throw new StoreException(e.toString(), false, null);
        }
    }

    @Override
    public byte[] importable(StoreDocument document) {
        return document.isDeletion() ? new byte[0] : document.json();
    }

    @Override
    public void close() throws IOException {
        if (out == null) {
            return;
        }
        try {
            out.close();
        } catch (IOException e) {
            failed = true;
            throw e;
        } finally {
            // Half a line under the name of a file would spoil the folder.
            if (failed) {
                Files.deleteIfExists(growing);
            } else {
                Files.move(growing, finished);
            }
        }
    }
}
