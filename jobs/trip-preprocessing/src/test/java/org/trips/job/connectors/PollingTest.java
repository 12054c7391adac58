package org.trips.job.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.job.embedded.EmbeddedStore;

final class PollingTest {
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private EmbeddedStore server;
    private MongoClient client;
    private MongoCollection<Document> positions;
    private ExistingMongo existing;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedStore.start(0);
        client = MongoClients.create(server.connectionString());
        positions = client.getDatabase("fleet").getCollection("positions");
        positions.createIndex(Indexes.ascending("written"));
        existing = new ExistingMongo(server.connectionString(), "fleet", "positions");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void whatAppearsLateByItsOwnFieldIsSeenWithinTheOverlapAndNothingTwice() throws Exception {
        insert("old", date(-900));
        insert("last", date(-10));
        var read = new Read("written").poll();
        insert("late", date(-200));
        read.poll();
        insert("too late", date(-400));
        read.poll();
        insert("new", date(0));
        read.poll().poll();
        assertThat(read.ids).containsExactly("last", "late", "new");
    }

    @Test
    void aDocumentThatHasChangedComesAgain() throws Exception {
        insert("a", date(-10));
        var read = new Read("written").poll().poll();
        positions.updateOne(new Document("_id", "a"), new Document("$set", new Document("more", 1)));
        read.poll().poll();
        assertThat(read.ids).containsExactly("a", "a");
    }

    @Test
    void howeverManyLieWithinTheOverlapEachComesOnce() throws Exception {
        List<Document> many = new ArrayList<>();
        for (var i = 0; i < 100_100; i++) {
            many.add(new Document("_id", i).append("written", date(-i % 200)));
        }
        var read = new Read("written");
        positions.insertMany(many);
        read.poll().poll();
        assertThat(read.ids).hasSize(many.size());
    }

    @Test
    void aValueOfYearsAheadHidesNothingThatIsWrittenUntilThen() throws Exception {
        insert("of the year 2090", Date.from(Instant.parse("2090-01-01T00:00:00Z")));
        var read = new Read("written").poll();
        insert("now", date(0));
        read.poll().poll();
        assertThat(read.ids).containsExactly("of the year 2090", "now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"written", "seconds", "millis", "_id"})
    void aValueOfYearsAheadHidesNothingThatIsWrittenWhileTheJobStandsStill(String field) throws Exception {
        positions.createIndex(Indexes.ascending(field));
        insertAt(Instant.parse("2037-01-01T00:00:00Z"));
        var before = new Read(field).poll();
        insertAt(now.plus(OVERLAP));
        var later = InstantSource.fixed(now.plus(OVERLAP.multipliedBy(10)));
        var polls = polling(field).new Polls(existing, existing.documents(client), before.position, later);
        var after = new Read(polls).poll().poll();
        assertThat(before.ids).hasSize(1);
        assertThat(after.ids).hasSize(2);
    }

    @Test
    void whereNothingIsThereYetItBeginsWithTheFirst() throws Exception {
        var read = new Read("written").poll();
        insert("first", date(-100_000));
        read.poll().poll();
        assertThat(read.ids).containsExactly("first");
    }

    @Test
    void secondsMillisecondsAndObjectIdsAreTimesToo() throws Exception {
        for (var field : List.of("seconds", "millis", "_id")) {
            positions.drop();
            positions.createIndex(Indexes.ascending(field));
            for (var ago : List.of(900L, 100L, 0L)) {
                insertAt(now.minusSeconds(ago));
            }
            assertThat(new Read(field).poll().ids).as(field).hasSize(2);
        }
    }

    /** One source's polls. */
    private final class Read implements Following.Taker {
        private final List<Object> ids = new ArrayList<>();
        private final Polling.Polls polls;
        private BsonDocument position;

        Read(String field) throws IOException {
            this(polling(field)
            .new Polls(
                    existing,
                    existing.documents(client),
                    polling(field).now(existing, client),
                    InstantSource.system()));
        }

        Read(Polling.Polls polls) {
            this.polls = polls;
        }

        Read poll() throws IOException {
            polls.next(this);
            return this;
        }

        @Override
        public void take(List<RawBsonDocument> documents, BsonDocument reached) {
            position = reached;
            documents.forEach(document -> ids.add(
                    document.get("_id").isString() ? document.getString("_id").getValue() : document.get("_id")));
        }

        @Override
        public void caughtUp() {}

        @Override
        public boolean isWanted() {
            return true;
        }
    }

    private static Polling polling(String field) {
        return new Polling(field, Duration.ofSeconds(1), OVERLAP);
    }

    private void insertAt(Instant at) {
        positions.insertOne(new Document("_id", new ObjectId(Date.from(at)))
                .append("written", Date.from(at))
                .append("seconds", (int) at.getEpochSecond())
                .append("millis", at.toEpochMilli()));
    }

    private void insert(String id, Date written) {
        positions.insertOne(new Document("_id", id).append("written", written));
    }

    private Date date(int secondsFromNow) {
        return Date.from(now.plusSeconds(secondsFromNow));
    }
}
