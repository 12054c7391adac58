package org.trips.matching.evaluation;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import org.trips.matching.MatchedTrace;
import org.trips.matching.PathLine;
import org.trips.roads.Earth;
import org.trips.roads.RoadNetwork;

/**
 * A true route as a line on the ground, where it is not known which edges of the network it is. Both routes are cut into
 * pieces of two metres; a true and a driven piece may be the same where they lie within the tolerance of each other and
 * head the same way.
 */
public final class TrueLine implements TrueRoute {
    private static final double PIECE_METRES = 2;
    /** Two lines of the same road head the same way within this. */
    private static final double LEAST_COSINE_OF_HEADINGS = Math.cos(Math.toRadians(45));
    /** Corners are drawn differently: what differs for no longer than this on either side is drawing. */
    private static final double DRAWN_DIFFERENTLY_METRES = 12;
    /** Keeps cells finite at the poles, where there are no roads. */
    private static final double LEAST_COSINE_OF_LATITUDE = 0.01;

    private final RoadNetwork roads;
    private final double toleranceMetres;
    private final double cellLatitude;
    private final double cellLongitude;
    private final CutLines truth = new CutLines();
    private final LongObjectHashMap<IntArrayList> cells = new LongObjectHashMap<>();

    /** The middle of a piece, and where it heads. */
    private record Middle(double latitude, double longitude, double bearingDegrees) {
        double metresTo(Middle other) {
            return Earth.metres(latitude, longitude, other.latitude, other.longitude);
        }

        boolean headsAs(Middle other) {
            return Math.cos(Math.toRadians(bearingDegrees - other.bearingDegrees)) >= LEAST_COSINE_OF_HEADINGS;
        }
    }

    /**
     * Takes up a line.
     *
     * @param lines in driving order: one, or more where the truth itself has breaks
     * @param toleranceMetres how far true and driven lines may lie apart: 4 where both come from one map
     */
    public TrueLine(RoadNetwork roads, List<PathLine> lines, double toleranceMetres) {
        this.roads = roads;
        this.toleranceMetres = toleranceMetres;
        for (PathLine line : lines) {
            truth.add(line);
        }
        double widest = truth.middles.stream()
                .mapToDouble(middle -> Math.cos(Math.toRadians(middle.latitude())))
                .min()
                .orElse(1);
        cellLatitude = Math.toDegrees(toleranceMetres / Earth.RADIUS_METRES);
        cellLongitude = cellLatitude / Math.max(LEAST_COSINE_OF_LATITUDE, widest);
        for (int t = 0; t < truth.middles.size(); t++) {
            Middle middle = truth.middles.get(t);
            long cell = cell(row(middle), column(middle));
            int slot = cells.indexOf(cell);
            if (cells.indexExists(slot)) {
                cells.indexGet(slot).add(t);
            } else {
                cells.indexInsert(slot, cell, IntArrayList.from(t));
            }
        }
    }

    @Override
    public double lengthMetres() {
        return truth.pieces.totalMetres();
    }

    @Override
    public RouteScore score(MatchedTrace matched) {
        return common(lines(matched)).score(matched);
    }

    @Override
    public List<JudgedEdge> judge(MatchedTrace matched) {
        return common(lines(matched)).judge(matched);
    }

    private List<PathLine> lines(MatchedTrace matched) {
        return matched.paths().stream().map(path -> PathLine.of(path, roads)).toList();
    }

    /**
     * Route mismatch fraction of lines that any matcher has drawn, as {@link RouteScore#mismatch} has it.
     *
     * @param driven in driving order, one more after every break
     */
    public double mismatch(List<PathLine> driven) {
        return common(driven).mismatch();
    }

    private CommonPieces common(List<PathLine> lines) {
        CutLines driven = new CutLines();
        lines.forEach(driven::add);
        CommonPieces common = new CommonPieces(truth.pieces, driven.pieces);
        for (int d = 0; d < driven.middles.size(); d++) {
            pairWithTruthNear(driven.middles.get(d), d, common);
        }
        common.choose(DRAWN_DIFFERENTLY_METRES);
        return common;
    }

    private void pairWithTruthNear(Middle middle, int d, CommonPieces common) {
        for (long row = row(middle) - 1; row <= row(middle) + 1; row++) {
            for (long column = column(middle) - 1; column <= column(middle) + 1; column++) {
                IntArrayList members = cells.get(cell(row, column));
                for (int i = 0; members != null && i < members.size(); i++) {
                    Middle near = truth.middles.get(members.get(i));
                    if (near.headsAs(middle) && near.metresTo(middle) <= toleranceMetres) {
                        common.mayPair(members.get(i), d);
                    }
                }
            }
        }
    }

    private long row(Middle middle) {
        return (long) Math.floor(middle.latitude() / cellLatitude);
    }

    private long column(Middle middle) {
        return (long) Math.floor(middle.longitude() / cellLongitude);
    }

    private static long cell(long row, long column) {
        return (row << Integer.SIZE) ^ (column & 0xffff_ffffL);
    }

    /** Lines cut into pieces of equal length. */
    private static final class CutLines {
        private final Pieces pieces = new Pieces();
        private final List<Middle> middles = new ArrayList<>();
        private int lines;

        void add(PathLine line) {
            double length = line.lengthMetres();
            long count = (long) Math.ceil(length / PIECE_METRES);
            int i = 1;
            for (long piece = 0; piece < count; piece++) {
                double metres = length * (piece + 0.5) / count;
                while (i < line.size() - 1 && line.metres(i) - line.metres(0) < metres) {
                    i++;
                }
                pieces.add(length / count, lines, length * piece / count);
                middles.add(middle(line, i, line.metres(0) + metres));
            }
            lines++;
        }

        private static Middle middle(PathLine line, int i, double metres) {
            double begin = line.metres(i - 1);
            double share = (metres - begin) / (line.metres(i) - begin);
            double fromLatitude = line.latitude(i - 1);
            double fromLongitude = line.longitude(i - 1);
            return new Middle(
                    fromLatitude + share * (line.latitude(i) - fromLatitude),
                    fromLongitude + share * (line.longitude(i) - fromLongitude),
                    Earth.bearingDegrees(fromLatitude, fromLongitude, line.latitude(i), line.longitude(i)));
        }
    }
}
