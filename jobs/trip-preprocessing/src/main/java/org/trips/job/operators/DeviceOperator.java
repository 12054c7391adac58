package org.trips.job.operators;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.trips.journeys.device.DeviceChanges;
import org.trips.journeys.device.DeviceJourneys;
import org.trips.journeys.device.Input;
import org.trips.journeys.device.InvalidReprocessingException;
import org.trips.journeys.device.JourneyRules;
import org.trips.journeys.documents.StoreDocument;
import org.trips.journeys.intake.DeadLetter;
import org.trips.journeys.intake.DeadLetterReason;
import org.trips.journeys.intake.MessageProperties;
import org.trips.journeys.intake.Upload;
import org.trips.journeys.intake.UploadEncoder;
import org.trips.journeys.points.Point;
import org.trips.journeys.policies.DeviceAssignments;
import org.trips.journeys.policies.PolicyContribution;

/**
 * Keeps each device's recent points and policy assignments, and gives out its journeys as they are found, changed or
 * withdrawn; computes what is settled again when it is told to. All rules are the domain's; this class lends it Flink's state, and tells it when a device is silent.
 */
public final class DeviceOperator extends KeyedCoProcessFunction<String, DeviceUpload, DeviceInstruction, StoreDocument>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    /** What journeys add to the days of policies, or take back. */
    public static final OutputTag<PolicyContribution> CONTRIBUTIONS =
            new OutputTag<>("contributions", Exchanged.POLICY_CONTRIBUTION);

    /**
     * No event carries a time here: the watermark passes this only when all input has ended, or the history that is filled
     * in, beside which other streams say that they hold nothing back: from their beginning, or when they have caught up.
     */
    private static final long END_OF_INPUT = Long.MAX_VALUE;

    private static final long SOON_MILLIS = 1000;
    private static final int DEVICES_IN_A_TURN = 10;

    private final JourneyRulesFiles rulesFiles;
    private final RoadListFile roadList;
    private final String policyFile;
    private final Input input;
    private final long silenceMillis;
    private final long horizonMillis;

    private transient JourneyRules rules;
    private transient RoadsInForce roads;
    private transient DeviceJourneys journeys;
    private transient DeviceState device;
    private transient ValueState<DeviceClock> clock;
    private transient AssignmentsAtStart assignmentsAtStart;
    private transient boolean goesOn;

    /** Whether a history is still filled in, so that nothing is found or settled. */
    private transient boolean isFillingIn;

    /** When the last devices are to be folded of those that waited for the end of the history, and how many they are. */
    private transient long turnMillis;

    private transient int inThisTurn;

    private transient RunningTime runningTime;
    private transient ProcessingTimeService wallClock;
    private transient DeviceMetrics metrics;
    private transient IntakeMetrics letterMetrics;

    /**
     * @param roadList a list of road files that may change, where there is one, instead of those in {@code rulesFiles}
     * @param input of uploads and assignments
     * @param policyFile a file of policy assignments to know before the first upload, where there is one; its stream brings
     *     the changes
     * @param silence after which an open journey is sent out as provisional
     */
    public DeviceOperator(
            JourneyRulesFiles rulesFiles,
            Optional<RoadListFile> roadList,
            Input input,
            Optional<Path> policyFile,
            Duration silence) {
        this.rulesFiles = rulesFiles;
        this.roadList = roadList.orElse(null);
        this.input = input;
        this.policyFile =
                policyFile.map(file -> file.toAbsolutePath().toString()).orElse(null);
        this.silenceMillis = silence.toMillis();
        this.horizonMillis = rulesFiles.horizon().toMillis();
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        runningTime = new RunningTime(context.getOperatorStateStore());
        goesOn = context.isRestored();
        if (roadList != null) {
            roads = new RoadsInForce(Path.of(roadList.path()), context.getOperatorStateStore());
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        runningTime.snapshot(wallClock.getCurrentProcessingTime());
        if (roads != null) {
            roads.snapshot();
        }
    }

    @Override
    public void open(OpenContext context) throws Exception {
        wallClock = ((StreamingRuntimeContext) getRuntimeContext()).getProcessingTimeService();
        runningTime.start(wallClock.getCurrentProcessingTime());
        rules = rulesFiles.open();
        if (roads != null) {
            roads.register(getRuntimeContext().getMetricGroup());
            rules = rules.withRoads(roads.atStart(goesOn));
            if (input != Input.ENDS) {
                lookAtRoadsAgain();
            }
        }
        journeys = new DeviceJourneys(rules, input);
        isFillingIn = input == Input.BACK_FILL;
        assignmentsAtStart = policyFile == null
                ? AssignmentsAtStart.none()
                : AssignmentsAtStart.read(Path.of(policyFile), this::isOwn, goesOn);
        device = new DeviceState(getRuntimeContext());
        clock = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("clock", TypeInformation.of(DeviceClock.class)));
        metrics = new DeviceMetrics(getRuntimeContext().getMetricGroup());
        letterMetrics = new IntakeMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement1(DeviceUpload upload, Context context, Collector<StoreDocument> out) throws Exception {
        noticeEndOfBackFill(context);
        assignAsAtStart(context, out);
        var last = clock.value();
        if (last == null) { // new, or silent for the horizon
            device.takePointsBack();
        }
        var changes = journeys.accept(device, upload.device(), upload.decodedPoints());
        emit(changes, context, out);
        if (!changes.late().isEmpty()) {
            emitLate(upload.device(), changes.late(), upload.receivedAt(), context);
        }
        heard(last, changes.open(), context.timerService());
    }

    @Override
    public void processElement2(DeviceInstruction instruction, Context context, Collector<StoreDocument> out)
            throws Exception {
        noticeEndOfBackFill(context);
        assignAsAtStart(context, out);
        switch (instruction.kind()) {
            case POLICIES -> assign(instruction.assignments(), context, out);
            case REPROCESSING -> reprocess(instruction, context, out);
        }
    }

    /**
     * The watermark alone tells it, so that nothing has to be kept of it: after a restart a device's points are only kept
     * until the streams have said again that they hold nothing back: at once, or when they have caught up.
     */
    private void noticeEndOfBackFill(Context context) {
        if (isFillingIn && context.timerService().currentWatermark() == END_OF_INPUT) {
            isFillingIn = false;
            journeys.endBackFill();
        }
    }

    private void reprocess(DeviceInstruction instruction, Context context, Collector<StoreDocument> out) {
        var now = wallClock.getCurrentProcessingTime();
        try {
            var rememberedSince = Instant.ofEpochMilli(now).minus(Retention.WHOLE_MONTHS);
            emit(journeys.reprocess(device, instruction.span(), rememberedSince), context, out);
        } catch (InvalidReprocessingException e) {
            var letter = new DeadLetter(
                    DeadLetterReason.INVALID_REPROCESSING,
                    e.getMessage(),
                    now,
                    0,
                    MessageProperties.NONE,
                    instruction.message());
            letterMetrics.deadLetter(letter);
            context.output(UploadDecoding.DEAD_LETTERS, letter);
        }
    }

    /** The timer belongs to the subtask, not to a device: what is found by other roads is put right device by device. */
    @SuppressWarnings("FutureReturnValueIgnored") // what the timer throws fails the task
    private void lookAtRoadsAgain() {
        wallClock.registerTimer(
                wallClock.getCurrentProcessingTime() + roadList.refresh().toMillis(), now -> {
                    roads.ifChanged().ifPresent(others -> journeys.switchTo(rules.withRoads(others)));
                    lookAtRoadsAgain();
                });
    }

    /** Whether a device's uploads come to this subtask. */
    private boolean isOwn(String id) {
        var task = getRuntimeContext().getTaskInfo();
        return task.getIndexOfThisSubtask()
                == KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        id, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
    }

    private void assignAsAtStart(Context context, Collector<StoreDocument> out) throws Exception {
        var assignments = assignmentsAtStart.tell(context.getCurrentKey());
        if (assignments.isPresent()) {
            assign(assignments.get(), context, out);
        }
    }

    private void assign(DeviceAssignments assignments, Context context, Collector<StoreDocument> out) throws Exception {
        var id = context.getCurrentKey();
        var last = clock.value();
        var silent = last != null && !last.open();
        emit(
                silent ? journeys.assignInSilence(device, id, assignments) : journeys.assign(device, id, assignments),
                context,
                out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<StoreDocument> out) throws Exception {
        noticeEndOfBackFill(context);
        assignAsAtStart(context, out);
        var timers = context.timerService();
        if (context.timeDomain() == TimeDomain.EVENT_TIME) {
            if (input == Input.BACK_FILL) {
                waitForItsTurn(timers);
            } else {
                emit(journeys.endOfInput(device, context.getCurrentKey()), context, out);
            }
            return;
        }
        var now = timers.currentProcessingTime();
        var last = clock.value();
        if (last.lastHeardMillis() == DeviceClock.FILLED_IN) {
            if (isFillingIn) { // after a restart, until the streams have said again that they hold nothing back
                lookAgain(DeviceClock.FILLED_IN, turnFrom(now + SOON_MILLIS), last.open(), timers);
            } else {
                emit(journeys.endOfInput(device, context.getCurrentKey()), context, out);
                lookAgain(runningTime.at(now), now + horizonMillis, false, timers);
            }
            return;
        }
        var silentMillis = runningTime.at(now) - last.lastHeardMillis();
        if (isFillingIn) {
            lookAgain(last.lastHeardMillis(), now + silenceMillis, last.open(), timers);
        } else if (silentMillis >= horizonMillis) {
            emit(journeys.settle(device, context.getCurrentKey()), context, out);
            if (input != Input.ENDS) {
                device.setPointsAside();
                timers.deleteEventTimeTimer(END_OF_INPUT);
            }
            clock.clear();
        } else if (last.open() && silentMillis >= silenceMillis) {
            emit(journeys.silence(device, context.getCurrentKey()), context, out);
            lookAgain(last.lastHeardMillis(), now + horizonMillis - silentMillis, false, timers);
        } else {
            lookAgain(last.lastHeardMillis(), now + patience(last.open()) - silentMillis, last.open(), timers);
        }
    }

    /**
     * Lets devices follow one another when the history has ended, a few by timers of each millisecond: Flink fires all timers
     * of one moment without looking up, and no checkpoint would come through until all devices are folded. From one moment to
     * the next it takes a millisecond or two, which is why they are not one by one.
     */
    private void waitForItsTurn(TimerService timers) throws Exception {
        var last = clock.value();
        var turn = turnFrom(timers.currentProcessingTime() + 1);
        timers.deleteProcessingTimeTimer(last.timerMillis());
        timers.registerProcessingTimeTimer(turn);
        clock.update(last.filledIn(turn));
    }

    /** The next turn that is not before a time and in which a device has place. */
    private long turnFrom(long earliestMillis) {
        if (turnMillis < earliestMillis || inThisTurn == DEVICES_IN_A_TURN) {
            turnMillis = Math.max(turnMillis + 1, earliestMillis);
            inThisTurn = 0;
        }
        inThisTurn++;
        return turnMillis;
    }

    /**
     * Notes that the device was heard of. Its one timer is only ever brought forward here; when it fires too early it is
     * set again, so that an upload does not have to move it.
     */
    private void heard(DeviceClock last, boolean open, TimerService timers) throws Exception {
        var now = timers.currentProcessingTime();
        var due = now + patience(open);
        if (last == null) {
            if (input != Input.BACK_FILL || isFillingIn) {
                timers.registerEventTimeTimer(END_OF_INPUT);
            }
            lookAgain(runningTime.at(now), due, open, timers);
        } else if (last.timerMillis() > due) {
            timers.deleteProcessingTimeTimer(last.timerMillis());
            lookAgain(runningTime.at(now), due, open, timers);
        } else {
            clock.update(new DeviceClock(runningTime.at(now), last.timerMillis(), open));
        }
    }

    private void lookAgain(long lastHeardMillis, long timerMillis, boolean open, TimerService timers) throws Exception {
        timers.registerProcessingTimeTimer(timerMillis);
        clock.update(new DeviceClock(lastHeardMillis, timerMillis, open));
    }

    private long patience(boolean open) {
        return open ? silenceMillis : horizonMillis;
    }

    private void emit(DeviceChanges changes, Context context, Collector<StoreDocument> out) {
        metrics.count(changes);
        changes.documents().forEach(out::collect);
        changes.contributions().forEach(contribution -> context.output(CONTRIBUTIONS, contribution));
    }

    /** The late points of one upload make one dead letter, a message that can be sent again as it is. */
    private void emitLate(String id, List<Point> late, OptionalLong receivedAt, Context context) {
        var first = late.stream().mapToLong(Point::timeMillis).min().orElseThrow();
        var letter = new DeadLetter(
                DeadLetterReason.LATE,
                late.size() + " points, the first of " + Instant.ofEpochMilli(first)
                        + ", lie before what is settled for this device.",
                receivedAt.orElseGet(wallClock::getCurrentProcessingTime),
                late.size(),
                MessageProperties.NONE,
                UploadEncoder.encode(new Upload(id, late, receivedAt)));
        letterMetrics.deadLetter(letter);
        context.output(UploadDecoding.DEAD_LETTERS, letter);
    }
}
