package dev.baton.examples.leaders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.examples.ExampleRun;
import dev.baton.worker.leader.ThreadRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class LeadersCommandTest {
    private static final int TASKS = 24;

    @TempDir
    private Path directory;

    @Test
    void shouldSeeThreeThreadsShareTheWorkAndTheLead() throws Exception {
        Play.Seen seen = new Play(3, TASKS, 1).run();
        Timeline timeline = seen.timeline();

        assertThat(timeline.threads()).hasSize(3).allMatch(name -> name.startsWith("pool"));
        assertThat(timeline.tasks(0) + timeline.tasks(1) + timeline.tasks(2)).isEqualTo(TASKS);
        assertThat(timeline.leads()).extracting(Span::thread).contains(0, 1, 2);
        assertThat(seen.promotions()).isGreaterThan(TASKS / 2);
        for (int thread = 0; thread < 3; thread++) {
            assertThat(timeline.micros(thread, ThreadRole.LEADING)).isPositive();
            assertThat(timeline.micros(thread, ThreadRole.PROCESSING)).isPositive();
            assertThat(timeline.micros(thread, ThreadRole.FOLLOWING)).isPositive();
        }
    }

    @Test
    void shouldDrawALetterForEachTask() {
        Timeline timeline = new Timeline(
                List.of("a", "bc"),
                List.of(
                        new Span(0, ThreadRole.LEADING, 0, 0, 4_000),
                        new Span(1, ThreadRole.FOLLOWING, 0, 0, 4_000),
                        new Span(0, ThreadRole.PROCESSING, 2, 4_000, 10_000),
                        new Span(1, ThreadRole.LEADING, 0, 4_000, 10_000)));

        assertThat(new TimelineText(timeline).lines()).containsExactly("    |0 ms", "a   ==BBB", "bc  ..===", "");
        assertThat(new TimelineText(timeline).summary())
                .containsExactly(
                        "a   led 4 ms, worked 6 ms at 1 tasks, waited 0 ms",
                        "bc  led 6 ms, worked 0 ms at 0 tasks, waited 4 ms");
    }

    @Test
    void shouldWriteAPageThatNeedsNoOtherFile() throws Exception {
        Path page = directory.resolve("leaders.html");

        ExampleRun run = ExampleRun.of("leaders", "--tasks", "6", "--html", page.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("=  leads", "A B C", "led ", page.toString());
        assertThat(Files.readString(page))
                .contains("<svg", "class=\"baton\"", "task F", "prefers-color-scheme: dark", "worked ")
                .doesNotContain("<!--", "http", "src=");
    }
}
