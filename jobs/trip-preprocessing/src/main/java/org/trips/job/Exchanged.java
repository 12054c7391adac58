package org.trips.job;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types that travel between operators, all of them records that Flink serializes field by field. */
final class Exchanged {
    static final TypeInformation<RawMessage> RAW_MESSAGE = TypeInformation.of(RawMessage.class);

    private Exchanged() {}
}
