package dev.baton.broker.app.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Writes values as nested YAML. Values of one group must follow one another. */
final class EffectiveYaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9./:_\\[\\]-]*");
    private static final Pattern NOT_TEXT = Pattern.compile("off|on|yes|no|null|\\S*:");
    private static final int SOURCE_COLUMN = 52;

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    String write(List<EffectiveValue<?>> values) {
        values.forEach(this::add);
        return out.toString();
    }

    private void add(EffectiveValue<?> value) {
        String[] path = value.key().split("\\.");
        enter(List.of(path).subList(0, path.length - 1));
        String line = "  ".repeat(open.size()) + path[path.length - 1] + ": " + quoted(value.text());
        out.append(line).append(" ".repeat(Math.max(2, SOURCE_COLUMN - line.length())));
        out.append("# ").append(value.origin()).append('\n');
    }

    private void enter(List<String> groups) {
        while (!startsWith(groups, List.copyOf(open))) {
            open.removeLast();
        }
        for (String group : groups.subList(open.size(), groups.size())) {
            out.append("  ".repeat(open.size())).append(group).append(":\n");
            open.addLast(group);
        }
    }

    private static boolean startsWith(List<String> groups, List<String> beginning) {
        return beginning.size() <= groups.size()
                && groups.subList(0, beginning.size()).equals(beginning);
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() && !NOT_TEXT.matcher(text).matches() ? text : '"' + text + '"';
    }
}
