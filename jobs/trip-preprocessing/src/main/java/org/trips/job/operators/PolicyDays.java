package org.trips.job.operators;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.policies.DayLedger;
import org.trips.journeys.policies.DayTotals;
import org.trips.journeys.policies.PolicyContribution;

/** Keeps the sums of each policy day; gives out its document, and on the side what the month has to know. */
public final class PolicyDays extends KeyedProcessFunction<String, PolicyContribution, StoreDocument> {
    private static final long serialVersionUID = 1L;

    /** What each change made of the day. */
    public static final OutputTag<DayTotals> TOTALS = new OutputTag<>("day-totals", Exchanged.DAY_TOTALS);

    private transient DayLedger ledger;

    @Override
    public void open(OpenContext context) {
        ledger = new DayLedger(new LedgerState(getRuntimeContext()));
    }

    @Override
    public void processElement(PolicyContribution contribution, Context context, Collector<StoreDocument> out) {
        ledger.apply(contribution).ifPresent(change -> {
            out.collect(change.document());
            context.output(TOTALS, change.totals());
        });
    }
}
