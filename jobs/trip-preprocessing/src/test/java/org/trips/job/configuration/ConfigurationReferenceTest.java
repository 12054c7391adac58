package org.trips.job.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class ConfigurationReferenceTest {
    private static final Path REPOSITORY = Path.of("..", "..");
    private static final Path PAGE = REPOSITORY.resolve("docs/configuration.md");

    @Test
    void thePageInTheDocumentsIsTheOneMadeFromTheOptions() throws IOException {
        if (Boolean.getBoolean("trips.writeDocs")) {
            Files.writeString(PAGE, ConfigurationReference.markdown());
        }
        assertThat(Files.readString(PAGE))
                .as(
                        "docs/configuration.md is generated: run this test with -Dtrips.writeDocs=true and look at the changes")
                .isEqualTo(ConfigurationReference.markdown());
    }

    @Test
    void theAnnotatedExampleHoldsOnlyOptionsThatThereAre() throws ConfigurationException, IOException {
        var example = REPOSITORY.resolve("sample-data/trips.yaml");
        var settings = SettingsFile.read(example, variable -> "a-key-of-enough-length");
        settings.refuseUnknown(JobOptions.ALL);
        for (var option : JobOptions.ALL) {
            settings.value(option);
        }
    }

    @Test
    void everyOptionIsListed() throws IllegalAccessException {
        var declared = new ArrayList<Option<?>>();
        for (var field : JobOptions.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof Option<?> option) {
                declared.add(option);
            }
        }
        assertThat(JobOptions.ALL).containsExactlyElementsOf(declared);
        assertThat(JobOptions.ALL).extracting(Option::name).doesNotHaveDuplicates();
    }

    @Test
    void everyDefaultIsWrittenAsItWouldBeRead() {
        for (var option : JobOptions.ALL) {
            var written = option.defaultText();
            if (!written.isEmpty() && !written.equals("{}")) {
                assertThat(option.reader().read(written, Path.of("")))
                        .as(option.name())
                        .isEqualTo(option.defaultValue());
            }
        }
    }
}
