package org.trips.cli.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.trips.journeys.documents.StoreDocument;

/** Documents as trees, to be picked apart for tables and files. */
public final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    /** The content of a document that is not a deletion. */
    public static JsonNode tree(StoreDocument document) {
        try {
            return JSON.readTree(document.json());
        } catch (IOException e) {
            throw new UncheckedIOException("The document " + document.id() + " is no JSON", e);
        }
    }

    /** The same from its text. */
    public static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("This is no JSON: " + json, e);
        }
    }
}
