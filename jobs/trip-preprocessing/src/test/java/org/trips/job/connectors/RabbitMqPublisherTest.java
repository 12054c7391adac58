package org.trips.job.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trips.job.embedded.EmbeddedBroker;

final class RabbitMqPublisherTest {
    private static final String QUEUE = "dead-letters";
    private static final AMQP.BasicProperties NOTHING = new AMQP.BasicProperties();

    private EmbeddedBroker broker;
    private RabbitMqServer server;
    private Channel channel;

    @BeforeEach
    void startABroker() throws IOException {
        broker = EmbeddedBroker.start(0);
        server = server(broker.port());
        channel = server.connect().createChannel();
    }

    @AfterEach
    void stopTheBroker() throws IOException {
        channel.getConnection().abort();
        broker.close();
    }

    @Test
    void whatIsConfirmedLiesInTheQueueForGood() throws Exception {
        try (var publisher = RabbitMqPublisher.open(server, QUEUE, Map.of())) {
            publisher.publish(NOTHING, new byte[] {1});
            publisher.confirm();
            assertThat(publisher.depth()).isEqualTo(1);
        }
        var message = channel.basicGet(QUEUE, true);
        assertThat(message.getBody()).containsExactly(1);
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
    }

    @Test
    void aMessageToAQueueThatIsGoneIsNotConfirmed() throws Exception {
        try (var publisher = RabbitMqPublisher.open(server, QUEUE, Map.of())) {
            channel.queueDelete(QUEUE);
            publisher.publish(NOTHING, new byte[] {1});
            assertThatThrownBy(publisher::confirm)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(QUEUE)
                    .hasMessageContaining("127.0.0.1:" + broker.port());
        }
    }

    @Test
    void aQueueThatIsThereIsUsedAsItIs() throws Exception {
        channel.queueDeclare(QUEUE, false, false, false, Map.of());
        try (var publisher = RabbitMqPublisher.open(server, QUEUE, Map.of())) {
            publisher.publish(NOTHING, new byte[] {1});
            publisher.confirm();
        }
        assertThat(channel.basicGet(QUEUE, true).getBody()).containsExactly(1);
    }

    @Test
    void aMissingQueueIsNamedWithItsServer() {
        assertThatThrownBy(() -> RabbitMqPublisher.open(server, "nowhere", null))
                .isInstanceOf(IOException.class)
                .hasNoCause()
                .hasMessageContaining("\"nowhere\"")
                .hasMessageContaining("127.0.0.1:" + broker.port());
    }

    @Test
    void aBrokerThatIsAwayIsNamedInTheLastCauseWithoutItsPassword() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> RabbitMqPublisher.open(server(port), QUEUE, null))
                .isInstanceOf(IOException.class)
                .hasNoCause()
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("Connection refused");
    }

    @Test
    void aConnectionThatTheBrokerHasClosedIsToldInWordsWhateverIsAskedOfIt() throws Exception {
        try (var publisher = RabbitMqPublisher.open(server, QUEUE, Map.of())) {
            broker.close();
            for (ThrowingCallable asked : List.<ThrowingCallable>of(
                    publisher::depth, () -> publisher.publish(NOTHING, new byte[] {1}), publisher::confirm)) {
                assertThatThrownBy(asked)
                        .isInstanceOf(IOException.class)
                        .hasNoCause()
                        .hasMessageContaining("The connection to publish to the queue \"dead-letters\"")
                        .hasMessageContaining("is the broker running?");
            }
        }
    }

    /** The broker of these tests cannot be short of memory: what stands before it says so, as RabbitMQ does, and reads no more. */
    @Test
    void aBrokerThatTakesNoMessagesIsGivenUpThoughAWriteWaitsForIt() throws Exception {
        try (var blocked = UnreadingBroker.before(broker.port());
                var publisher =
                        RabbitMqPublisher.open(server(blocked.port()), QUEUE, Map.of(), Duration.ofMillis(500))) {
            blocked.block();
            assertThatThrownBy(() -> {
                        while (true) {
                            publisher.publish(NOTHING, new byte[1_000_000]);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasNoCause()
                    .hasMessageContaining("The broker has taken no messages to the queue \"dead-letters\"")
                    .hasMessageContaining("low on memory");
            assertThat(publisher.isBlocked()).isTrue();
        }
    }

    @Test
    void aBrokerThatReadsNoMoreWithoutAWordIsGivenUpThoughAWriteWaitsForIt() throws Exception {
        try (var frozen = UnreadingBroker.before(broker.port());
                var publisher =
                        RabbitMqPublisher.open(server(frozen.port()), QUEUE, Map.of(), Duration.ofMillis(500))) {
            frozen.freeze();
            assertThatThrownBy(() -> {
                        while (true) {
                            publisher.publish(NOTHING, new byte[1_000_000]);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasNoCause()
                    .hasMessageContaining("has read nothing that was sent to the queue \"dead-letters\"")
                    .hasMessageContaining("does it hang, or the network before it?");
        }
    }

    @Test
    void aBrokerThatAnswersNoMoreIsGivenUpAndLeftWithoutAGoodBye() throws Exception {
        try (var frozen = UnreadingBroker.before(broker.port())) {
            var publisher = RabbitMqPublisher.open(server(frozen.port()), QUEUE, Map.of(), Duration.ofMillis(500));
            frozen.freeze();
            publisher.publish(NOTHING, new byte[] {1});
            assertThatThrownBy(publisher::confirm)
                    .isInstanceOf(IOException.class)
                    .hasNoCause()
                    .hasMessageContaining("did not confirm messages to the queue \"dead-letters\"");
            assertTimeout(Duration.ofMillis(RabbitMqServer.CLOSE_TIMEOUT_MILLIS / 2), publisher::close);
        }
    }

    /** Its thread notices missed heartbeats, and must not wait for the write that hangs on the same socket. */
    @Test
    void aConnectionThatMissesHeartbeatsIsClosedThoughAWriteHangsOnIt() throws Exception {
        try (var frozen = UnreadingBroker.before(broker.port())) {
            var factory = server(frozen.port()).connectionFactory();
            factory.setRequestedHeartbeat(1);
            var sender = server(frozen.port()).connect(factory).createChannel();
            sender.queueDeclare(QUEUE, true, false, false, Map.of());
            frozen.freeze();
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> assertThatThrownBy(() -> {
                        while (true) {
                            sender.basicPublish("", QUEUE, NOTHING, new byte[1_000_000]);
                        }
                    })
                    .isInstanceOfAny(IOException.class, ShutdownSignalException.class));
        }
    }

    private static RabbitMqServer server(int port) {
        return new RabbitMqServer("127.0.0.1", port, "/", EmbeddedBroker.USER, EmbeddedBroker.PASSWORD, false);
    }
}
