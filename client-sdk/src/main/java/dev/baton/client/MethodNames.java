package dev.baton.client;

/** What a method's full name looks like. */
final class MethodNames {
    private static final int MAX_CHARS = 512;

    private MethodNames() {}

    /** Returns the name if it is {@code package.Service/Method}, of letters, digits, dots, dashes and underscores. */
    static String requireValid(String method) {
        int slash = method.indexOf('/');
        boolean valid = slash > 0 && slash < method.length() - 1 && method.length() <= MAX_CHARS;
        for (int i = 0; valid && i < method.length(); i++) {
            valid = i == slash || isNamePart(method.charAt(i));
        }
        if (!valid) {
            throw new IllegalArgumentException("method: \"" + method + "\" (expected: package.Service/Method)");
        }
        return method;
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
