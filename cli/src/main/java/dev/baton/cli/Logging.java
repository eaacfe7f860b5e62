package dev.baton.cli;

/** Chooses how much the log tells, which logback.xml reads when the first logger is made. */
final class Logging {
    private static final String LEVEL = "baton.log.level";

    private Logging() {}

    /** For commands that run for long and whose log somebody reads. Before the first logger is made. */
    static void ofService() {
        if (System.getProperty(LEVEL) == null) {
            System.setProperty(LEVEL, "INFO");
        }
    }
}
