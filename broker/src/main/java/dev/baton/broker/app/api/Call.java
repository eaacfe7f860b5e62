package dev.baton.broker.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * One call of the API.
 *
 * @param path the values of the placeholders in the path, by name
 * @param query the query's values, by name
 * @param body what was sent along
 */
record Call(Map<String, String> path, Map<String, String> query, JsonNode body) {
    String path(String name) {
        return path.getOrDefault(name, "");
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** A whole number from the query. */
    int number(String name, int fallback, int most) throws ApiException {
        String text = query.getOrDefault(name, "");
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw ApiException.badRequest(name + ": " + text + " (expected: a whole number from 1 to " + most + ")");
    }
}
