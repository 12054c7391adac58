package org.trips.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JobFailuresTest {
    @Test
    void theLastCauseSaysWhatWentWrong() {
        String stackTrace = """
                java.io.IOException: The queue cannot be used
                \tat org.trips.job.Somewhere.open(Somewhere.java:1)
                Caused by: java.net.ConnectException: Connection refused
                \tat java.base/java.net.Socket.connect(Socket.java:2)
                """;
        assertThat(JobFailures.innermost(stackTrace)).isEqualTo("java.net.ConnectException: Connection refused");
    }

    @Test
    void aFailureWithoutCauseSpeaksForItself() {
        assertThat(JobFailures.innermost("java.io.IOException: no such file\n\tat a.B.c(B.java:3)"))
                .isEqualTo("no such file");
    }
}
