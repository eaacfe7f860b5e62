package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./baton completion}: what a real bash makes of the script. */
@Timeout(60)
class CompletionCommandTest {
    private final BatonRun baton = new BatonRun();

    @TempDir
    private Path directory;

    @Test
    void shouldCompleteCommands() throws Exception {
        assertThat(completions("./baton", "dra")).containsExactly("drain");
        assertThat(completions("baton", "w")).contains("worker", "workers");
    }

    @Test
    void shouldCompleteOptionsOfSubcommands() throws Exception {
        assertThat(completions("baton", "slow", "--f")).containsExactly("--failed");
        assertThat(completions("baton", "bench", "tail", "--slow")).containsExactly("--slow-worker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void shouldKeepToItselfWhatOnlyChildProcessesUse(String shell) {
        assertThat(baton.run("completion", shell)).isEqualTo(ExitCode.OK);
        assertThat(baton.out())
                .contains("complete -F", "bashcompinit")
                .doesNotContain("demo-client", "chaos-worker", "tail-client", "exit-with-parent");
    }

    private List<String> completions(String... words) throws Exception {
        baton.run("completion", "bash");
        Path script = Files.writeString(directory.resolve("baton.bash"), baton.out());
        String typed = String.join(" ", words);
        String program = "source " + script + "; COMP_WORDS=(" + typed + "); COMP_CWORD=" + (words.length - 1)
                + "; COMP_LINE='" + typed + "'; COMP_POINT=" + typed.length()
                + "; _complete_baton; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "--norc", "-c", program)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // bash says that nobody is typing
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
