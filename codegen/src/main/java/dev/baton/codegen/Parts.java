package dev.baton.codegen;

/** Which half of a service's code is wanted: who only calls need not have the worker SDK to compile, and the other way round. */
enum Parts {
    /** Both. */
    ALL,
    /** What callers need. */
    CLIENT,
    /** What the service needs. */
    SERVICE;

    /** Reads protoc's parameter: nothing, {@code only=client} or {@code only=service}. */
    static Parts of(String parameter) throws RefusedException {
        return switch (parameter.strip()) {
            case "" -> ALL;
            case "only=client" -> CLIENT;
            case "only=service" -> SERVICE;
            default ->
                throw new RefusedException("option: \"" + parameter
                        + "\" (expected: only=client for callers alone, only=service for the service alone, or none)");
        };
    }

    boolean withClient() {
        return this != SERVICE;
    }

    boolean withService() {
        return this != CLIENT;
    }
}
