package org.trips.job.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MongoReaderTest {
    @Test
    void aStoreThatHangsIsGivenUpAfterAMinuteOrWhenItsUriSays() {
        assertThat(readTimeoutSeconds("mongodb://store.example")).isEqualTo(60);
        assertThat(readTimeoutSeconds("mongodb://store.example/?socketTimeoutMS=5000"))
                .isEqualTo(5);
    }

    private static int readTimeoutSeconds(String uri) {
        return MongoReader.settings(new ConnectionString(uri))
                .getSocketSettings()
                .getReadTimeout(TimeUnit.SECONDS);
    }
}
