package org.trips.roads.osm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trips.roads.Barrier;

class BarrierReaderTest {
    /** "barrier=gate access=private" as tags. */
    private static Map<String, String> tags(String written) {
        return Arrays.stream(written.split(" "))
                .map(tag -> tag.split("=", 2))
                .collect(Collectors.toMap(tag -> tag[0], tag -> tag[1]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "barrier=bollard",
                "barrier=bollard bollard=fixed",
                "barrier=block",
                "barrier=jersey_barrier",
                "barrier=cycle_barrier",
                "barrier=yes",
                "barrier=something_new",
                "barrier=gate access=no",
                "barrier=gate access=no foot=yes",
                "barrier=cattle_grid motor_vehicle=no",
                "barrier=bollard bollard=rising access=no",
                "barrier=lift_gate access=yes motorcar=no"
            })
    void someBarriersLetNoCarThrough(String tags) {
        assertThat(BarrierReader.read(tags(tags))).contains(Barrier.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "barrier=gate",
                "barrier=lift_gate",
                "barrier=swing_gate",
                "barrier=sliding_gate",
                "barrier=chain",
                "barrier=bollard bollard=rising",
                "barrier=bollard bollard=removable",
                "barrier=bollard access=private",
                "barrier=toll_booth access=destination",
                "barrier=gate access=no motor_vehicle=private",
                "barrier=gate foot=yes bicycle=no"
            })
    void someOpenForSome(String tags) {
        assertThat(BarrierReader.read(tags(tags))).contains(Barrier.GATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "barrier=entrance",
                "barrier=cattle_grid",
                "barrier=toll_booth",
                "barrier=border_control",
                "barrier=kerb",
                "barrier=height_restrictor",
                "barrier=no",
                "barrier=gate access=yes",
                "barrier=gate access=no motorcar=yes",
                "barrier=bollard motor_vehicle=permissive"
            })
    void someAreDrivenThrough(String tags) {
        assertThat(BarrierReader.read(tags(tags))).isEmpty();
    }
}
