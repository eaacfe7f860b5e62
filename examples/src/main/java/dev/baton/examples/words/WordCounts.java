package dev.baton.examples.words;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often each word was seen: letters one after the other, in small letters. Not thread-safe. */
final class WordCounts {
    private final Map<String, Long> counts = new HashMap<>();

    /** Counts the words of a text. */
    WordCounts addText(String text) {
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean letter = i < text.length() && Character.isLetter(text.charAt(i));
            if (letter && start < 0) {
                start = i;
            } else if (!letter && start >= 0) {
                add(text.substring(start, i).toLowerCase(Locale.ROOT), 1);
                start = -1;
            }
        }
        return this;
    }

    /** Adds what was counted elsewhere. */
    void addAll(Map<String, Long> others) {
        others.forEach(this::add);
    }

    private void add(String word, long times) {
        counts.merge(word, times, Long::sum);
    }

    Map<String, Long> asMap() {
        return counts;
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The words that were seen most often, the first of them first. */
    List<Map.Entry<String, Long>> top(int words) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(words)
                .toList();
    }
}
