package org.trips.benchmarks;

import java.io.IOException;

/** Runs the JMH benchmarks of this module; takes JMH's own arguments, such as a pattern for their names. */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) throws IOException {
        org.openjdk.jmh.Main.main(arguments);
    }
}
