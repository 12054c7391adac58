package org.trips.job.operators;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
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
    public static final TypeInformation<PolicyContribution> POLICY_CONTRIBUTION = ofRecord(PolicyContribution.class);
    public static final TypeInformation<DayTotals> DAY_TOTALS = ofRecord(DayTotals.class);
    public static final TypeInformation<DeadLetter> DEAD_LETTER = TypeInformation.of(DeadLetter.class);

    private Exchanged() {}

    /** Local dates and maps in a record, at any depth, would go to Kryo, unless Flink is told that it knows their types. */
    private static <T extends Record> TypeInformation<T> ofRecord(Class<T> record) {
        Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
        for (var component : record.getRecordComponents()) {
            fields.put(component.getName(), of(component.getGenericType()));
        }
        return Types.POJO(record, fields);
    }

    private static TypeInformation<?> of(Type type) {
        if (type == LocalDate.class) {
            return Types.LOCAL_DATE;
        }
        if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            return Types.MAP(of(map.getActualTypeArguments()[0]), of(map.getActualTypeArguments()[1]));
        }
        return type instanceof Class<?> raw && raw.isRecord()
                ? ofRecord(raw.asSubclass(Record.class))
                : TypeInformation.of((Class<?>) type);
    }
}
