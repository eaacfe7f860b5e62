package dev.baton.broker.app.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens, told to those who listen, once a second. What is told is made once for all of them, and not at all when nobody listens. A listener
 * that does not read misses what came meanwhile. Thread-safe.
 */
public final class EventStream {
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);
    private static final int LISTENERS_MAX = 64;
    private static final long EVERY_MILLIS = 1_000;
    private static final int REQUESTS_TOLD_MAX = 50;

    private final AdminApi api;
    private final RequestNews news;
    private final Scheduler scheduler;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean closed;

    /** Told by this scheduler's thread. */
    public EventStream(AdminApi api, Sources sources, Scheduler scheduler) {
        this.api = api;
        this.news = new RequestNews(sources, REQUESTS_TOLD_MAX);
        this.scheduler = scheduler;
    }

    void open(Request request, Response response, Callback callback) throws ApiException {
        if (closed || count.incrementAndGet() > LISTENERS_MAX) {
            count.decrementAndGet();
            throw ApiException.unavailable(
                    closed ? "the broker ends" : "there are " + LISTENERS_MAX + " listeners already, the limit");
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        Listener listener = new Listener(response, callback);
        listeners.add(listener);
        scheduleNext();
        listener.tell(event("status", api.views().status()) + workers());
    }

    private String workers() {
        return event("workers", new Views.Workers(api.views().workers(Optional.empty())));
    }

    private static String event(String name, Object data) {
        return "event: " + name + "\ndata: " + Json.write(data) + "\n\n";
    }

    /** Unless it is so already. */
    private void scheduleNext() {
        if (scheduled.compareAndSet(false, true)) {
            scheduler.schedule(this::tellAll, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tellAll() {
        scheduled.set(
                false); // before the look at the listeners, so that one who comes now is seen here or schedules the
        // next
        if (closed || listeners.isEmpty()) {
            return;
        }
        try {
            Views.Requests requests = new Views.Requests(
                    news.take().stream().map(api.requests()::view).toList());
            String text = event("status", api.views().status())
                    + workers()
                    + (requests.requests().isEmpty() ? "" : event("requests", requests));
            listeners.forEach(listener -> listener.tell(text));
        } catch (RuntimeException e) {
            log.error("a bug in the admin API's events", e);
        }
        scheduleNext();
    }

    /** Ends all streams. Twice is fine. */
    public void close() {
        closed = true;
        listeners.forEach(Listener::end);
    }

    /** One of those who listen. */
    private final class Listener implements Callback {
        private final Response response;
        private final Callback callback;
        private final AtomicBoolean writing = new AtomicBoolean();
        private final AtomicBoolean ended = new AtomicBoolean();

        Listener(Response response, Callback callback) {
            this.response = response;
            this.callback = callback;
        }

        void tell(String text) {
            if (writing.compareAndSet(false, true)) {
                response.write(false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), this);
            }
        }

        @Override
        public void succeeded() {
            writing.set(false);
        }

        @Override
        public void failed(Throwable gone) {
            leave();
            if (ended.compareAndSet(false, true)) {
                callback.failed(gone);
            }
        }

        void end() {
            leave();
            if (writing.compareAndSet(false, true) && ended.compareAndSet(false, true)) {
                response.write(true, ByteBuffer.allocate(0), callback);
            }
        }

        private void leave() {
            if (listeners.remove(this)) {
                count.decrementAndGet();
            }
        }
    }
}
