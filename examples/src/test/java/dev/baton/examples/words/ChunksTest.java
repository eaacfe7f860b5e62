package dev.baton.examples.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunksTest {
    @Test
    void shouldCutBehindTheLastLineEndThatFits() {
        assertThat(chunks("one\ntwo\nthree\nfour", 11)).containsExactly("one\ntwo\n", "three\nfour");
    }

    @Test
    void shouldCutALongLineBehindItsLastSpace() {
        assertThat(chunks("one two three four", 11)).containsExactly("one two ", "three four");
    }

    @Test
    void shouldNotCutACharacterInTwo() {
        assertThat(chunks("ääääää", 5)).containsExactly("ää", "ää", "ää");
        assertThat(chunks("😀😀😀", 6)).containsExactly("😀", "😀", "😀");
    }

    @Test
    void shouldHaveNothingOfAnEmptyText() {
        assertThat(chunks("", 10)).isEmpty();
    }

    @Test
    void shouldLoseNothingWhateverTheSize() {
        String text = randomText();

        for (int size = 4; size < 200; size++) {
            assertThat(String.join("", chunks(text, size))).as("size %d", size).isEqualTo(text);
        }
    }

    @Test
    void shouldGiveTheSameCountsAsTheWholeText() {
        String text = randomText();
        WordCounts whole = new WordCounts().addText(text);

        for (int size = 40; size < 200; size++) {
            WordCounts sum = new WordCounts();
            chunks(text, size)
                    .forEach(chunk -> sum.addAll(new WordCounts().addText(chunk).asMap()));
            assertThat(sum.asMap()).as("size %d", size).isEqualTo(whole.asMap());
        }
    }

    /** Words shorter than 20 bytes, between spaces and line ends. */
    private static String randomText() {
        Random random = new Random(7);
        String[] words = {"Größe", "naïve", "the", "of", "€uro", "word", "Straße", "😀", "élève"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            text.append(words[random.nextInt(words.length)]).append(random.nextInt(8) == 0 ? "\n" : " ");
        }
        return text.toString();
    }

    private static List<String> chunks(String text, int size) {
        List<String> chunks = new ArrayList<>();
        new Chunks(new ByteArrayInputStream(text.getBytes(UTF_8)), size)
                .forEachRemaining(chunk -> chunks.add(utf8(chunk)));
        return chunks;
    }

    private static String utf8(ByteString chunk) {
        assertThat(chunk.isValidUtf8()).as("cut between characters").isTrue();
        return chunk.toStringUtf8();
    }
}
