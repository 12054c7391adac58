package org.trips.journeys.measure;

import org.trips.journeys.profile.Profile;

/** The default profile but for one thing. */
final class ProfileWith {
    private ProfileWith() {}

    static Profile geometry(double hiddenRadiusMetres) {
        Profile defaults = Profile.defaults();
        return new Profile(
                "with-geometry",
                defaults.segmentation(),
                defaults.cleaning(),
                defaults.measuring(),
                defaults.harsh(),
                defaults.speeding(),
                defaults.night(),
                defaults.exposure(),
                new Profile.Geometry(true, hiddenRadiusMetres));
    }
}
