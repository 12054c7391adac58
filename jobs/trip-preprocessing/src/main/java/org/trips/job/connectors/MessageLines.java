package org.trips.job.connectors;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.connector.file.src.reader.StreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.trips.job.operators.Exchanged;
import org.trips.job.operators.RawMessage;
import org.trips.journeys.intake.LineReader;

/**
 * Files (plain or gzipped) with one message on each line. Blank lines are passed over; of a line that is too long only
 * as much is kept as shows that it is.
 */
final class MessageLines extends SimpleStreamFormat<RawMessage> {
    private static final long serialVersionUID = 1L;

    private final int maximumBytes;

    /** @param maximumBytes of a message: a longer line is cut to one byte more */
    MessageLines(int maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    @Override
    public Reader<RawMessage> createReader(Configuration configuration, FSDataInputStream stream) {
        var lines = new LineReader(stream, maximumBytes + 1);
        return new StreamFormat.Reader<>() {
            @Override
            public RawMessage read() throws IOException {
                for (var line = lines.next(); line != null; line = lines.next()) {
                    if (!isBlank(line)) {
                        return RawMessage.ofLine(line);
                    }
                }
                return null;
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public TypeInformation<RawMessage> getProducedType() {
        return Exchanged.RAW_MESSAGE;
    }

    private static boolean isBlank(byte[] line) {
        for (var b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
