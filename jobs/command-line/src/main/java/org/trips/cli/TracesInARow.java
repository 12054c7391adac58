package org.trips.cli;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.trips.journeys.intake.Upload;
import org.trips.matching.Trace;

/**
 * Puts traces together from a stream that can be read only once: a trace ends where the next begins. So only one lies in
 * memory beside the names of all, and one whose points do not stand together comes out in pieces.
 */
final class TracesInARow implements Consumer<Upload> {
    private final BiConsumer<String, Trace> traces;
    private final Consumer<String> cameAgain;
    private final Set<String> ended = new HashSet<>();

    private String name;
    private Trace.Builder trace;

    /** @param cameAgain takes the name of a trace each time more of it comes after it had ended */
    TracesInARow(BiConsumer<String, Trace> traces, Consumer<String> cameAgain) {
        this.traces = traces;
        this.cameAgain = cameAgain;
    }

    @Override
    public void accept(Upload upload) {
        if (!upload.device().equals(name)) {
            finish();
            name = upload.device();
            if (ended.contains(name)) {
                cameAgain.accept(name);
            }
            trace = Trace.builder(upload.points().size());
        }
        upload.points().forEach(point -> point.addTo(trace));
    }

    /** No more points come. */
    void finish() {
        if (name != null) {
            traces.accept(name, trace.build());
            ended.add(name);
            name = null;
        }
    }
}
