package org.trips.journeys.measure;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.trips.journeys.SpeedDoubt;
import org.trips.journeys.SpeedUnit;
import org.trips.journeys.points.Point;
import org.trips.journeys.profile.Profile;

/**
 * Which of the speeds that a device reports can be believed. Under open sky they come from the Doppler shift and are far
 * better than what positions tell, so they are believed unless something speaks against them: that no vehicle is so fast
 * or leaps so, or that the positions tell another speed, for so long and so far that it is no error of theirs.
 */
final class ReportedSpeeds {
    /** A leap that ends within this time is a spike ... */
    private static final long LONGEST_SPIKE_MILLIS = 4_000;
    /** ... if it is there and back at more than this; a harder stop is a crash, from which no vehicle comes back so. */
    private static final double SPIKE_MPS2 = 5;
    /** Faster steps than this are noise. */
    private static final double SPIKE_MPS = 4;
    /** A report is against the positions where it lies outside their bounds by more than this ... */
    private static final double AGAINST_MPS = 3;
    /** ... and by more than this share of the faster; a report that is late by 2 s stays within. */
    private static final double AGAINST_SHARE = 0.3;
    /** What goes on for less long may be the positions' error. */
    private static final long AGAINST_MILLIS = 5_000;

    private static final int AGAINST_FIXES = 3;
    /** What the way may be wrong by, with a jump in it. */
    private static final double AGAINST_METRES = 50;
    /**
     * A vehicle that runs while it is said to stand gets away, by this share of its way or by the width of a stop. Drift
     * runs in circles.
     */
    private static final double AWAY_SHARE = 0.5;
    /** A device whose reports are against the positions for this share of the drive is believed nowhere. */
    private static final double WRONG_SHARE = 0.5;

    private static final double MILLIS_PER_SECOND = 1000;

    private final List<Point> points;
    private final PositionSpeeds positions;
    private final SpeedUnit unit;
    private final double standingMps;
    private final double stopRadiusMetres;
    private final double[] mps;
    private final SpeedDoubt[] doubts;

    /** Said to stand, in a stretch of such reports that gets nowhere as a whole, however fast its drift is for moments. */
    private final boolean[] drifting;

    private ReportedSpeeds(List<Point> points, Profile profile) {
        this.points = points;
        positions = new PositionSpeeds(points);
        unit = UnitRecognition.of(points, positions, profile.cleaning().unitToleranceShare());
        standingMps = profile.measuring().standingMps();
        stopRadiusMetres = profile.segmentation().stopRadiusMetres();
        mps = new double[points.size()];
        doubts = new SpeedDoubt[points.size()];
        drifting = new boolean[points.size()];
    }

    static ReportedSpeeds judge(List<Point> points, Profile profile) {
        ReportedSpeeds reports = new ReportedSpeeds(points, profile);
        reports.read(profile.cleaning().fastestMps());
        reports.doubtSpikes();
        reports.findDrift();
        reports.doubtWhatPositionsContradict();
        return reports;
    }

    /** The unit in which the device reports, or null where that cannot be told and m/s is taken for granted. */
    SpeedUnit unit() {
        return unit;
    }

    /** Metres per second where it is believed, else NaN. */
    double mps(int i) {
        return believed(i) ? mps[i] : Double.NaN;
    }

    boolean believed(int i) {
        return doubts[i] == null;
    }

    /** How many are not believed, by reason. */
    Map<SpeedDoubt, Integer> doubts() {
        Map<SpeedDoubt, Integer> counts = new EnumMap<>(SpeedDoubt.class);
        for (SpeedDoubt doubt : doubts) {
            if (doubt != null) {
                counts.merge(doubt, 1, Integer::sum);
            }
        }
        return counts;
    }

    private void read(double fastestMps) {
        double perMps = unit == null ? 1 : unit.perMps();
        for (int i = 0; i < mps.length; i++) {
            mps[i] = points.get(i).speedMps() / perMps;
            if (Double.isNaN(mps[i])) {
                doubts[i] = SpeedDoubt.MISSING;
            } else if (mps[i] > fastestMps) {
                doubts[i] = SpeedDoubt.IMPOSSIBLE;
            }
        }
    }

    private void doubtSpikes() {
        for (int first = 1; first < mps.length; first++) {
            if (leaps(first - 1, first)) {
                int end = first + 1;
                while (end < mps.length && time(end) - time(first) <= LONGEST_SPIKE_MILLIS && !returns(first, end)) {
                    end++;
                }
                if (end < mps.length && time(end) - time(first) <= LONGEST_SPIKE_MILLIS) {
                    doubt(first, end, SpeedDoubt.SPIKE);
                    first = end;
                }
            }
        }
    }

    private boolean leaps(int a, int b) {
        double change = Math.abs(mps[b] - mps[a]);
        return believed(a) && believed(b) && change >= SPIKE_MPS && change > SPIKE_MPS2 * seconds(a, b);
    }

    /** Whether the speed leaps back before {@code end}, the other way. */
    private boolean returns(int first, int end) {
        boolean up = mps[first] > mps[first - 1];
        boolean down = mps[end] < mps[end - 1];
        return up == down
                && leaps(end - 1, end)
                && Math.abs(mps[end] - mps[first - 1]) < SPIKE_MPS2 * seconds(first - 1, end);
    }

    private void findDrift() {
        int first = 0;
        while (first < mps.length) {
            int end = first;
            while (end < mps.length && mps[end] < standingMps) {
                end++;
            }
            if (end > first && !way(first, end - 1).getsAway(stopRadiusMetres)) {
                Arrays.fill(drifting, first, end, true);
            }
            first = Math.max(end, first + 1);
        }
    }

    /** How far the positions run from one point to another, and how far they get from the first. */
    private record Way(double metres, double furthest) {
        boolean getsAway(double stopRadiusMetres) {
            return furthest >= Math.min(stopRadiusMetres, AWAY_SHARE * metres);
        }
    }

    private Way way(int first, int last) {
        double metres = 0;
        double furthest = 0;
        int before = first;
        for (int i = first + 1; i <= last; i++) {
            if (i == last || time(i) - time(before) >= AGAINST_MILLIS) {
                metres += positions.straight(before, i);
                furthest = Math.max(furthest, positions.straight(first, i));
                before = i;
            }
        }
        return new Way(metres, furthest);
    }

    private void doubtWhatPositionsContradict() {
        doubtAllWhereMostAreWrong();
        int first = 0;
        while (first < mps.length) {
            int end = first;
            int side = side(first);
            while (end < mps.length && side(end) == side) {
                end++;
            }
            if (side != 0 && contradicted(first, end - 1)) {
                doubt(first, end, frozen(first, end - 1) ? SpeedDoubt.FROZEN : SpeedDoubt.CONTRADICTED);
            }
            first = end;
        }
    }

    private void doubtAllWhereMostAreWrong() {
        int moving = 0;
        int against = 0;
        for (int i = 0; i < mps.length; i++) {
            // What is said to stand may do so while its fixes drift.
            if (mps[i] >= standingMps && Math.max(mps[i], positions.least(i)) > AGAINST_MPS) {
                moving++;
                against += side(i) != 0 || doubts[i] == SpeedDoubt.SPIKE ? 1 : 0;
            }
        }
        if (against > WRONG_SHARE * moving) {
            doubt(0, mps.length, frozen(0, mps.length - 1) ? SpeedDoubt.FROZEN : SpeedDoubt.CONTRADICTED);
        }
    }

    /** 1 where the positions tell more than the report, -1 where they tell less, 0 where they do not contradict. */
    private int side(int i) {
        boolean saysStanding = mps[i] < standingMps;
        if (!believed(i) || !(positions.telling(i) || saysStanding)) {
            return 0;
        }
        double least = positions.least(i);
        double most = positions.most(i);
        if (!drifting[i] && least - mps[i] > Math.max(AGAINST_MPS, AGAINST_SHARE * least)) {
            return 1;
        }
        return mps[i] - most > Math.max(AGAINST_MPS, AGAINST_SHARE * mps[i]) ? -1 : 0;
    }

    private boolean contradicted(int first, int last) {
        if (last - first + 1 < AGAINST_FIXES || time(last) - time(first) < AGAINST_MILLIS) {
            return false;
        }
        double reportedMetres = 0;
        for (int i = first + 1; i <= last; i++) {
            reportedMetres += mps[i] * seconds(i - 1, i);
        }
        Way way = way(first, last);
        double missing = way.metres() - reportedMetres;
        return missing < 0
                ? -missing > AGAINST_METRES
                : missing > Math.min(AGAINST_METRES, AGAINST_MPS * seconds(first, last))
                        && way.getsAway(stopRadiusMetres);
    }

    private boolean frozen(int first, int last) {
        boolean allStanding = true;
        boolean allEqual = true;
        for (int i = first; i <= last; i++) {
            allStanding &= mps[i] < standingMps;
            allEqual &= mps[i] == mps[first];
        }
        return allStanding || allEqual;
    }

    private void doubt(int first, int end, SpeedDoubt why) {
        for (int i = first; i < end; i++) {
            doubts[i] = believed(i) ? why : doubts[i];
        }
    }

    private long time(int i) {
        return points.get(i).timeMillis();
    }

    private double seconds(int a, int b) {
        return (time(b) - time(a)) / MILLIS_PER_SECOND;
    }
}
