package org.trips.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The port where people look for something, or, where that is taken, any free one, which is said. */
final class StandardPort {
    /** Whoever listens on it gets any free port. */
    private static final int ANY = 0;

    private static final int HIGHEST = 65_535;

    private StandardPort() {}

    /**
     * The port itself, or 0 for any free one.
     *
     * @param what as in "the store"
     */
    static int orAny(String what, int port, PrintWriter err) {
        if (port < 0 || port > HIGHEST) {
            throw new BadInputException("a port lies between 0 and " + HIGHEST + "; " + port + " is none for " + what);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (IOException taken) {
            err.println("Port " + port + " is taken; " + what + " takes another.");
            return ANY;
        }
    }
}
