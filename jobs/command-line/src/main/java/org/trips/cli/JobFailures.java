package org.trips.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.trips.job.EmbeddedJob;

/**
 * Tells a person why a job failed, once for each time, because Flink starts it again and again and keeps silent. Not
 * thread-safe.
 */
final class JobFailures {
    private static final String CAUSE = "Caused by: ";
    private static final String IO_EXCEPTION = "java.io.IOException: ";

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final PrintWriter err;
    private long toldUntilMillis;

    JobFailures(EmbeddedJob job, PrintWriter err) {
        request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + job.webPort() + "/jobs/" + job.jobId() + "/exceptions"))
                .build();
        this.err = err;
    }

    /** Tells what has not been told yet. */
    void tell() throws InterruptedException {
        try {
            JsonNode answer = new ObjectMapper()
                    .readTree(client.send(request, BodyHandlers.ofString()).body());
            long latest = toldUntilMillis;
            for (JsonNode failure : answer.at("/exceptionHistory/entries")) {
                long millis = failure.path("timestamp").asLong();
                if (millis > toldUntilMillis) {
                    err.println("The job failed and is started again: "
                            + innermost(failure.path("stacktrace").asText()));
                }
                latest = Math.max(latest, millis);
            }
            toldUntilMillis = latest;
        } catch (IOException busy) {
            // Flink does not answer while it is starting or stopping; the next look will find what there is.
            return;
        }
    }

    /** The first line of the last cause in a stack trace; the message alone where its class says no more than that. */
    static String innermost(String stackTrace) {
        int cause = stackTrace.lastIndexOf(CAUSE);
        String last = cause < 0 ? stackTrace : stackTrace.substring(cause + CAUSE.length());
        return last.lines()
                .findFirst()
                .map(line -> line.startsWith(IO_EXCEPTION) ? line.substring(IO_EXCEPTION.length()) : line)
                .orElse("for a reason that Flink does not tell");
    }
}
