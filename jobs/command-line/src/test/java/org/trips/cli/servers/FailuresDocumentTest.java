package org.trips.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/failures.md promises nothing that no test holds. */
final class FailuresDocumentTest {
    private static final Pattern CASE = Pattern.compile("(?m)^\\| \\*\\*(.+?)\\*\\*");

    @Test
    void eachCaseIsATestOfItsNameOnRealServers() throws IOException {
        List<String> cases = CASE.matcher(Files.readString(Path.of("../../docs/failures.md")))
                .results()
                .map(row -> inCamelCase(row.group(1)))
                .toList();
        List<String> tests = Stream.of(BrokerFailuresIT.class, StoreFailuresIT.class, PostgresFailuresIT.class)
                .flatMap(real -> Stream.of(real.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .distinct()
                .toList();
        assertThat(cases).containsExactlyInAnyOrderElementsOf(tests);
    }

    private static String inCamelCase(String words) {
        return Pattern.compile(" (\\w)").matcher(words).replaceAll(letter -> letter.group(1)
                .toUpperCase(Locale.ROOT));
    }
}
