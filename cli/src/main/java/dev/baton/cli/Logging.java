package dev.baton.cli;

/** Chooses how much the log tells, and how, which logback.xml reads when the first logger is made. */
public final class Logging {
    private static final String LEVEL = "baton.log.level";
    private static final String FORMAT = "baton.log.format";

    private Logging() {}

    /** How a line of the log looks. */
    enum Format {
        /** For people. */
        text,
        /** One JSON object, with time, level, logger, thread, message, what a handler's line belongs to, and the exception. */
        json
    }

    /** For commands that have to do with those who are refused, as they should be. Before the first logger is made. */
    public static void ofErrors() {
        if (System.getProperty(LEVEL) == null) {
            System.setProperty(LEVEL, "ERROR");
        }
    }

    /** For commands that run for long and whose log somebody reads. Before the first logger is made. */
    static void ofService(Format format) {
        if (System.getProperty(LEVEL) == null) {
            System.setProperty(LEVEL, "INFO");
        }
        System.setProperty(FORMAT, format.name());
    }
}
