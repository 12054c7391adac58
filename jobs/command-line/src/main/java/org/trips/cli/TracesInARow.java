package org.trips.cli;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.trips.journeys.intake.Upload;
import org.trips.matching.Trace;

/**
 * Puts traces together from a stream that can be read only once: a trace ends where the next begins. So only one lies in
 * memory, and one whose points do not stand together comes out in pieces.
 */
final class TracesInARow implements Consumer<Upload> {
    private final BiConsumer<String, Trace> traces;
    private String name;
    private Trace.Builder trace;

    TracesInARow(BiConsumer<String, Trace> traces) {
        this.traces = traces;
    }

    @Override
    public void accept(Upload upload) {
        if (!upload.device().equals(name)) {
            finish();
            name = upload.device();
            trace = Trace.builder(upload.points().size());
        }
        upload.points().forEach(point -> point.addTo(trace));
    }

    /** No more points come. */
    void finish() {
        if (name != null) {
            traces.accept(name, trace.build());
            name = null;
        }
    }
}
