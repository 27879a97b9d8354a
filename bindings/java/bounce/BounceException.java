package bounce;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.function.Function;

/** What could not be read. */
public final class BounceException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;
    private final int line;

    private BounceException(Pointer error) {
        super(C.LIB.bounce_error_message(error));
        code = C.LIB.bounce_error_code(error);
        line = C.LIB.bounce_error_line(error);
    }

    /** A BounceErrorCode. */
    public int code() {
        return code;
    }

    /** The place in rules, or 0. */
    public int line() {
        return line;
    }

    /** Calls a function with a place for an error; throws the one that it stores. */
    static <T> T check(Function<PointerByReference, T> call) {
        PointerByReference place = new PointerByReference();
        T result = call.apply(place);
        Pointer error = place.getValue();
        if (error == null) {
            return result;
        }
        try {
            throw new BounceException(error);
        } finally {
            C.LIB.bounce_error_free(error);
        }
    }
}
