package org.trips.cli;

import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import org.trips.job.configuration.JobConfiguration;
import org.trips.job.connectors.RabbitMqServer;

/** Where a broker is and how to log in, from a URI or from the job's configuration. */
final class BrokerAddress {
    private BrokerAddress() {}

    /**
     * @param uri like {@code amqp://user:password@host:5672}
     * @throws BadInputException if it is no such URI; the message does not repeat it, for the password's sake
     */
    static ConnectionFactory of(String uri) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            throw new BadInputException(
                    "the broker's address must look like amqp://user:password@host:5672 (amqps:// with TLS)");
        }
        return factory;
    }

    static ConnectionFactory of(JobConfiguration job) throws IOException {
        return RabbitMqServer.of(job).connectionFactory();
    }
}
