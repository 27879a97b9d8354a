package bounce;

import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.Consumer;
import java.util.function.Function;

/** Owns an object of the library until close() or its collection. */
abstract class Owner implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private final Cleaner.Cleanable cleanable;
    private Pointer pointer;

    Owner(Pointer pointer, Consumer<Pointer> free) {
        this.pointer = pointer;
        cleanable = CLEANER.register(this, () -> free.accept(pointer));
    }

    @Override
    public void close() {
        pointer = null;
        cleanable.clean();
    }

    /** Calls with the pointer, which stays alive meanwhile. */
    <T> T with(Function<Pointer, T> call) {
        if (pointer == null) {
            throw new IllegalStateException("closed");
        }
        try {
            return call.apply(pointer);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
