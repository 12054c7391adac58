package org.trips.job.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.trips.journeys.documents.StoreDocument;

final class MongoDocumentsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00.005Z");

    @Test
    void aDocumentReplacesTheOneOfItsIdWithTimesAsDates() {
        var write = (ReplaceOneModel<BsonDocument>)
                MongoDocuments.write(new StoreDocument("journeys", "a", utf8("""
                    {"_id":"a","start":"2026-03-01T07:30:00.000Z","distanceMetres":12.345,
                    "events":[{"type":"braking","start":"2026-03-01T07:31:00.250Z"}],"policy":null}\
                    """)), NOW);

        assertThat(write.getFilter()).isEqualTo(BsonDocument.parse("{_id: 'a'}"));
        assertThat(write.getReplaceOptions().isUpsert()).isTrue();
        assertThat(write.getReplacement()).isEqualTo(BsonDocument.parse("""
            {_id: 'a', start: {$date: '2026-03-01T07:30:00Z'}, distanceMetres: 12.345,
            events: [{type: 'braking', start: {$date: '2026-03-01T07:31:00.250Z'}}], policy: null,
            writtenAt: {$date: '2026-03-02T00:00:00.005Z'}}\
            """));
    }

    @Test
    void aDeletionDeletesById() {
        var write = (DeleteOneModel<BsonDocument>) MongoDocuments.write(StoreDocument.deletion("journeys", "a"), NOW);
        assertThat(write.getFilter()).isEqualTo(BsonDocument.parse("{_id: 'a'}"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
