package dev.baton.broker.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API over HTTP: finds the route, checks what came, writes the answer. Thread-safe. */
public final class ApiHandler extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);
    private static final String JSON = "application/json; charset=utf-8";
    private static final String PROBLEM = "application/problem+json; charset=utf-8";
    private static final int BODY_MAX_BYTES = 16 << 10;
    private static final int BODY_READ_MAX_BYTES = 8 * BODY_MAX_BYTES;

    private final List<Route> routes;
    private final EventStream events;
    private final AccessGuard guard;
    private final String openApi;

    /** All of the API, for those whom the guard lets in. */
    public ApiHandler(AdminApi api, EventStream events, AccessGuard guard) {
        this.routes = api.routes();
        this.events = events;
        this.guard = guard;
        this.openApi = Json.write(new OpenApi(routes, new BuildInfo().version()).document());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!path.equals("/api") && !path.startsWith("/api/")) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        try {
            guard.check(request);
            answer(request, path, response, callback);
        } catch (ApiException e) {
            refuse(e, response, callback);
        } catch (Exception e) {
            log.error("a bug in the admin API, at {}", path, e);
            refuse(
                    ApiException.internal("a bug in the broker's admin API; its log has the stack trace"),
                    response,
                    callback);
        }
        return true;
    }

    private void answer(Request request, String path, Response response, Callback callback) throws Exception {
        String below = path.startsWith(AdminApi.BASE + "/") ? path.substring(AdminApi.BASE.length()) : "";
        if (below.equals("/events") || below.equals("/openapi.json")) {
            requireGet(request);
            if (below.equals("/events")) {
                events.open(request, response, callback);
            } else {
                write(HttpStatus.OK_200, JSON, openApi, response, callback);
            }
            return;
        }
        Set<String> otherMethods = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> values = match(route.path(), below);
            if (values != null && route.method().equals(method(request))) {
                Object result = route.handler().answer(call(request, route, values));
                write(route.status(), JSON, Json.write(result), response, callback);
                return;
            }
            if (values != null) {
                otherMethods.add(route.method());
            }
        }
        if (!otherMethods.isEmpty()) {
            response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", otherMethods));
            throw ApiException.methodNotAllowed(
                    request.getMethod() + " (expected: " + String.join(", ", otherMethods) + ")");
        }
        throw ApiException.notFound(
                "nothing is at " + path + "; " + AdminApi.BASE + "/openapi.json tells what there is");
    }

    private static void requireGet(Request request) throws ApiException {
        if (!method(request).equals(Route.GET)) {
            throw ApiException.methodNotAllowed(request.getMethod() + " (expected: GET)");
        }
    }

    private static String method(Request request) {
        return request.getMethod().equals("HEAD") ? Route.GET : request.getMethod();
    }

    /** The values of the placeholders; null if the path is another one. */
    private static @Nullable Map<String, String> match(String pattern, String path) {
        String[] expected = pattern.split("/", -1);
        String[] found = path.split("/", -1);
        if (expected.length != found.length) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < expected.length; i++) {
            if (expected[i].startsWith("{") && !found[i].isEmpty()) {
                values.put(expected[i].substring(1, expected[i].length() - 1), decoded(found[i]));
            } else if (!expected[i].equals(found[i])) {
                return null;
            }
        }
        return values;
    }

    /** Worker ids are free text. */
    private static String decoded(String segment) {
        return org.eclipse.jetty.util.URIUtil.decodePath(segment);
    }

    private static Call call(Request request, Route route, Map<String, String> path) throws Exception {
        Fields fields = Request.extractQueryParameters(request);
        Set<String> known = route.query().stream().map(Route.Param::name).collect(Collectors.toSet());
        Map<String, String> query = new LinkedHashMap<>();
        for (Fields.Field field : fields) {
            if (!known.contains(field.getName())) {
                throw ApiException.badRequest("unknown parameter " + field.getName() + " (expected: "
                        + (known.isEmpty() ? "none" : known) + ")");
            }
            query.put(field.getName(), String.valueOf(field.getValue()));
        }
        return new Call(path, query, body(request, route));
    }

    private static JsonNode body(Request request, Route route) throws Exception {
        if (route.method().equals(Route.GET)) {
            return Json.read(new byte[0]);
        }
        // A body in chunks does not say how long it is, so it is read only as far as it may go; and somewhat further,
        // so that who sends a little too
        // much hears of it instead of a closed connection.
        byte[] bytes = Content.Source.asInputStream(request).readNBytes(BODY_READ_MAX_BYTES);
        if (bytes.length > BODY_MAX_BYTES) {
            throw bodyTooLarge();
        }
        return Json.read(bytes);
    }

    private static ApiException bodyTooLarge() {
        return ApiException.badRequest("the body is larger than " + BODY_MAX_BYTES + " bytes");
    }

    static void refuse(ApiException error, Response response, Callback callback) {
        if (error.status() == HttpStatus.UNAUTHORIZED_401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"baton\"");
        }
        write(error.status(), PROBLEM, Json.write(error.problem()), response, callback);
    }

    private static void write(int status, String type, String body, Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
