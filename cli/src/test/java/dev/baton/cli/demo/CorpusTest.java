package dev.baton.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadAFileLineByLineWithoutTheBlankOnes() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "one\n\n  \ntwo\r\nthree");

        assertThat(Corpus.read(file).lines()).containsExactly("one", "two", "three");
    }

    @Test
    void shouldReadEveryTextFileOfADirectoryButNotWhatTheBuildMade() throws IOException {
        write("README.md", "readme");
        write("src/A.java", "class");
        write("src/target/B.java", "generated");
        write(".git/c.md", "hidden");
        write("logo.png", "no text");
        write("pom.xml", "pom");
        write("x.proto", "proto");

        Corpus corpus = Corpus.read(directory);

        assertThat(corpus.lines()).containsExactlyInAnyOrder("readme", "class", "pom", "proto");
        assertThat(corpus.files()).isEqualTo(4);
    }

    @Test
    void shouldReadBytesThatAreNoText() throws IOException {
        Path file = Files.write(directory.resolve("b.bin"), new byte[] {(byte) 0xff, 'a', (byte) 0xc3, '\n', 0, 'b'});

        assertThat(Corpus.read(file).lines()).hasSize(2);
    }

    @Test
    void shouldBeginAgainAfterTheLastLine() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "one\ntwo");

        assertThat(Corpus.read(file).line(3)).isEqualTo("two");
    }

    @Test
    void shouldRefuseAFileWithoutText() throws IOException {
        Path file = Files.writeString(directory.resolve("empty.txt"), "\n\n");

        assertThatThrownBy(() -> Corpus.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no text");
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
