package org.trips.job.stores;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes sockets that wait no longer until the other end takes what is written than until it answers, as {@link LimitedSocket}
 * says. PostgreSQL's driver finds this class by its name. Thread-safe.
 */
public final class LimitedSockets extends SocketFactory {
    @Override
    public Socket createSocket() {
        return new LimitedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw connectsItself();
    }

    private static UnsupportedOperationException connectsItself() {
        return new UnsupportedOperationException(
                "Whoever wants a socket of this kind connects it with a limit of time");
    }
}
