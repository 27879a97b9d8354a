package bounce;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads mail bounces with libbounce.
 *
 * <pre>
 * try (Parser parser = new Parser()) {
 *     for (Recipient recipient : parser.parseFile(Path.of("bounce.eml")).recipients()) {
 *         System.out.println(recipient.address() + " " + recipient.className());
 *     }
 * }
 * </pre>
 *
 * Configure it before threads share it. Failures throw {@link BounceException}.
 */
public final class Parser extends Owner {
    public Parser() {
        super(C.LIB.bounce_parser_new(), C.LIB::bounce_parser_unref);
    }

    /** Keeps a header field of the original, such as "X-Campaign-Id". */
    public void keepHeader(String name) {
        if (with(parser -> C.LIB.bounce_parser_keep_header(parser, name)) == 0) {
            throw new IllegalArgumentException("no header field is named " + name);
        }
    }

    /** Adds rules (docs/rules.md) that beat the built-in ones; errors call the text by name. */
    public void addRules(String text, String name) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        BounceException.check(error -> with(parser ->
                C.LIB.bounce_parser_add_rules(parser, name, bytes, new C.Size(bytes.length), error)));
    }

    public void addRulesFile(Path path) {
        BounceException.check(error -> with(parser ->
                C.LIB.bounce_parser_add_rules_file(parser, path.toString(), error)));
    }

    public Report parse(byte[] message) {
        return Report.of(null, BounceException.check(error -> with(parser ->
                C.LIB.bounce_parser_parse(parser, message, new C.Size(message.length), error))));
    }

    public Report parseFile(Path path) {
        return Report.of(path.toString(), BounceException.check(error -> with(parser ->
                C.LIB.bounce_parser_parse_file(parser, path.toString(), error))));
    }

    /** What a reply means, during an SMTP session; host is null where it is not known. */
    public Report classifyReply(String reply, String host) {
        byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
        return Report.of(null, BounceException.check(error -> with(parser ->
                C.LIB.bounce_parser_classify_reply(parser, bytes, new C.Size(bytes.length), host, error))));
    }

    /** The reports of a message, an mbox (also .gz), a Maildir or a folder. */
    public Mailbox mailbox(Path path) {
        return new Mailbox(this, BounceException.check(error -> C.LIB.bounce_mailbox_open(path.toString(), error)));
    }
}
