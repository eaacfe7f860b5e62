package dev.baton.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Comments of a .proto as Javadoc. Text that was written for people becomes paragraphs; a paragraph with indented lines or a list keeps its
 * lines. Nothing in it means anything to javadoc or javac: not tags, not HTML, not the end of a comment, not {@code \}{@code u} escapes.
 */
final class Javadocs {
    private static final Pattern KEEPS_ITS_LINES = Pattern.compile("(?m)^(\\s{2,}|\\s*[-*+] |\\s*\\d+[.)] |\\t)");
    private static final Pattern BLANK_LINES = Pattern.compile("\\n\\s*\\n");

    private Javadocs() {}

    /** The comment's paragraphs; empty if there is nothing in it. */
    static List<String> paragraphs(String comment) {
        List<String> paragraphs = new ArrayList<>();
        for (String text : BLANK_LINES.split(withoutFirstSpaces(comment), -1)) {
            if (!text.isBlank()) {
                paragraphs.add(paragraph(text));
            }
        }
        return paragraphs;
    }

    private static String paragraph(String text) {
        if (KEEPS_ITS_LINES.matcher(text).find()) {
            return "<pre>\n" + escape(text.stripTrailing()) + "\n</pre>";
        }
        return text.lines().map(String::strip).map(Javadocs::escape).collect(Collectors.joining("\n"));
    }

    /** Most people write a space behind the slashes; it is no indentation. */
    private static String withoutFirstSpaces(String comment) {
        return comment.lines()
                .map(line -> line.startsWith(" ") ? line.substring(1) : line)
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
    }

    /** Text in which no character means anything. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            out.append(escape(text.charAt(i)));
        }
        return out.toString();
    }

    private static String escape(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '@' -> "&#64;";
            case '*' -> "&#42;";
            case '\\' -> "&#92;";
            case '{' -> "&#123;";
            case '}' -> "&#125;";
            default -> Character.isISOControl(c) && c != '\n' && c != '\t' ? "" : String.valueOf(c);
        };
    }

    /** Paragraphs as one text: what a thing is first, then the rest. */
    static String text(List<String> paragraphs) {
        return paragraphs.stream()
                .map(paragraph -> paragraph.startsWith("<") ? paragraph : "<p>" + paragraph)
                .collect(Collectors.joining("\n\n"))
                .replaceFirst("^<p>", "");
    }
}
