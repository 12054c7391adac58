package org.trips.journeys.policies;

/** What kind of vehicle a policy covers; limits may differ by it. */
public enum VehicleClass {
    CAR,
    VAN,
    LORRY;

    /** As it stands in assignments. */
    public String label() {
        return switch (this) {
            case CAR -> "car";
            case VAN -> "van";
            case LORRY -> "lorry";
        };
    }
}
