package org.trips.journeys.intake;

/** Why a message, or one point of it, was set aside instead of becoming part of a journey. */
public enum DeadLetterReason {
    /** The bytes are not one JSON object in UTF-8. */
    NOT_JSON,
    /** A field holds something else than it should: text for a number, a list for an object. */
    WRONG_TYPE,
    /** A field without which the message or the point means nothing. */
    MISSING_FIELD,
    /** A readable upload of a known device with nothing in it. */
    NO_POINTS,
    /** The compressed bytes end before their end. */
    TRUNCATED_GZIP,
    /** The bytes claim to be gzip and cannot be unpacked. */
    CORRUPT_GZIP,
    /** A content encoding other than gzip or identity. */
    UNKNOWN_ENCODING,
    /** More bytes, deeper nesting or longer names than any upload has. */
    TOO_LARGE,
    /** A number outside what it can be: latitude 91, a speed of sound, a fix in 1970. */
    OUT_OF_RANGE,
    /** Latitude and longitude both 0: what receivers say before they know where they are. */
    NULL_ISLAND,
    /** The sender itself says that it has no position: a Traccar position that is not valid or is outdated. */
    NO_FIX,
    /** Dated later than it was received. */
    FROM_THE_FUTURE,
    /** Before the time up to which the device's journeys are settled. */
    LATE,
    /** A policy assignment that cannot be read or contradicts itself. */
    INVALID_ASSIGNMENT,
    /** A span to be computed again that cannot be read, or that is not settled, not whole, or too old. */
    INVALID_REPROCESSING,
    /** No message but a document that came of some: the store refuses it for its own sake. Its points are used. */
    REFUSED_BY_STORE;

    /** As it stands in dead letters and metric names: camel case. */
    public String label() {
        return switch (this) {
            case NOT_JSON -> "notJson";
            case WRONG_TYPE -> "wrongType";
            case MISSING_FIELD -> "missingField";
            case NO_POINTS -> "noPoints";
            case TRUNCATED_GZIP -> "truncatedGzip";
            case CORRUPT_GZIP -> "corruptGzip";
            case UNKNOWN_ENCODING -> "unknownEncoding";
            case TOO_LARGE -> "tooLarge";
            case OUT_OF_RANGE -> "outOfRange";
            case NULL_ISLAND -> "nullIsland";
            case NO_FIX -> "noFix";
            case FROM_THE_FUTURE -> "fromTheFuture";
            case LATE -> "late";
            case INVALID_ASSIGNMENT -> "invalidAssignment";
            case INVALID_REPROCESSING -> "invalidReprocessing";
            case REFUSED_BY_STORE -> "refusedByStore";
        };
    }

    /**
     * The reason of that label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static DeadLetterReason ofLabel(String label) {
        for (DeadLetterReason reason : values()) {
            if (reason.label().equals(label)) {
                return reason;
            }
        }
        throw new IllegalArgumentException("There is no dead letter reason \"" + label + "\".");
    }
}
