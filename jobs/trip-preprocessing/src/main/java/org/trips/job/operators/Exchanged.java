package org.trips.job.operators;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.policies.DayTotals;
import org.trips.journeys.policies.PolicyContribution;

/** The types that travel between operators, all of them records that Flink serializes field by field. */
public final class Exchanged {
    public static final TypeInformation<RawMessage> RAW_MESSAGE = TypeInformation.of(RawMessage.class);
    public static final TypeInformation<DeviceUpload> DEVICE_UPLOAD = TypeInformation.of(DeviceUpload.class);
    public static final TypeInformation<DeviceInstruction> DEVICE_INSTRUCTION =
            TypeInformation.of(DeviceInstruction.class);
    public static final TypeInformation<StoreDocument> STORE_DOCUMENT = TypeInformation.of(StoreDocument.class);
    public static final TypeInformation<PolicyContribution> POLICY_CONTRIBUTION = withDates(PolicyContribution.class);
    public static final TypeInformation<DayTotals> DAY_TOTALS = withDates(DayTotals.class);
    public static final TypeInformation<DeadLetter> DEAD_LETTER = TypeInformation.of(DeadLetter.class);

    private Exchanged() {}

    /** A local date in a record would go to Kryo, unless Flink is told that it knows the type. */
    private static <T extends Record> TypeInformation<T> withDates(Class<T> record) {
        Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
        for (var component : record.getRecordComponents()) {
            fields.put(
                    component.getName(),
                    component.getType() == LocalDate.class
                            ? Types.LOCAL_DATE
                            : TypeInformation.of(component.getType()));
        }
        return Types.POJO(record, fields);
    }
}
