package dev.baton.broker.app.admin;

import java.util.function.Supplier;

/**
 * One path of the admin port, answered to GET and HEAD.
 *
 * @param path from the first slash
 * @param isOpen whether everybody may read it, even from elsewhere and without a token
 * @param answer makes the answer; on a thread of the admin port
 */
public record Page(String path, boolean isOpen, Supplier<Answer> answer) {

    /**
     * What is answered.
     *
     * @param status the HTTP status
     * @param contentType with the charset
     * @param body the text
     */
    public record Answer(int status, String contentType, String body) {
        private static final int OK = 200;
        private static final int UNAVAILABLE = 503;

        /** A line of text for people and scripts. */
        public static Answer line(boolean well, String text) {
            return new Answer(well ? OK : UNAVAILABLE, "text/plain; charset=utf-8", text + "\n");
        }

        /** A good answer of any type. */
        public static Answer of(String contentType, String body) {
            return new Answer(OK, contentType, body);
        }
    }
}
