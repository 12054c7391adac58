package org.trips.cli;

import com.rabbitmq.client.ConnectionFactory;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import org.trips.job.connectors.RabbitMqServer;

/** Where a broker is and how to log in, from a URI. */
final class BrokerAddress {
    private BrokerAddress() {}

    /**
     * @param uri like {@code amqp://user:password@host:5672}
     * @throws BadInputException if it is no such URI; the message does not repeat it, for the password's sake
     */
    static RabbitMqServer of(String uri) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            throw new BadInputException(
                    "the broker's address must look like amqp://user:password@host:5672 (amqps:// with TLS)");
        }
        return new RabbitMqServer(
                factory.getHost(),
                factory.getPort(),
                factory.getVirtualHost(),
                factory.getUsername(),
                factory.getPassword(),
                factory.isSSL());
    }
}
