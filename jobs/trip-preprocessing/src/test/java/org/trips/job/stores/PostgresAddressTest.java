package org.trips.job.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "jdbc:postgresql://host:5433/database host:5433/database",
                "postgresql://user:pa%25%40ss@host/database?sslmode=require host:5432/database",
                "postgres://user@one:5432,two:5433/database one:5432,two:5433/database",
                "postgresql://[::1]:5432/database [::1]:5432/database",
                "jdbc:postgresql:database localhost:5432/database"
            })
    void addressesOfTheDriverAndOfPsqlAreRead(String text, String place) {
        assertThat(PostgresAddress.parse(text).place()).isEqualTo(place);
    }

    @Test
    void whatIsWrittenWithPercentInAPasswordIsRead() {
        assertThat(PostgresAddress.parse("postgresql://u%40x:a%25+%2F@host/database"))
                .returns("u@x", PostgresAddress::user)
                .returns("a%+/", PostgresAddress::password);
    }

    /** The driver logs some of them whole, and Java tells what stands after a stray %. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://user:%hush@host:5432/database",
                "postgresql://user:hush%@host:5432/database",
                "postgresql://user:a/hush@host:5432/database",
                "postgresql://user:12/hush@host/database",
                "postgresql://user:hush/database",
                "jdbc:postgresql:user:hush@host",
                "jdbc:postgresql://host/database?password=hush%",
                "mysql://user:hush@host/database"
            })
    void aPasswordIsNeitherToldNorLoggedHoweverTheAddressIsMisspelt(String text) {
        List<String> logged = new ArrayList<>();
        var driver = Logger.getLogger("org.postgresql");
        var listening = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage() + " " + Arrays.toString(line.getParameters()));
            }

            @Override
            public void flush() {
                // Nothing waits here.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        driver.addHandler(listening);
        try {
            assertThatThrownBy(() -> PostgresAddress.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must look like jdbc:postgresql://host:5432/database")
                    .hasNoCause()
                    .message()
                    .doesNotContain("hush");
        } finally {
            driver.removeHandler(listening);
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void severalSchemasAreRefusedSinceTheTablesAreInOne() {
        assertThatThrownBy(() -> Stores.at("postgresql://user:hush@host/database?currentSchema=trips,public", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its currentSchema=trips,public names several schemas")
                .message()
                .doesNotContain("hush");
    }
}
