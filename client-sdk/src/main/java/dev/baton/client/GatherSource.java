package dev.baton.client;

import dev.baton.wire.Payload;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where the requests of a {@link Gather} come from, one at a time. For the thread that reads the results only, but for {@link #close}.
 *
 * @param <Q> what is asked
 */
final class GatherSource<Q> implements AutoCloseable {
    private final Iterator<? extends Q> requests;
    private final Function<? super Q, Payload> encoder;
    private final Runnable onClose;

    private GatherSource(Iterator<? extends Q> requests, Function<? super Q, Payload> encoder, Runnable onClose) {
        this.requests = requests;
        this.encoder = encoder;
        this.onClose = onClose;
    }

    static <Q> GatherSource<Q> of(Iterator<? extends Q> requests, Function<? super Q, Payload> encoder) {
        return new GatherSource<>(requests, encoder, () -> {});
    }

    /** The stream is closed with the source. */
    static <Q> GatherSource<Q> of(Stream<? extends Q> requests, Function<? super Q, Payload> encoder) {
        return new GatherSource<>(requests.iterator(), encoder, requests::close);
    }

    boolean hasNext() {
        return requests.hasNext();
    }

    Payload next() {
        return encoder.apply(requests.next());
    }

    @Override
    public void close() {
        onClose.run();
    }
}
