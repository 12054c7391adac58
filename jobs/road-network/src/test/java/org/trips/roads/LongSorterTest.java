package org.trips.roads;

import static org.assertj.core.api.Assertions.assertThat;

import com.carrotsearch.hppc.LongArrayList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongSorterTest {
    private static final int FEW = 1_000;
    /** More than are sorted on the heap at once, and no whole number of such runs. */
    private static final int MANY = 3_500_000;

    @TempDir
    Path folder;

    private long[] sorted(LongStream values) {
        LongSorter sorter = new LongSorter(new Scratch(folder));
        values.forEach(sorter::add);
        LongArrayList sorted = new LongArrayList();
        sorter.drainTo(sorted::add);
        return sorted.toArray();
    }

    @Test
    void whatComesInAnyOrderGoesOutAscendingEachOnce() {
        for (int count : new int[] {0, 1, FEW, MANY}) {
            // Half as many values as numbers, so that some come again in the same run, and some in another.
            long[] values =
                    new Random(count).longs(count, -count / 4, 1 + count / 4).toArray();

            assertThat(sorted(LongStream.of(values)))
                    .isEqualTo(LongStream.of(values).sorted().distinct().toArray());
        }
    }

    @Test
    void theSmallestAndTheLargestLongAreValuesLikeOthers() {
        assertThat(sorted(LongStream.of(Long.MAX_VALUE, 0, Long.MIN_VALUE, Long.MAX_VALUE)))
                .containsExactly(Long.MIN_VALUE, 0, Long.MAX_VALUE);
        LongStream descending = LongStream.range(0, MANY).map(i -> Long.MIN_VALUE + MANY - i);
        assertThat(sorted(LongStream.concat(descending, LongStream.of(Long.MIN_VALUE)))[0])
                .isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void nothingIsLeftInTheFolder() throws IOException {
        assertThat(sorted(LongStream.range(0, MANY))).hasSize(MANY);

        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
