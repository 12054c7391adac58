package org.trips.matching.evaluation;

import com.carrotsearch.hppc.IntArrayList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.trips.matching.MatchedPath;
import org.trips.matching.MatchedTrace;

/**
 * A true route as directed edges of the road network, exact to the place on the edge. Both routes are cut where either
 * begins or ends on an edge; after that two pieces are the same or have nothing in common.
 */
public final class TrueEdges implements TrueRoute {
    private final List<Stretch> stretches;

    /** A part of a directed edge, in metres from the edge's start. */
    record Stretch(int edge, double from, double to) {
        double metres() {
            return to - from;
        }
    }

    TrueEdges(List<Stretch> stretches) {
        this.stretches = List.copyOf(stretches);
    }

    /** Takes a match for true, to see what others make of the same drive. */
    public static TrueEdges of(MatchedTrace matched) {
        List<Stretch> stretches = new ArrayList<>();
        for (MatchedPath path : matched.paths()) {
            stretches.addAll(stretches(path));
        }
        return new TrueEdges(stretches);
    }

    @Override
    public double lengthMetres() {
        return stretches.stream().mapToDouble(Stretch::metres).sum();
    }

    @Override
    public RouteScore score(MatchedTrace matched) {
        return common(matched).score(matched);
    }

    @Override
    public List<JudgedEdge> judge(MatchedTrace matched) {
        return common(matched).judge(matched);
    }

    private CommonPieces common(MatchedTrace matched) {
        Map<Integer, NavigableSet<Double>> cuts = new HashMap<>();
        addEnds(stretches, cuts);
        for (MatchedPath path : matched.paths()) {
            addEnds(stretches(path), cuts);
        }
        Pieces truth = new Pieces();
        Map<Stretch, IntArrayList> where = new HashMap<>();
        for (Stretch piece : cut(stretches, cuts)) {
            where.computeIfAbsent(piece, none -> new IntArrayList()).add(truth.count());
            truth.add(piece.metres(), 0, truth.totalMetres());
        }
        List<Stretch> pieces = new ArrayList<>();
        Pieces driven = new Pieces();
        for (int p = 0; p < matched.paths().size(); p++) {
            double metres = 0;
            for (Stretch piece : cut(stretches(matched.paths().get(p)), cuts)) {
                pieces.add(piece);
                driven.add(piece.metres(), p, metres);
                metres += piece.metres();
            }
        }
        CommonPieces common = new CommonPieces(truth, driven);
        IntArrayList nowhere = new IntArrayList();
        for (int d = 0; d < pieces.size(); d++) {
            IntArrayList same = where.getOrDefault(pieces.get(d), nowhere);
            for (int i = 0; i < same.size(); i++) {
                common.mayPair(same.get(i), d);
            }
        }
        common.choose(0);
        return common;
    }

    private static List<Stretch> stretches(MatchedPath path) {
        List<Stretch> stretches = new ArrayList<>(path.edgeCount());
        for (int k = 0; k < path.edgeCount(); k++) {
            stretches.add(new Stretch(path.edge(k), path.startMetres(k), path.endMetres(k)));
        }
        return stretches;
    }

    private static void addEnds(List<Stretch> stretches, Map<Integer, NavigableSet<Double>> cuts) {
        for (Stretch stretch : stretches) {
            NavigableSet<Double> places = cuts.computeIfAbsent(stretch.edge(), none -> new TreeSet<>());
            places.add(stretch.from());
            places.add(stretch.to());
        }
    }

    private static List<Stretch> cut(List<Stretch> stretches, Map<Integer, NavigableSet<Double>> cuts) {
        List<Stretch> pieces = new ArrayList<>();
        for (Stretch stretch : stretches) {
            double from = stretch.from();
            for (double to : cuts.get(stretch.edge()).subSet(from, false, stretch.to(), true)) {
                pieces.add(new Stretch(stretch.edge(), from, to));
                from = to;
            }
        }
        return pieces;
    }
}
