package dev.baton.examples.crack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.examples.ExampleRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class CrackCommandTest {
    @Test
    void shouldFindATextWithAWorkerProcess() {
        ExampleRun run = ExampleRun.of(
                "crack",
                "--sha1",
                "23524be9dba14bc2f1975b37f95c3381771595c8",
                "--max-length",
                "4",
                "--workers",
                "1",
                "--backend",
                "tcp://127.0.0.1:*");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(0);
        assertThat(run.out()).contains("475,254 candidates", "found: java", "ranges: worker-1 scanned 1");
    }

    @Test
    void shouldRefuseWhatIsNoSha1() {
        ExampleRun run = ExampleRun.of("crack", "--sha1", "d41d8cd98f00b204e9800998ecf8427e");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("--sha1", "expected: 40 hexadecimal digits");
    }

    @Test
    void shouldTellHowFarItIs() {
        assertThat(ProgressBar.line(0, 100, 0, 0))
                .isEqualTo(
                        "[------------------------------]   0 %  0.0 M/s  time left unknown  no worker: ranges wait");
        assertThat(ProgressBar.line(3_000_000, 12_000_000, 1_500_000, 1))
                .isEqualTo("[#######-----------------------]  25 %  1.5 M/s  6 s left  1 worker");
        assertThat(ProgressBar.line(3_000_000, 3_000_000_000L, 1_500_000, 4))
                .endsWith("1.5 M/s  33 min left  4 workers");
    }
}
