package dev.baton.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavadocsTest {
    @Test
    void shouldMakeParagraphs() {
        assertThat(Javadocs.paragraphs(" One\n line.\n\n\n Another.\n")).containsExactly("One\nline.", "Another.");
        assertThat(Javadocs.text(Javadocs.paragraphs(" One.\n\n Two.\n"))).isEqualTo("One.\n\n<p>Two.");
    }

    @Test
    void shouldKeepTheLinesOfListsAndOfWhatIsIndented() {
        assertThat(Javadocs.paragraphs(" - one\n - two\n\n   x = 1\n"))
                .containsExactly("<pre>\n- one\n- two\n</pre>", "<pre>\n  x = 1\n</pre>");
    }

    @Test
    void shouldMakeNothingOfNothing() {
        assertThat(Javadocs.paragraphs("")).isEmpty();
        assertThat(Javadocs.paragraphs(" \n\n")).isEmpty();
    }

    @Test
    void shouldLeaveNoCharacterAMeaning() {
        assertThat(Javadocs.escape("a & b < c > d @e */ \\u000a {@code x}"))
                .isEqualTo("a &amp; b &lt; c &gt; d &#64;e &#42;/ &#92;u000a &#123;&#64;code x&#125;");
        assertThat(Javadocs.escape("a\u0000b\rc")).isEqualTo("abc");
    }
}
