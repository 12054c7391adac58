package org.trips.matching;

import java.util.Arrays;
import org.trips.matching.Lattice.Move;
import org.trips.roads.RoadNetwork;
import org.trips.roads.RouteSearch;

/**
 * Transition: how likely the car drove from one state to another. Exponential in the difference between the distance on
 * the roads and the straight distance (Newson and Krumm 2009) with a slower tail, so that one long detour that did
 * happen does not outweigh everything else. A state behind the one before, on the same edge, is noise: the car stood
 * still. Not thread-safe.
 */
final class Transitions {
    /** Fixes carry whole seconds at times: what two of them can be wrong by. */
    private static final double CLOCK_SECONDS = 1;
    /** And stamps come late at times: what makes a drive impossible allows for that, what makes it unlikely does not. */
    private static final double LATE_SECONDS = 4;
    /** Faster than this is less and less likely for any car. */
    private static final double FAST_MPS = 45;
    /** And for one that was slower before and after, faster than it can have become: it speeds up by no more than this. */
    private static final double SPEEDING_UP_MPS2 = 2;
    /** Noise of two fixes along the road, in standard deviations of one. */
    private static final double NOISE_OF_TWO_SIGMAS = 2;
    /** Less likely by a factor of e each. */
    private static final double FAST_SCALE_MPS = 2;
    /** Beyond this cost a longer detour adds only by its logarithm. */
    private static final double TAIL_COST = 20;
    /** Ways that must cost so much more than the best are not searched, though they would make it a little less sure. */
    private static final double SEARCHED_RIVAL_COST = 3;
    /** How far routes are searched at first: what differs by more is not worth its price. */
    private static final double NEAR_COST = 12;
    /** Gaps are bridged by ways of up to this many times the straight distance, and some more. */
    private static final double LONGEST_DETOUR = 4;

    private static final double LONGEST_DETOUR_METRES = 3_000;
    /** The noise of two fixes along the road must explain how far the car seems to have gone back. */
    private static final double MOST_BACK_SIGMAS = 8;
    /** How much of the noise shows up in the straight distance. */
    private static final double NOISE_SHARE = 0.3;

    /** A car that was seen at least so often is taken to have driven the shortest way between. */
    static final double DENSE_SECONDS = 10;
    /** One that was not seen for so long has taken the way that drivers choose, the quickest with few turns. */
    private static final double FREE_CHOICE_SECONDS = 30;
    /** After so long its way is longer than the straight one by this share of it in the mean. */
    private static final double SPARSE_SECONDS = 120;

    private static final double SPARSE_DETOUR_SHARE = 0.2;

    /** Reported speeds may explain a way that is longer than the straight distance by this share of it. */
    private static final double MOST_EXPLAINED_SHARE = 0.5;
    /**
     * The straight line between two junctions is taken this much shorter, so that the scale of longitudes at the fixes
     * does for junctions around them: they lie within 0.1 degrees, where the cosine changes by less up to 80 degrees of
     * latitude.
     */
    private static final double LEAST_SHARE = 0.99;
    /** Nor does it for fixes further apart than this, or beyond the 180th meridian from each other. */
    private static final double MOST_LONGITUDE_DEGREES = 1;

    private final RoadNetwork roads;
    private final MatchingParameters parameters;
    private final RouteSearch routes;
    private final double penaltyCostPerMetre;
    private final double beam;
    private final boolean exhaustive;
    private final Speeds speeds = new Speeds();
    private int[] targetState = new int[64];

    private Fixes fixes;
    private int a;
    private int b;
    private double expected;
    private double explained;
    private double sigma;
    private double usual;
    private double faster;
    /** The highest mean speed so far that costs nothing. */
    private double unsuspicious;

    private double scale;
    private double seconds;
    private double longest;
    private double freeChoice;
    private double metresPerDegreeNorth;
    private double metresPerDegreeEast;

    /**
     * Readies the search.
     *
     * @param exhaustive whether ways are searched as well that cannot win, which makes no difference but to speed
     */
    Transitions(RoadNetwork roads, MatchingParameters parameters, RouteSearch routes, boolean exhaustive) {
        this.exhaustive = exhaustive;
        this.roads = roads;
        this.parameters = parameters;
        this.routes = routes;
        beam = (Viterbi.BREAK_OUTLIERS + 1) * parameters.outlierCost();
        penaltyCostPerMetre = parameters.turnBackCost() / RouteSearch.TURN_BACK_METRES;
    }

    /** Takes up a trace. */
    void read(Fixes ofTrace) {
        fixes = ofTrace;
        speeds.read(fixes);
    }

    /**
     * Offers every plausible move from one layer to a later one.
     *
     * @param extraCost cost of the layers left out between
     * @param far whether to search as far as the time between allows, for gaps
     */
    void connect(Lattice lattice, int fromLayer, int toLayer, double extraCost, boolean far) {
        a = lattice.fix[fromLayer];
        b = lattice.fix[toLayer];
        double seen = fixes.metres(a, b);
        sigma = Math.max(fixes.sigma(a), fixes.sigma(b));
        double jitter = fixes.jitter(b);
        double straight = Math.sqrt(Math.max(0, seen * seen - 4 * jitter * jitter));
        double unseen = fixes.longestUnseen(a, b);
        freeChoice = ramp(unseen, FREE_CHOICE_SECONDS);
        expectDistance(straight);
        double detourShare = parameters.detourShare()
                + ramp(unseen, SPARSE_SECONDS) * (SPARSE_DETOUR_SHARE - parameters.detourShare());
        scale = parameters.detourScale() + NOISE_SHARE * jitter + detourShare * expected;
        seconds = fixes.seconds(a, b) + CLOCK_SECONDS;
        faster = SPEEDING_UP_MPS2 * seconds / 2 + NOISE_OF_TWO_SIGMAS * sigma / seconds;
        unsuspicious = faster;
        usual = Double.NaN;
        longest = (seconds + LATE_SECONDS) * parameters.fastest() + 2 * sigma;
        double bound = Math.min(
                longest, far ? straight * LONGEST_DETOUR + LONGEST_DETOUR_METRES : explained + NEAR_COST * scale);
        // Slow roads count longer where the quickest way is looked for, most of them at most twice.
        bound *= 1 + freeChoice;
        metresPerDegreeNorth = LEAST_SHARE * Geometry.METRES_PER_DEGREE;
        metresPerDegreeEast = Math.abs(fixes.longitude(a) - fixes.longitude(b)) <= MOST_LONGITUDE_DEGREES
                ? metresPerDegreeNorth * fixes.leastCosLatitude(a, b)
                : 0;
        // What is dearer than the likeliest state by a break and an outlier more can be had from that for less.
        double worst = lattice.cost[lattice.best[fromLayer]] + beam;
        // What the likeliest state reaches spares the others most of their searches.
        int likeliest = lattice.best[fromLayer];
        if (isFollowedUp(lattice, likeliest, worst)) {
            move(lattice, likeliest, toLayer, lattice.cost[likeliest] + extraCost, bound);
        }
        for (int s = lattice.first[fromLayer]; s < lattice.first[fromLayer + 1]; s++) {
            if (s != likeliest && isFollowedUp(lattice, s, worst)) {
                move(lattice, s, toLayer, lattice.cost[s] + extraCost, bound);
            }
        }
    }

    private static boolean isFollowedUp(Lattice lattice, int state, double worst) {
        return lattice.cost[state] <= worst && lattice.cost[state] < Double.POSITIVE_INFINITY;
    }

    /**
     * The car drove the straight distance, or up to as much as the speeds say that its device reports. Where it was not
     * seen, they are the better guess: it hid bends, and the ways that drivers choose are not the shortest.
     */
    private void expectDistance(double straight) {
        double most = (1 + MOST_EXPLAINED_SHARE) * straight;
        explained = Math.max(straight, Math.min(most, speeds.reportedMetres(a, b)));
        expected = straight + freeChoice * (explained - straight);
    }

    /** From 0 where the car was seen all the time to 1 where it was not for that long. */
    private static double ramp(double unseen, double full) {
        return Math.max(0, Math.min(1, (unseen - DENSE_SECONDS) / (full - DENSE_SECONDS)));
    }

    /** The junction at the edge's end where driving on onto an edge that starts there needs no search, or -1. */
    private int nextJunction(int edge) {
        return freeChoice == 0 && !roads.turnsRestricted(edge) ? roads.endJunction(edge) : -1;
    }

    /**
     * Offers the moves from one state: those that need no search, on along the edge, onto the next one and turning in the
     * road, and the ways over the roads.
     */
    private void move(Lattice lattice, int from, int toLayer, double cost, double bound) {
        int edge = lattice.edge[from];
        double along = lattice.metresAlong[from];
        double rest = roads.lengthMetres(edge) - along;
        int opposite = roads.opposite(edge);
        int next = nextJunction(edge);
        routes.begin();
        // By time, metres may count less than they are long.
        double room = freeChoice > 0 ? Double.POSITIVE_INFINITY : bound - rest;
        boolean leavesEdge = exhaustive || room >= 0;
        int targets = 0;
        for (int to = lattice.first[toLayer]; to < lattice.first[toLayer + 1]; to++) {
            if (!exhaustive && cannotRival(lattice, to, cost, Lattice.RIVAL_COST)) {
                continue;
            }
            int toEdge = lattice.edge[to];
            double toAlong = lattice.metresAlong[to];
            boolean search = leavesEdge;
            if (toEdge == edge) {
                search &= !moveAlong(lattice, from, to, toAlong - along, cost);
            } else if (toEdge == opposite) {
                double behind = rest - toAlong;
                offer(lattice, from, to, Math.abs(behind), cost + parameters.turnBackCost(), Move.TURN, 0);
            } else if (next >= 0 && lattice.startJunction[to] == next) {
                offer(lattice, from, to, rest + toAlong, cost, Move.NEXT, 0);
                search = false;
            }
            if (search && isWorthSearching(lattice, from, to, rest, room, cost)) {
                routes.addTarget(toEdge, toAlong);
                if (targets == targetState.length) {
                    targetState = Arrays.copyOf(targetState, targets * 2);
                }
                targetState[targets++] = to;
            }
        }
        if (targets == 0) {
            return;
        }
        routes.search(edge, along, bound, freeChoice);
        for (int t = 0; t < targets; t++) {
            double metres = routes.metres(t);
            if (metres < Double.POSITIVE_INFINITY) {
                double turns = routes.penaltyMetres(t) * penaltyCostPerMetre;
                offer(lattice, from, targetState[t], metres, cost + turns, Move.ROUTE, bound);
            }
        }
    }

    /**
     * Whether a way from the end of one edge to the start of another may be within the bound and cost less than what has
     * led there already. No way is shorter than the straight line between the two junctions; where one of them is far
     * away, its place is not a number, and the line counts nothing.
     *
     * @param room how many metres the bound leaves beyond the end of the edge
     */
    private boolean isWorthSearching(Lattice lattice, int from, int to, double rest, double room, double cost) {
        if (exhaustive) {
            return true;
        }
        double north = (lattice.startLatitude[to] - lattice.endLatitude[from]) * metresPerDegreeNorth;
        double east = (lattice.startLongitude[to] - lattice.endLongitude[from]) * metresPerDegreeEast;
        double square = north * north + east * east;
        if (square > room * room) {
            return false;
        }
        double least = rest + (square > 0 ? Math.sqrt(square) : 0) + lattice.metresAlong[to];
        double detour = Math.max(0, Math.min(TAIL_COST, (least - explained) / scale));
        return least <= longest && !cannotRival(lattice, to, cost + detour, SEARCHED_RIVAL_COST);
    }

    /** Whether a move that costs this much at least, what led to it with it, is too dear to rival one offered before. */
    private static boolean cannotRival(Lattice lattice, int to, double leastCost, double rivalCost) {
        return leastCost + lattice.emission[to] >= lattice.cost[to] + rivalCost;
    }

    /** Whether a place on the same edge lies further back than noise explains: the car must have come round to it. */
    private boolean isBehind(Lattice lattice, int from, double forward) {
        return forward < 0 && lattice.seenAhead[from] - forward > MOST_BACK_SIGMAS * sigma;
    }

    /** To a state on the same edge, ahead or, within the noise, behind; false where it lies too far behind. */
    private boolean moveAlong(Lattice lattice, int from, int to, double forward, double cost) {
        if (isBehind(lattice, from, forward)) {
            return false;
        }
        if (forward > longest) {
            return true;
        }
        double ahead = lattice.seenAhead[from];
        double furtherAhead = Math.max(0, ahead - forward);
        double price = forward >= 0 ? detourCost(forward) : standingCost(furtherAhead) - standingCost(ahead);
        lattice.offer(from, to, cost + price + lattice.emission[to], Move.ALONG, furtherAhead, 0, 0);
        return true;
    }

    /** Cost of seeing a standing car this far back: the difference of two fixes has twice the variance of one. */
    private double standingCost(double metresBack) {
        return metresBack * metresBack / (4 * sigma * sigma);
    }

    private void offer(Lattice lattice, int from, int to, double metres, double cost, Move how, double bound) {
        if (metres > longest) {
            return;
        }
        double side = lattice.sideRoad[to] && !lattice.sideRoad[from] ? parameters.sideRoadCost() : 0;
        lattice.offer(from, to, cost + detourCost(metres) + side + lattice.emission[to], how, 0, bound, freeChoice);
    }

    private double detourCost(double metres) {
        double off = metres < expected ? expected - metres : Math.max(0, metres - explained);
        double cost = off / scale;
        return speedCost(metres / seconds) + (cost <= TAIL_COST ? cost : TAIL_COST + Math.log1p(cost - TAIL_COST));
    }

    /** Nothing for what any car reaches; only beyond that are the speeds around looked at. */
    private double speedCost(double mps) {
        if (mps <= unsuspicious) {
            return 0;
        }
        if (mps <= FAST_MPS && speeds.surelyReach(mps, a, b, faster)) {
            unsuspicious = mps;
            return 0;
        }
        if (Double.isNaN(usual)) {
            usual = speeds.usualMps(a, b);
        }
        return Math.max(0, mps - Math.min(FAST_MPS, usual + faster)) / FAST_SCALE_MPS;
    }
}
