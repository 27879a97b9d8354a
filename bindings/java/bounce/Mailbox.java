package bounce;

import com.sun.jna.Pointer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Goes over reports, one message in memory at a time. What can't be read throws a {@link BounceException} once; the
 * next call goes on with what follows.
 */
public final class Mailbox extends Owner implements Iterable<Report>, Iterator<Report> {
    private final Parser parser;
    private Report next;

    Mailbox(Parser parser, Pointer mailbox) {
        super(mailbox, C.LIB::bounce_mailbox_free);
        this.parser = parser;
    }

    @Override
    public Iterator<Report> iterator() {
        return this;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = read();
        }
        return next != null;
    }

    @Override
    public Report next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Report report = next;
        next = null;
        return report;
    }

    private Report read() {
        Pointer message = BounceException.check(error -> with(mailbox -> C.LIB.bounce_mailbox_next(mailbox, error)));
        if (message == null) {
            return null;
        }
        try {
            return Report.of(C.LIB.bounce_mailbox_message_source(message), BounceException.check(error -> parser.with(
                    pointer -> C.LIB.bounce_parser_parse_mailbox_message(pointer, message, error))));
        } finally {
            C.LIB.bounce_mailbox_message_free(message);
        }
    }
}
