package bounce;

import com.sun.jna.IntegerType;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;
import java.util.Objects;

/** The library's functions, as in its headers. BOUNCE_LIBRARY names it where it is not installed. */
interface C extends Library {
    C LIB = Native.load(Objects.requireNonNullElse(System.getenv("BOUNCE_LIBRARY"), "libbounce.so.0"), C.class,
            Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

    /** size_t. */
    final class Size extends IntegerType {
        private static final long serialVersionUID = 1L;

        public Size() {
            this(0);
        }

        Size(long value) {
            super(Native.SIZE_T_SIZE, value, true);
        }
    }

    Pointer bounce_parser_new();
    void bounce_parser_unref(Pointer parser);
    // bool is one byte in C, four in JNA: it is taken as a byte.
    byte bounce_parser_keep_header(Pointer parser, String name);
    byte bounce_parser_add_rules(Pointer parser, String name, byte[] text, Size length, PointerByReference error);
    byte bounce_parser_add_rules_file(Pointer parser, String path, PointerByReference error);
    Pointer bounce_parser_parse(Pointer parser, byte[] message, Size length, PointerByReference error);
    Pointer bounce_parser_parse_file(Pointer parser, String path, PointerByReference error);
    Pointer bounce_parser_classify_reply(Pointer parser, byte[] reply, Size length, String host, PointerByReference error);
    Pointer bounce_parser_parse_mailbox_message(Pointer parser, Pointer message, PointerByReference error);
    Pointer bounce_mailbox_open(String path, PointerByReference error);
    Pointer bounce_mailbox_next(Pointer mailbox, PointerByReference error);
    void bounce_mailbox_free(Pointer mailbox);
    String bounce_mailbox_message_source(Pointer message);
    void bounce_mailbox_message_free(Pointer message);
    int bounce_report_kind(Pointer report);
    int bounce_report_n_recipients(Pointer report);
    Pointer bounce_report_recipient(Pointer report, int index);
    Pointer bounce_report_original(Pointer report);
    Pointer bounce_report_to_json(Pointer report, String source);
    void bounce_report_free(Pointer report);
    void bounce_string_free(Pointer string);
    String bounce_recipient_address(Pointer recipient);
    String bounce_recipient_original_address(Pointer recipient);
    int bounce_recipient_action(Pointer recipient);
    int bounce_recipient_class(Pointer recipient);
    int bounce_recipient_category(Pointer recipient);
    int bounce_recipient_hardness(Pointer recipient);
    int bounce_recipient_advice(Pointer recipient);
    int bounce_recipient_reply_code(Pointer recipient);
    String bounce_recipient_status(Pointer recipient);
    String bounce_recipient_diagnostic(Pointer recipient);
    String bounce_recipient_remote_mta(Pointer recipient);
    String bounce_original_message_id(Pointer original);
    String bounce_original_subject(Pointer original);
    String bounce_original_from(Pointer original);
    String bounce_original_to(Pointer original);
    String bounce_original_return_path(Pointer original);
    String bounce_original_recipient(Pointer original);
    int bounce_original_n_headers(Pointer original);
    Pointer bounce_original_header(Pointer original, int index);
    String bounce_header_name(Pointer header);
    String bounce_header_value(Pointer header);
    String bounce_kind_to_string(int kind);
    String bounce_action_to_string(int action);
    String bounce_class_to_string(int class_);
    String bounce_category_to_string(int category);
    String bounce_hardness_to_string(int hardness);
    String bounce_advice_to_string(int advice);
    int bounce_error_code(Pointer error);
    int bounce_error_line(Pointer error);
    String bounce_error_message(Pointer error);
    void bounce_error_free(Pointer error);
}
