package bounce;

import com.sun.jna.Pointer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one message says. It holds nothing of the library.
 *
 * @param source where it was read, such as the path of its file, or null
 * @param json everything, keys as in docs/json.md
 */
public record Report(String source, String kind, List<Recipient> recipients, Original original, String json) {
    /** Takes the library's report and frees it. */
    static Report of(String source, Pointer report) {
        try {
            List<Recipient> recipients = IntStream.range(0, C.LIB.bounce_report_n_recipients(report))
                    .mapToObj(i -> Recipient.of(C.LIB.bounce_report_recipient(report, i))).toList();
            return new Report(source, C.LIB.bounce_kind_to_string(C.LIB.bounce_report_kind(report)), recipients,
                    Original.of(C.LIB.bounce_report_original(report)), json(report, source));
        } finally {
            C.LIB.bounce_report_free(report);
        }
    }

    private static String json(Pointer report, String source) {
        Pointer text = C.LIB.bounce_report_to_json(report, source);
        try {
            return text.getString(0, "UTF-8");
        } finally {
            C.LIB.bounce_string_free(text);
        }
    }
}
