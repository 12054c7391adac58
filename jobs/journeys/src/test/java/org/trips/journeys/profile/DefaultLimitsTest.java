package org.trips.journeys.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trips.journeys.policies.VehicleClass;
import org.trips.roads.RoadClass;

class DefaultLimitsTest {
    @TempDir
    Path folder;

    private DefaultLimits table(String yaml) throws IOException {
        return DefaultLimits.load(Files.writeString(folder.resolve("limits.yaml"), yaml));
    }

    private void refused(String yaml, String... messages) {
        assertThatThrownBy(() -> table(yaml))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith(folder.resolve("limits.yaml").toString())
                .hasMessageContainingAll(messages);
    }

    @Test
    void aTableSaysWhatIsUsualByClassOfRoadAndVehicle() throws IOException {
        DefaultLimits table = table("""
            id: DE-1
            country: DE
            limitsKmh: {primary: 100, residential: 50, motorway_link: 60}
            vehicles:
              lorry: {primary: 60}
            """);

        assertThat(table.limitKmh(RoadClass.PRIMARY, VehicleClass.VAN)).hasValue(100);
        assertThat(table.limitKmh(RoadClass.PRIMARY, VehicleClass.LORRY)).hasValue(60);
        assertThat(table.limitKmh(RoadClass.RESIDENTIAL, VehicleClass.LORRY)).hasValue(50);
        assertThat(table.limitKmh(RoadClass.MOTORWAY_LINK, VehicleClass.CAR)).hasValue(60);
        assertThat(table.limitKmh(RoadClass.MOTORWAY, VehicleClass.CAR)).isEmpty();
    }

    @Test
    void theTableOfTheDocumentationCanBeRead() throws IOException {
        String page = Files.readString(Path.of("../../docs/limits.md"));
        String yaml = page.substring(page.indexOf("```yaml") + 7);

        DefaultLimits table = table(yaml.substring(0, yaml.indexOf("```")));

        assertThat(table.country()).isEqualTo("FI");
        assertThat(table.limitKmh(RoadClass.RESIDENTIAL, VehicleClass.VAN)).hasValue(50);
    }

    @Test
    void whatIsWrongIsToldWithItsLineAndKey() {
        refused("id: a\ncountry: FI\nlimitsKmh: {boulevard: 50}\nvehicles: {}\n", "line 3", "boulevard", "residential");
        refused("id: a\ncountry: FI\nlimitsKmh: {}\nvehicles: {bus: {}}\n", "line 4", "bus", "car, van, lorry");
        refused("id: a\ncountry: FI\nlimitsKmh: {primary: 300}\nvehicles: {}\n", "primary: 300 is no limit");
        refused("id: a\ncountry: FI\nlimitsKmh: {primary: fast}\nvehicles: {}\n", "line 3", "primary");
        refused("id: ' '\ncountry: FI\nlimitsKmh: {}\nvehicles: {}\n", "id must not be empty");
        refused("id: a\ncountry: Finland\nlimitsKmh: {}\nvehicles: {}\n", "two capital letters");
        refused("id: a\nlimitsKmh: {}\nvehicles: {}\n", "country is missing");
        refused("id: a\ncountry: FI\nlimitsKmh: {}\nvehicles: {}\nurban: 50\n", "unknown key urban");
    }
}
