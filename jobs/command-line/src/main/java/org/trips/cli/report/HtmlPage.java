package org.trips.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.trips.cli.output.OutputFile;

/** One HTML file that needs no network: template, style, scripts and data in it, all written or nothing. */
final class HtmlPage {
    /** What every page that shows positions must say. */
    private static final String NOTE = "This page holds positions: whoever has it can see where the vehicles were. "
            + "Roads © OpenStreetMap contributors, under the Open Database Licence.";

    /** Writes the fields of a page's data. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private HtmlPage() {}

    /**
     * Writes the page.
     *
     * @param template a resource with {{style}}, {{script}} and {{data}} in it
     * @param scripts resources, in the order in which they need each other
     * @param about one line: what the page was made from
     * @param fields what the scripts show besides
     */
    static void write(Path file, String template, List<String> scripts, String about, Fields fields)
            throws IOException {
        StringWriter data = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(data)) {
            json.writeStartObject();
            json.writeStringField("about", about);
            json.writeStringField("note", NOTE);
            fields.write(json);
            json.writeEndObject();
        }
        StringBuilder script = new StringBuilder();
        for (String name : scripts) {
            script.append(resource(name));
        }
        String page = resource(template)
                .replace("{{style}}", resource("report.css"))
                .replace("{{script}}", script)
                // In JSON this character stands only inside strings; escaped, no name can end the script element.
                .replace("{{data}}", data.toString().replace("<", "\\u003c"));
        Files.createDirectories(file.toAbsolutePath().getParent());
        OutputFile.write(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
