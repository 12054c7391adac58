package org.trips.job.operators;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.trips.job.mapping.DocumentDecoder;
import org.trips.job.mapping.DocumentMapping;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.MessageProperties;

/**
 * Makes uploads of the documents of an existing database, whose messages are their BSON; what cannot be used goes out on
 * the side as dead letters, with the document as extended JSON.
 */
public final class DocumentDecoding extends ProcessFunction<RawMessage, DeviceUpload> {
    private static final long serialVersionUID = 1L;

    private static final MessageProperties EXTENDED_JSON =
            new MessageProperties(MessageProperties.EXTENDED_JSON, null, null);
    private static final JsonWriterSettings EVERY_TYPE =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private final String mapping;
    private final Duration futureTolerance;

    private transient DocumentDecoder decoder;
    private transient IntakeMetrics metrics;
    private transient Counter leftOut;

    /** @param mapping as its file stood when the job was started */
    public DocumentDecoding(String mapping, Duration futureTolerance) {
        this.mapping = mapping;
        this.futureTolerance = futureTolerance;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        decoder = new DocumentDecoder(DocumentMapping.parse("The mapping", mapping), futureTolerance);
        metrics = new IntakeMetrics(getRuntimeContext().getMetricGroup());
        leftOut = getRuntimeContext().getMetricGroup().counter("documentsLeftOut");
    }

    @Override
    public void processElement(RawMessage message, Context context, Collector<DeviceUpload> out) {
        metrics.message();
        var decoded = decoder.decode(new RawBsonDocument(message.body()).decode(CODEC));
        if (decoded.leftOut()) {
            leftOut.inc();
        }
        decoded.refused().forEach(refused -> refuse(refused, context));
        for (var upload : decoded.uploads()) {
            metrics.pointsIn(upload.points().size());
            out.collect(DeviceUpload.of(upload));
        }
    }

    private void refuse(DocumentDecoder.Refused refused, Context context) {
        // Its time is when it was read, so that people find it; journeys never depend on this clock.
        var letter = new DeadLetter(
                refused.reason(),
                refused.detail(),
                System.currentTimeMillis(),
                refused.pointsLost(),
                EXTENDED_JSON,
                refused.original().toJson(EVERY_TYPE).getBytes(StandardCharsets.UTF_8));
        metrics.pointsIn(letter.pointsLost());
        metrics.deadLetter(letter);
        context.output(UploadDecoding.DEAD_LETTERS, letter);
    }
}
