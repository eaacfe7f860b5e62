package dev.baton.broker.app.api;

import java.util.List;

/**
 * One thing that the API can do.
 *
 * @param method GET or POST
 * @param path below the base, with placeholders such as {@code {id}}
 * @param summary what it does, in one line
 * @param query the parameters that it takes
 * @param status of a good answer
 * @param answer the record that it answers with
 * @param handler does it
 */
record Route(
        String method, String path, String summary, List<Param> query, int status, Class<?> answer, Handler handler) {
    static final String GET = "GET";
    static final String POST = "POST";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    /**
     * A parameter of the query.
     *
     * @param name how it is called
     * @param type of OpenAPI: string or integer
     * @param meaning what it does
     */
    record Param(String name, String type, String meaning) {}

    /** Makes the answer. */
    @FunctionalInterface
    interface Handler {
        Object answer(Call call) throws ApiException;
    }

    static Route get(String path, String summary, Class<?> answer, List<Param> query, Handler handler) {
        return new Route(GET, path, summary, query, OK, answer, handler);
    }

    static Route get(String path, String summary, Class<?> answer, Handler handler) {
        return get(path, summary, answer, List.of(), handler);
    }

    static Route post(String path, String summary, Class<?> answer, Handler handler) {
        return new Route(POST, path, summary, List.of(), ACCEPTED, answer, handler);
    }
}
