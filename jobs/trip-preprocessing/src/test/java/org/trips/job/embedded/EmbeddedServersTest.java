package org.trips.job.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClients;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

final class EmbeddedServersTest {
    @Test
    void aMessageComesBackFromTheBroker() throws Exception {
        try (var broker = EmbeddedBroker.start(0);
                var connection = connect(broker);
                var channel = connection.createChannel()) {
            channel.queueDeclare("uploads", true, false, false, null);
            channel.basicPublish("", "uploads", null, "hello".getBytes(StandardCharsets.UTF_8));
            assertThat(channel.basicGet("uploads", true).getBody()).asString().isEqualTo("hello");
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var broker = EmbeddedBroker.start(0);
                var store = EmbeddedStore.start(0)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(broker.port()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + broker.port());
            assertThatThrownBy(() -> EmbeddedStore.start(store.port()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + store.port());
        }
    }

    @Test
    void aDocumentComesBackFromTheStoreEvenIfItIsSlow() throws Exception {
        try (var store = EmbeddedStore.start(0, Duration.ofMillis(20));
                var client = MongoClients.create(store.connectionString())) {
            var journeys = client.getDatabase("trips").getCollection("journeys");
            journeys.insertOne(new Document("_id", "a"));
            assertThat(journeys.find().into(new ArrayList<>())).isEqualTo(List.of(new Document("_id", "a")));
        }
    }

    private static Connection connect(EmbeddedBroker broker) throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(broker.port());
        factory.setUsername(EmbeddedBroker.USER);
        factory.setPassword(EmbeddedBroker.PASSWORD);
        return factory.newConnection();
    }
}
