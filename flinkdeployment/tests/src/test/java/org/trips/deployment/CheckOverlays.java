package org.trips.deployment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What {@code flinkdeployment/check} runs, and no build by itself: it writes the faults of the overlays that
 * {@code -Dtrips.overlays=} names, one a line, into the file that {@code -Dtrips.faults=} names.
 */
@EnabledIfSystemProperty(
        named = "trips.overlays",
        matches = ".+",
        disabledReason = "it is run by flinkdeployment/check")
class CheckOverlays {
    @Test
    void writesTheFaultsOfTheOverlaysThatItIsGiven() throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        for (String overlay : System.getProperty("trips.overlays").split(File.pathSeparator)) {
            faults.addAll(faults(overlay));
        }
        Files.write(Path.of(System.getProperty("trips.faults")), faults);
    }

    static List<String> faults(String overlay) throws IOException, InterruptedException {
        try {
            return new OverlayRules(Manifest.rendered(overlay))
                    .faults().stream().map(fault -> overlay + ": " + fault).toList();
        } catch (Manifest.NotRenderedException e) {
            return List.of(e.getMessage());
        }
    }
}
