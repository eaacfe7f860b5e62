package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class TextTableTest {
    private final TextTable table = new TextTable();

    @Test
    void shouldAlignTheFirstColumnToTheLeftAndTheOthersToTheRight() {
        table.header(List.of("name", "sent"));
        table.row("", List.of("client-1", "1,000"));
        table.row("", List.of("b", "7"));

        assertThat(table.render(Ansi.OFF))
                .containsExactly("name       sent", "---------------", "client-1  1,000", "b             7");
    }

    @Test
    void shouldAcceptRowsOfDifferentLengths() {
        table.row("", List.of("a", "b", "c"));
        table.row("", List.of("a"));

        assertThat(table.render(Ansi.OFF)).containsExactly("a  b  c", "a");
    }

    @Test
    void shouldColourWholeRowsOnATerminalOnly() {
        table.row("bold", List.of("a", "b"));

        assertThat(table.render(Ansi.OFF)).containsExactly("a  b");
        assertThat(table.render(Ansi.ON).get(0)).startsWith("\u001b[").contains("a  b");
    }

    @Test
    void shouldAlignEachColumnAsTold() {
        TextTable aligned = TextTable.aligned("lrl");
        aligned.row("", List.of("id", "figure", "text"));
        aligned.row("", List.of("a", "1", "b"));

        assertThat(aligned.render(Ansi.OFF)).containsExactly("id  figure  text", "a        1  b");
    }

    @Test
    void shouldTakeOutWhatATerminalWouldObey() {
        table.row("bold", List.of("a\u001b[2Jb", "@|red c|@\n"));

        assertThat(table.render(Ansi.OFF)).containsExactly("a?[2Jb  @|red c|@?");
        assertThat(table.render(Ansi.ON).get(0)).contains("a?[2Jb  @|red c|@?");
    }
}
