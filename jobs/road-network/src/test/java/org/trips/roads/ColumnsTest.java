package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnsTest {
    /** More than a column keeps on the heap. */
    private static final int MANY = 600_000;

    @TempDir
    Path folder;

    private static int some(int i) {
        return i * 0x9E3779B9;
    }

    @Test
    void aColumnKeepsWhatItIsGivenOnTheHeapAndBeyond() {
        IntColumn ints = new IntColumn(new Scratch(folder));
        LongColumn longs = new LongColumn(new Scratch(folder));
        for (int i = 0; i < MANY; i++) {
            ints.add(some(i));
            longs.add(((long) some(i) << Integer.SIZE) + i);
        }

        assertThat(ints.size()).isEqualTo(MANY);
        assertThat(longs.size()).isEqualTo(MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(ints.get(i) == some(i) && longs.get(i) == ((long) some(i) << Integer.SIZE) + i)
                    .as("number %s", i)
                    .isTrue();
        }
    }

    @Test
    void aColumnOfAGivenSizeBeginsWithZeros() {
        IntColumn column = new IntColumn(new Scratch(folder), MANY);
        column.set(MANY - 1, 7);

        assertThat(column.size()).isEqualTo(MANY);
        assertThat(column.get(0)).isZero();
        assertThat(column.get(MANY - 2)).isZero();
        assertThat(column.get(MANY - 1)).isEqualTo(7);
    }

    @Test
    void whatFollowsACutIsWrittenOver() {
        IntColumn column = new IntColumn(new Scratch(folder));
        for (int i = 0; i < MANY; i++) {
            column.add(i);
        }
        column.cutTo(MANY / 2);
        column.add(-1);

        assertThat(column.size()).isEqualTo(MANY / 2 + 1);
        assertThat(column.get(MANY / 2)).isEqualTo(-1);
    }

    @Test
    void aFolderWithoutRoomIsAnError() {
        Scratch nowhere = new Scratch(folder.resolve("missing"));
        IntColumn column = new IntColumn(nowhere, 1_000);

        assertThat(column.get(999)).as("a short column needs no folder").isZero();
        assertThatThrownBy(() -> new IntColumn(nowhere, MANY)).isInstanceOf(UncheckedIOException.class);
    }
}
