package dev.baton.broker.access;

import dev.baton.transport.CurvePublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All whom the broker knows. Immutable. */
public final class KeyRing {
    private final List<KeyHolder> holders;

    /**
     * These.
     *
     * @throws IllegalArgumentException if two have the same name or the same key
     */
    public KeyRing(List<KeyHolder> holders) {
        this.holders = List.copyOf(holders);
        Set<String> names = new HashSet<>();
        Set<CurvePublicKey> keys = new HashSet<>();
        for (KeyHolder holder : holders) {
            if (!names.add(holder.name())) {
                throw new IllegalArgumentException(holder.name() + " is there twice (expected: each name once)");
            }
            if (!keys.add(holder.key())) {
                throw new IllegalArgumentException("the key of " + holder.name() + " is somebody else's already");
            }
        }
    }

    /** Whose key it is; null: nobody's. Each is compared with all, so that the time it takes tells nothing. */
    public @Nullable KeyHolder find(CurvePublicKey key) {
        KeyHolder found = null;
        for (KeyHolder holder : holders) {
            if (holder.key().isSame(key)) {
                found = holder;
            }
        }
        return found;
    }

    /** How many there are. */
    public int size() {
        return holders.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRing that && holders.equals(that.holders);
    }

    @Override
    public int hashCode() {
        return holders.hashCode();
    }
}
