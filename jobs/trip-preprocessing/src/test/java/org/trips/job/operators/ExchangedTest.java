package org.trips.job.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trips.journeys.Breakdown;
import org.trips.journeys.Driven;
import org.trips.journeys.JourneyStatus;
import org.trips.journeys.PolicyTotals;
import org.trips.journeys.SeverityCounts;
import org.trips.journeys.SpeedBand;
import org.trips.journeys.Sums;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.MessageProperties;
import org.trips.journeys.policies.DayTotals;
import org.trips.journeys.policies.PolicyContribution;
import org.trips.roads.RoadClass;

final class ExchangedTest {
    private static final Breakdown BREAKDOWN = new Breakdown(
            1,
            new Driven(2, 3),
            Map.of(RoadClass.MOTORWAY, new Driven(4, 5), RoadClass.OTHER, new Driven(6, 7)),
            new Driven(8, 9),
            Map.of(new SpeedBand(0, 30), new Driven(10, 11)),
            new Driven(12, 13),
            new SeverityCounts(14, 15, 16),
            new SeverityCounts(17, 18, 19),
            new SeverityCounts(20, 21, 22),
            23,
            24);
    private static final Sums SUMS = new Sums(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, BREAKDOWN);

    /** A type with a record of that type. */
    record Example<T>(TypeInformation<T> type, T record) {
        T thereAndBack() throws IOException {
            var configuration = new SerializerConfigImpl();
            configuration.setGenericTypes(false);
            var serializer = type.createSerializer(configuration);
            var out = new DataOutputSerializer(64);
            serializer.serialize(record, out);
            return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        }
    }

    static Stream<Example<?>> examples() {
        var day = LocalDate.of(2026, 3, 1);
        return Stream.of(
                new Example<>(Exchanged.RAW_MESSAGE, new RawMessage(new byte[] {1}, null, RawMessage.NO_TIME)),
                new Example<>(Exchanged.DEVICE_UPLOAD, new DeviceUpload("d", new byte[] {1, 2}, 7)),
                new Example<>(
                        Exchanged.DEVICE_INSTRUCTION,
                        new DeviceInstruction("d", DeviceInstruction.Kind.POLICIES, new byte[] {3})),
                new Example<>(Exchanged.STORE_DOCUMENT, new StoreDocument("journeys", "a", new byte[] {4})),
                new Example<>(Exchanged.STORE_DOCUMENT, StoreDocument.deletion("journeys", "a")),
                new Example<>(
                        Exchanged.POLICY_CONTRIBUTION,
                        new PolicyContribution("P", day, "j", "k1-0", JourneyStatus.SETTLED, 1, 2, SUMS, false)),
                new Example<>(
                        Exchanged.DAY_TOTALS,
                        new DayTotals("P", day, new PolicyTotals(SUMS, 1, 2, 3, 4, 5, 6), "k1-0", true)),
                new Example<>(
                        Exchanged.DEAD_LETTER,
                        new DeadLetter(DeadLetterReason.LATE, "late", 5, 2, MessageProperties.NONE, new byte[] {9})),
                new Example<>(
                        Exchanged.DEAD_LETTER,
                        new DeadLetter(
                                DeadLetterReason.NOT_JSON,
                                "",
                                5,
                                0,
                                new MessageProperties("text/csv", "gzip", 7L),
                                new byte[0])));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyTypeTravelsFieldByFieldWithoutKryo(Example<?> example) throws IOException {
        assertThat(example.type()).isInstanceOf(PojoTypeInfo.class);
        assertThat(example.thereAndBack()).usingRecursiveComparison().isEqualTo(example.record());
    }

    @Test
    void aTypeThatNeedsKryoWouldBeRefused() {
        var needsKryo = new Example<>(TypeInformation.of(Optional.class), Optional.of(List.of()));
        assertThatThrownBy(needsKryo::thereAndBack).isInstanceOf(UnsupportedOperationException.class);
    }
}
