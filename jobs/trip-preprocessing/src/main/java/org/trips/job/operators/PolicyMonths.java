package org.trips.job.operators;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.policies.DayTotals;
import org.trips.journeys.policies.MonthLedger;

/** Adds up the days of each policy month and gives out its document. */
public final class PolicyMonths extends KeyedProcessFunction<String, DayTotals, StoreDocument> {
    private static final long serialVersionUID = 1L;

    private transient MonthLedger ledger;

    @Override
    public void open(OpenContext context) {
        ledger = new MonthLedger(new LedgerState(getRuntimeContext()));
    }

    @Override
    public void processElement(DayTotals day, Context context, Collector<StoreDocument> out) {
        ledger.apply(day).ifPresent(out::collect);
    }
}
