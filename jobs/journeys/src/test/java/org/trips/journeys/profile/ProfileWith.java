package org.trips.journeys.profile;

import java.time.Duration;

/** The default profile but for one thing, under a name of its own. */
public final class ProfileWith {
    private static final Profile DEFAULTS = Profile.defaults();

    private ProfileWith() {}

    public static Profile geometry(double hiddenRadiusMetres) {
        return with(
                "with-geometry",
                DEFAULTS.segmentation(),
                DEFAULTS.speeding(),
                new Profile.Geometry(true, hiddenRadiusMetres));
    }

    public static Profile stop(Duration stop) {
        return with(
                "other-stops",
                segmentation(stop, DEFAULTS.segmentation().ignitionOff()),
                DEFAULTS.speeding(),
                DEFAULTS.geometry());
    }

    public static Profile ignitionOff(Duration ignitionOff) {
        return with(
                "patient",
                segmentation(DEFAULTS.segmentation().stop(), ignitionOff),
                DEFAULTS.speeding(),
                DEFAULTS.geometry());
    }

    public static Profile shortestSpeeding(Duration shortest) {
        Profile.Speeding usual = DEFAULTS.speeding();
        return with(
                "other-speeding",
                DEFAULTS.segmentation(),
                new Profile.Speeding(usual.toleranceShare(), usual.toleranceMps(), shortest),
                DEFAULTS.geometry());
    }

    private static Profile.Segmentation segmentation(Duration stop, Duration ignitionOff) {
        Profile.Segmentation usual = DEFAULTS.segmentation();
        return new Profile.Segmentation(
                stop,
                usual.stopRadiusMetres(),
                usual.splitGap(),
                usual.minimumMetres(),
                usual.minimumDuration(),
                usual.longest(),
                usual.slowestBridgeMps(),
                ignitionOff,
                usual.lostStartMetres());
    }

    private static Profile with(
            String id, Profile.Segmentation segmentation, Profile.Speeding speeding, Profile.Geometry geometry) {
        return new Profile(
                id,
                segmentation,
                DEFAULTS.cleaning(),
                DEFAULTS.measuring(),
                DEFAULTS.harsh(),
                speeding,
                DEFAULTS.night(),
                DEFAULTS.exposure(),
                geometry);
    }
}
