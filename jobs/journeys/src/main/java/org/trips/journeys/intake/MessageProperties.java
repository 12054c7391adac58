package org.trips.journeys.intake;

/**
 * What a sender says of a message beside its body: what is needed to send it again as it first came. Null stands for
 * what was not said.
 *
 * @param contentType such as {@value #TABLE_ROW}; null for an upload or an assignment
 * @param contentEncoding of the body, such as gzip
 * @param timestampMillis in milliseconds since 1970 UTC; fixes that are dated later are not believed
 */
public record MessageProperties(String contentType, String contentEncoding, Long timestampMillis) {
    /** The content type of a line of a table of points, which means nothing without the table's header. */
    public static final String TABLE_ROW = "text/csv";

    /** The content type of a document of another database, as extended JSON, which means nothing without its mapping. */
    public static final String EXTENDED_JSON = "application/ejson";

    public static final MessageProperties NONE = new MessageProperties(null, null, null);

    /** The same of a body that was unpacked. */
    MessageProperties unpacked() {
        return new MessageProperties(contentType, null, timestampMillis);
    }
}
