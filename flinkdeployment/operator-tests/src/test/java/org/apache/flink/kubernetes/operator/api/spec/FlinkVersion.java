package org.apache.flink.kubernetes.operator.api.spec;

/**
 * Stands ahead of the operator's own enum of this name: release 1.7.0 ends with v1_19 and would not read {@code v1_20}, the
 * version that our FlinkDeployments name. Nothing else of the operator is replaced.
 */
public enum FlinkVersion {
    v1_13,
    v1_14,
    v1_15,
    v1_16,
    v1_17,
    v1_18,
    v1_19,
    v1_20;

    public boolean isNewerVersionThan(FlinkVersion other) {
        return compareTo(other) > 0;
    }

    public static FlinkVersion current() {
        return v1_20;
    }

    public static boolean isSupported(FlinkVersion version) {
        return version != null && version.compareTo(v1_15) >= 0;
    }
}
