package dev.baton.codegen;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * What the methods of a service are called in Java. {@code GetPrice} and {@code get_price} become {@code getPrice}, {@code getPriceAsync} and
 * {@code GET_PRICE}. A name that Java has a use for gets an underscore; of names that are alike the later ones get a number, so that adding a
 * method at the end renames nothing.
 */
final class ServiceNames {
    /** The methods of Object, which a call must not be taken for; and what a lone statement must not begin with. */
    private static final Set<String> TAKEN = Set.of(
            "clone", "equals", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait", "yield");

    private static final String ASYNC = "Async";

    /** One method's names. */
    record Names(String method, String asyncMethod, String constant) {}

    private final Set<String> methods = new HashSet<>();
    private final Set<String> constants = new HashSet<>(Set.of("SERVICE_NAME"));
    private final Map<MethodDescriptor, Names> names = new HashMap<>();

    ServiceNames(ServiceDescriptor service) {
        for (MethodDescriptor method : service.getMethods()) {
            names.put(method, choose(method.getName()));
        }
    }

    Names of(MethodDescriptor method) {
        Names chosen = names.get(method);
        if (chosen == null) {
            throw new IllegalArgumentException("method: " + method.getFullName() + " (expected: one of the service)");
        }
        return chosen;
    }

    private Names choose(String protoName) {
        String base = camelCase(protoName);
        String name = base;
        for (int i = 2; methods.contains(usable(name)) || methods.contains(name + ASYNC); i++) {
            name = base + i;
        }
        methods.addAll(List.of(usable(name), name + ASYNC));
        return new Names(usable(name), name + ASYNC, constant(protoName));
    }

    private String constant(String protoName) {
        String base = constantName(protoName);
        String name = base;
        for (int i = 2; !constants.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }

    /** {@code GetPrice}, {@code get_price}: {@code getPrice}; {@code HTTPGet}: {@code httpGet}. */
    private static String camelCase(String protoName) {
        StringBuilder camel = new StringBuilder();
        boolean newWord = false;
        for (int i = 0; i < protoName.length(); i++) {
            char c = protoName.charAt(i);
            if (c != '_') {
                camel.append(newWord && !camel.isEmpty() ? Character.toUpperCase(c) : c);
            }
            newWord = c == '_';
        }
        for (int i = 0; i < camel.length() && isUpperCaseUntilNextWord(camel, i); i++) {
            camel.setCharAt(i, Character.toLowerCase(camel.charAt(i)));
        }
        return startable(camel.toString());
    }

    private static boolean isUpperCaseUntilNextWord(CharSequence camel, int at) {
        boolean wordBegins = at > 0 && at + 1 < camel.length() && Character.isLowerCase(camel.charAt(at + 1));
        return Character.isUpperCase(camel.charAt(at)) && !wordBegins;
    }

    /** {@code GetPrice}, {@code get_price}: {@code GET_PRICE}. */
    private static String constantName(String protoName) {
        String words = protoName.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replaceAll("([A-Z])([A-Z][a-z])", "$1_$2");
        return startable(words.toUpperCase(Locale.ROOT).replaceAll("^_+", ""));
    }

    /** A name that Java lets begin so. */
    private static String startable(String name) {
        if (name.isEmpty()) {
            return "__";
        }
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    private static String usable(String name) {
        return SourceVersion.isKeyword(name) || TAKEN.contains(name) ? name + "_" : name;
    }
}
