package dev.baton.cli.demo;

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
}
