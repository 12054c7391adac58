package org.trips.job;

import org.apache.flink.api.connector.sink2.Sink;
import org.trips.journeys.documents.StoreDocument;

/**
 * Where one store takes its documents. They come in the order in which they have to be written, by id, and may come again
 * after a failure.
 *
 * @param kind of store, which tells its operators from those of others
 */
public record StoreSinks(
        String kind, Sink<StoreDocument> journeys, Sink<StoreDocument> policyDays, Sink<StoreDocument> policyMonths) {}
