package bounce;

import com.sun.jna.Pointer;

/**
 * A recipient of a report. Texts are null and codes "unknown" where the message does not tell.
 *
 * @param replyCode the SMTP reply code, or 0
 * @param status the enhanced status code
 */
public record Recipient(String address, String originalAddress, String action, String className, String category,
        String hardness, String advice, int replyCode, String status, String diagnostic, String remoteMta) {
    static Recipient of(Pointer c) {
        return new Recipient(
                C.LIB.bounce_recipient_address(c),
                C.LIB.bounce_recipient_original_address(c),
                C.LIB.bounce_action_to_string(C.LIB.bounce_recipient_action(c)),
                C.LIB.bounce_class_to_string(C.LIB.bounce_recipient_class(c)),
                C.LIB.bounce_category_to_string(C.LIB.bounce_recipient_category(c)),
                C.LIB.bounce_hardness_to_string(C.LIB.bounce_recipient_hardness(c)),
                C.LIB.bounce_advice_to_string(C.LIB.bounce_recipient_advice(c)),
                C.LIB.bounce_recipient_reply_code(c),
                C.LIB.bounce_recipient_status(c),
                C.LIB.bounce_recipient_diagnostic(c),
                C.LIB.bounce_recipient_remote_mta(c));
    }
}
