package dev.baton.broker.app.admin;

import static java.util.stream.Collectors.joining;

import dev.baton.broker.app.admin.Page.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers with the page of a path; what is not there is told what is. So it comes last. */
public final class PageHandler extends Handler.Abstract {
    private final Map<String, Page> pages = new LinkedHashMap<>();
    private final Predicate<Request> mayReadAll;
    private final String elsewhere;

    /**
     * These pages.
     *
     * @param mayReadAll who may read those pages that are not {@link Page#isOpen() open} to all
     * @param elsewhere what other handlers answer, for people
     */
    public PageHandler(List<Page> pages, Predicate<Request> mayReadAll, List<String> elsewhere) {
        pages.forEach(page -> this.pages.put(page.path(), page));
        this.mayReadAll = mayReadAll;
        this.elsewhere = elsewhere.stream().map(path -> path + ", ").collect(joining());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        write(answer(request), response, callback);
        return true;
    }

    private Answer answer(Request request) {
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            return text(HttpStatus.METHOD_NOT_ALLOWED_405, request.getMethod() + " (expected: GET)");
        }
        String path = Request.getPathInContext(request);
        Page page = pages.get(path);
        if (page == null) {
            String known = elsewhere + pages.keySet().stream().collect(joining(", "));
            return text(HttpStatus.NOT_FOUND_404, "nothing is at " + path + "; there are: " + known);
        }
        if (!page.isOpen() && !mayReadAll.test(request)) {
            return text(
                    HttpStatus.UNAUTHORIZED_401,
                    "send the header Authorization: Bearer TOKEN with the broker's admin-token, and without one ask for localhost");
        }
        return page.answer().get();
    }

    private static Answer text(int status, String line) {
        return new Answer(status, "text/plain; charset=utf-8", line + "\n");
    }

    private static void write(Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, answer.body(), callback);
    }
}
