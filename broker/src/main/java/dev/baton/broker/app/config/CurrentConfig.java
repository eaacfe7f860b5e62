package dev.baton.broker.app.config;

/** The configuration that holds at the moment: a reload puts another one here. Thread-safe. */
public final class CurrentConfig {
    private volatile EffectiveConfig config;

    /** The one that the broker was started with. */
    public CurrentConfig(EffectiveConfig config) {
        this.config = config;
    }

    /** The one that holds. */
    public EffectiveConfig get() {
        return config;
    }

    /** From now on this one holds. */
    public void set(EffectiveConfig changed) {
        config = changed;
    }
}
