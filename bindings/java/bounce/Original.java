package bounce;

import com.sun.jna.Pointer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The message that a report is about. What the bounce does not tell is null.
 *
 * @param recipient by the VERP or SRS form of the address that the bounce came to
 * @param headers the fields that the parser was told to keep
 */
public record Original(String messageId, String subject, String from, String to, String returnPath, String recipient,
        List<Header> headers) {
    /** A kept header field. */
    public record Header(String name, String value) {
        static Header of(Pointer c) {
            return new Header(C.LIB.bounce_header_name(c), C.LIB.bounce_header_value(c));
        }
    }

    static Original of(Pointer c) {
        List<Header> headers = IntStream.range(0, C.LIB.bounce_original_n_headers(c))
                .mapToObj(i -> Header.of(C.LIB.bounce_original_header(c, i))).toList();
        return new Original(
                C.LIB.bounce_original_message_id(c),
                C.LIB.bounce_original_subject(c),
                C.LIB.bounce_original_from(c),
                C.LIB.bounce_original_to(c),
                C.LIB.bounce_original_return_path(c),
                C.LIB.bounce_original_recipient(c),
                headers);
    }
}
