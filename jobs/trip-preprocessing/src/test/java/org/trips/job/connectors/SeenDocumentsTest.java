package org.trips.job.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SeenDocumentsTest {
    private static final long OVERLAP = 300_000;

    @Test
    void aDocumentIsNewOnceAndAgainWhenItHasChangedOrWasForgotten() {
        var seen = new SeenDocuments(OVERLAP, 10);
        assertThat(isNew(seen, 1_000_000, "a")).isTrue();
        assertThat(isNew(seen, 1_000_000, "a")).isFalse();
        assertThat(isNew(seen, 1_000_000, "a, changed")).isTrue();
        seen.forgetBefore(1_000_000);
        assertThat(isNew(seen, 1_000_000, "a")).isFalse();
        seen.forgetBefore(1_000_000 + OVERLAP);
        assertThat(isNew(seen, 1_000_000, "a")).isTrue();
    }

    @Test
    void whatIsRememberedIsBoundedAndWhatIsForgottenMakesRoom() {
        var seen = new SeenDocuments(OVERLAP, 2);
        isNew(seen, 0, "a");
        isNew(seen, 0, "b");
        assertThat(isNew(seen, 0, "c")).isTrue();
        assertThat(isNew(seen, 0, "c")).as("above the bound it comes again").isTrue();
        assertThat(isNew(seen, 0, "a")).as("the others do not").isFalse();
        seen.forgetBefore(OVERLAP);
        isNew(seen, OVERLAP, "c");
        assertThat(isNew(seen, OVERLAP, "c")).isFalse();
    }

    private static boolean isNew(SeenDocuments seen, long millis, String document) {
        return seen.isNew(millis, document.getBytes(StandardCharsets.UTF_8));
    }
}
