package dev.baton.client;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A setting that a method may have of its own. Immutable.
 *
 * @param general for all other methods; null: none
 * @param own by method
 */
record PerMethod<T>(@Nullable T general, Map<String, T> own) {
    PerMethod {
        own = Map.copyOf(own);
    }

    static <T> PerMethod<T> none() {
        return new PerMethod<>(null, Map.of());
    }

    PerMethod<T> with(T forAll) {
        return new PerMethod<>(forAll, own);
    }

    PerMethod<T> with(String method, T forIt) {
        Map<String, T> more = new HashMap<>(own);
        more.put(MethodNames.requireValid(method), forIt);
        return new PerMethod<>(general, more);
    }

    boolean isEmpty() {
        return general == null && own.isEmpty();
    }

    @Nullable
    T of(String method) {
        T found = own.get(method);
        return found == null ? general : found;
    }
}
