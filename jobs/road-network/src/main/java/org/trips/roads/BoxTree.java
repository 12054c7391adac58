package org.trips.roads;

import java.nio.IntBuffer;

/**
 * A packed tree of bounding boxes over the points of the road file, in which nothing is stored but boxes. The points
 * already lie along a Hilbert curve, so every {@value #LEAF_SEGMENTS} of them in a row are a leaf, and every
 * {@value #CHILDREN} nodes in a row have a parent: children are found by counting. Levels are stored from the leaves
 * up. Coordinates in 1e-7 degrees.
 *
 * <p>A grid would need a list of items for each cell, and a size of cell that suits one town and several countries far
 * apart. Smaller leaves were measured to make a search no faster, and the index twice as large.
 */
final class BoxTree {
    static final int LEAF_SEGMENTS = 16;
    static final int CHILDREN = 8;

    static final int MIN_LATITUDE = 0;
    static final int MIN_LONGITUDE = 1;
    static final int MAX_LATITUDE = 2;
    static final int MAX_LONGITUDE = 3;
    /** Only leaves have it: the number of the stretch that the leaf's first point belongs to. */
    static final int FIRST_STRETCH = 4;

    static final int LEAF_STRIDE = 5;
    private static final int NODE_STRIDE = 4;

    /** How many nodes each level has, the leaves' first. */
    private final int[] nodes;
    /** Where each level begins; one more at the end: the whole length in ints. */
    private final int[] levelAt;

    BoxTree(int points) {
        int leaves = divideUp(points, LEAF_SEGMENTS);
        int levels = 1;
        for (int count = leaves; count > 1; count = divideUp(count, CHILDREN)) {
            levels++;
        }
        nodes = new int[levels];
        levelAt = new int[levels + 1];
        int count = leaves;
        for (int level = 0; level < levels; level++) {
            nodes[level] = count;
            levelAt[level + 1] = Math.addExact(levelAt[level], Math.multiplyExact(count, stride(level)));
            count = divideUp(count, CHILDREN);
        }
    }

    /** Length of the whole tree in ints. */
    int length() {
        return levelAt[levelAt.length - 1];
    }

    /** The level whose only node is the root; the leaves' level is 0. */
    int rootLevel() {
        return levelAt.length - 2;
    }

    int nodes(int level) {
        return nodes[level];
    }

    /** Where a node's box begins. */
    int at(int level, int node) {
        return levelAt[level] + node * stride(level);
    }

    /** Makes the boxes over stretches and their points, all as they lie in the road file. */
    void pack(IntBuffer points, IntBuffer stretches, IntBuffer boxes) {
        for (int level = 0; level <= rootLevel(); level++) {
            for (int node = 0; node < nodes(level); node++) {
                int at = at(level, node);
                boxes.put(at + MIN_LATITUDE, Integer.MAX_VALUE);
                boxes.put(at + MIN_LONGITUDE, Integer.MAX_VALUE);
                boxes.put(at + MAX_LATITUDE, Integer.MIN_VALUE);
                boxes.put(at + MAX_LONGITUDE, Integer.MIN_VALUE);
            }
        }
        packLeaves(boxes, points, stretches);
        for (int level = 0; level < rootLevel(); level++) {
            for (int node = 0; node < nodes(level); node++) {
                int from = at(level, node);
                int to = at(level + 1, node / CHILDREN);
                extend(boxes, to, boxes.get(from + MIN_LATITUDE), boxes.get(from + MIN_LONGITUDE));
                extend(boxes, to, boxes.get(from + MAX_LATITUDE), boxes.get(from + MAX_LONGITUDE));
            }
        }
    }

    private void packLeaves(IntBuffer boxes, IntBuffer points, IntBuffer stretches) {
        int stretchCount = stretches.capacity() / RoadFile.Section.STRETCHES.stride - 1;
        for (int stretch = 0; stretch < stretchCount; stretch++) {
            int first = firstPoint(stretches, stretch);
            int last = firstPoint(stretches, stretch + 1) - 1;
            for (int point = first; point <= last; point++) {
                int at = at(0, point / LEAF_SEGMENTS);
                if (point % LEAF_SEGMENTS == 0) {
                    boxes.put(at + FIRST_STRETCH, stretch);
                    if (point > first) {
                        // The segment that ends here began in the leaf before.
                        extend(boxes, at(0, point / LEAF_SEGMENTS - 1), points, point);
                    }
                }
                extend(boxes, at, points, point);
            }
        }
    }

    private static int firstPoint(IntBuffer stretches, int stretch) {
        return stretches.get(stretch * RoadFile.Section.STRETCHES.stride + RoadFile.Stretches.FIRST_POINT);
    }

    private static void extend(IntBuffer boxes, int at, IntBuffer points, int point) {
        int from = point * RoadFile.Section.POINTS.stride;
        extend(boxes, at, points.get(from + RoadFile.Points.LATITUDE), points.get(from + RoadFile.Points.LONGITUDE));
    }

    private static void extend(IntBuffer boxes, int at, int latitude, int longitude) {
        boxes.put(at + MIN_LATITUDE, Math.min(boxes.get(at + MIN_LATITUDE), latitude));
        boxes.put(at + MIN_LONGITUDE, Math.min(boxes.get(at + MIN_LONGITUDE), longitude));
        boxes.put(at + MAX_LATITUDE, Math.max(boxes.get(at + MAX_LATITUDE), latitude));
        boxes.put(at + MAX_LONGITUDE, Math.max(boxes.get(at + MAX_LONGITUDE), longitude));
    }

    private static int stride(int level) {
        return level == 0 ? LEAF_STRIDE : NODE_STRIDE;
    }

    private static int divideUp(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
