package dev.baton.broker.app.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The OpenAPI 3.1 description, made from the table of routes and the records that they answer with, so that it cannot say anything else. */
final class OpenApi {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final String JSON = "application/json";

    private final List<Route> routes;
    private final String version;
    private final Map<String, Object> schemas = new TreeMap<>();

    OpenApi(List<Route> routes, String version) {
        this.routes = routes;
        this.version = version;
    }

    Map<String, Object> document() {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            path(paths, route.path()).put(route.method().toLowerCase(java.util.Locale.ROOT), operation(route));
        }
        path(paths, "/events").put("get", events());
        schema(Views.Problem.class);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title",
                        "Baton admin API",
                        "version",
                        version,
                        "description",
                        "What a Baton broker is doing, and how to steer it. Durations bear their unit in the name; moments are ISO-8601"
                                + " in UTC. POST needs the header X-Baton-Admin: 1 or a JSON content type. Behind an address"
                                + " that other machines reach every call needs the token."));
        document.put("servers", List.of(Map.of("url", AdminApi.BASE)));
        document.put("security", List.of(Map.of(), Map.of("token", List.of())));
        document.put("paths", paths);
        document.put(
                "components",
                Map.of(
                        "schemas",
                        schemas,
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
        return document;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> path(Map<String, Object> paths, String path) {
        return (Map<String, Object>) paths.computeIfAbsent(path, key -> new LinkedHashMap<String, Object>());
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", route.summary());
        List<Object> parameters = new ArrayList<>();
        PLACEHOLDER.matcher(route.path()).results().map(OpenApi::pathParameter).forEach(parameters::add);
        route.query().stream().map(OpenApi::queryParameter).forEach(parameters::add);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        Map<String, Object> good = Map.of("description", "done", "content", content(JSON, schema(route.answer())));
        operation.put("responses", responses(route.status(), good));
        return operation;
    }

    private Map<String, Object> events() {
        String what =
                "Server-sent events, about one a second: `status` with a Status, `workers` with Workers, `requests` with those Requests that"
                        + " are new among the slow and the failed";
        Map<String, Object> good =
                Map.of("description", what, "content", content("text/event-stream", Map.of("type", "string")));
        return Map.of("summary", "What happens, as it happens", "responses", responses(200, good));
    }

    private static Map<String, Object> responses(int status, Map<String, Object> good) {
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(String.valueOf(status), good);
        responses.put(
                "default",
                Map.of(
                        "description",
                        "an error, and what to do about it",
                        "content",
                        content("application/problem+json", reference(Views.Problem.class))));
        return responses;
    }

    private static Map<String, Object> content(String type, Object schema) {
        return Map.of(type, Map.of("schema", schema));
    }

    private static Map<String, Object> pathParameter(MatchResult match) {
        return Map.of("name", match.group(1), "in", "path", "required", true, "schema", Map.of("type", "string"));
    }

    private static Map<String, Object> queryParameter(Route.Param param) {
        return Map.of(
                "name", param.name(),
                "in", "query",
                "description", param.meaning(),
                "schema", Map.of("type", param.type()));
    }

    // ---- types

    private static Map<String, Object> reference(Class<?> type) {
        return Map.of("$ref", "#/components/schemas/" + type.getSimpleName());
    }

    private Map<String, Object> schema(Class<?> type) {
        if (!schemas.containsKey(type.getSimpleName())) {
            Map<String, Object> properties = new LinkedHashMap<>();
            schemas.put(type.getSimpleName(), Map.of());
            for (RecordComponent component : type.getRecordComponents()) {
                properties.put(nameOf(component), property(component));
            }
            schemas.put(
                    type.getSimpleName(),
                    Map.of("type", "object", "required", List.copyOf(properties.keySet()), "properties", properties));
        }
        return reference(type);
    }

    private static String nameOf(RecordComponent component) {
        JsonProperty other = annotation(component, JsonProperty.class);
        return other == null ? component.getName() : other.value();
    }

    private Map<String, Object> property(RecordComponent component) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        Map<String, Object> property = new LinkedHashMap<>(typeOf(component.getGenericType(), nullable));
        if (component.getName().endsWith("At") || component.getName().equals("from")) {
            property.put("format", "date-time");
        }
        JsonPropertyDescription description = annotation(component, JsonPropertyDescription.class);
        if (description != null) {
            property.put("description", description.value());
        }
        return property;
    }

    /** The annotations are made for fields and accessors: the compiler copies them there, and not to the component itself. */
    private static <A extends Annotation> @Nullable A annotation(RecordComponent component, Class<A> type) {
        AnnotatedElement accessor = component.getAccessor();
        return accessor.getAnnotation(type);
    }

    private Map<String, Object> typeOf(Type type, boolean nullable) {
        if (type instanceof ParameterizedType generic) {
            boolean isMap = generic.getRawType() == Map.class;
            Type[] arguments = generic.getActualTypeArguments();
            return isMap
                    ? Map.of("type", "object", "additionalProperties", typeOf(arguments[1], false))
                    : Map.of("type", "array", "items", typeOf(arguments[0], mayLack(arguments[0])));
        }
        Class<?> simple = (Class<?>) type;
        if (simple.isRecord()) {
            return nullable ? Map.of("anyOf", List.of(schema(simple), Map.of("type", "null"))) : schema(simple);
        }
        String name = nameOf(simple);
        return Map.of("type", nullable ? List.of(name, "null") : name);
    }

    /** Lists of numbers are series, in which a second may be unknown. */
    private static boolean mayLack(Type element) {
        return element == Integer.class || element == Double.class;
    }

    private static String nameOf(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "integer";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        return type == boolean.class ? "boolean" : "string";
    }
}
