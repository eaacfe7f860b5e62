package dev.baton.examples.crack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    @Test
    void shouldNumberTheTextsOfOneLetterThenThoseOfTwo() {
        assertThat(texts("ab", 0, 8)).containsExactly("a", "b", "aa", "ab", "ba", "bb", "aaa", "aab");
    }

    @Test
    void shouldBeginAnywhereAsIfItHadComeThere() {
        List<String> all = texts("xyz", 0, 120);

        for (int first = 0; first < all.size(); first++) {
            assertThat(texts("xyz", first, 1)).containsExactly(all.get(first));
        }
    }

    @Test
    void shouldCountEachTextOnce() {
        int count = (int) Candidates.count("abc", 4);

        List<String> all = texts("abc", 0, count);

        assertThat(new HashSet<>(all)).hasSize(3 + 9 + 27 + 81);
        assertThat(all).last().isEqualTo("cccc");
    }

    private static List<String> texts(String alphabet, long first, int count) {
        Candidates candidates = new Candidates(alphabet, first);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(new String(candidates.text(), US_ASCII));
            candidates.next();
        }
        return texts;
    }
}
