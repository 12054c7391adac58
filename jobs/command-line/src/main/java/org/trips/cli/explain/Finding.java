package org.trips.cli.explain;

/**
 * One thing that is said of a journey, with its time.
 *
 * @param label what it is in one word, for programs: a reason, a cause, a kind of event
 * @param fromMillis when, in milliseconds since 1970 UTC
 * @param toMillis until when; the same where it is one moment
 * @param points how many points it is said of; 0 where it is not said of points
 * @param text one or more sentences for a person
 */
public record Finding(Topic topic, String label, long fromMillis, long toMillis, int points, String text) {
    /** What a finding is about, in the order in which a person is told. */
    public enum Topic {
        DIFFERENCE("The document in hand, and what is found now"),
        START("Why it starts there"),
        END("Why it ends there"),
        SHORT_DRIVE("Drives around it that are no journeys"),
        DROPPED("Points that are not part of it"),
        UNSEEN("What nobody saw"),
        EVENT("What made each event"),
        QUALITY("What its figures rest on");

        private final String heading;

        Topic(String heading) {
            this.heading = heading;
        }

        /** For a person. */
        public String heading() {
            return heading;
        }

        /** For programs. */
        public String label() {
            return switch (this) {
                case DIFFERENCE -> "difference";
                case START -> "start";
                case END -> "end";
                case SHORT_DRIVE -> "shortDrive";
                case DROPPED -> "dropped";
                case UNSEEN -> "unseen";
                case EVENT -> "event";
                case QUALITY -> "quality";
            };
        }
    }
}
