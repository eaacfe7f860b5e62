package dev.baton.it.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit of systemd, as far as it can be tried without being root: packaging/test runs it. */
class SystemdUnitTest {
    private static final String UNIT = "ops/systemd/baton.service";
    private static final double EXPOSURE_LIMIT = 2.0;
    private static final Pattern EXPOSURE = Pattern.compile("Overall exposure level for \\S+: ([\\d.]+)");

    @TempDir
    private Path directory;

    @Test
    void shouldBeWhatSystemdUnderstands() throws Exception {
        Program.assumeInstalled("systemd-analyze", "systemd");
        String unit = OpsFiles.read(UNIT)
                .replace("/usr/bin/baton", OpsFiles.find("baton").toString()) // what it starts must exist
                .replace("Documentation=man:baton(1)", "Documentation=");
        Path copy = Files.writeString(directory.resolve("baton.service"), unit);

        assertThat(Program.runWell("systemd-analyze", "verify", "--man=no", copy.toString()))
                .isEmpty();
    }

    @Test
    void shouldBeAllowedLittle() throws Exception {
        Program.assumeInstalled("systemd-analyze", "systemd");

        String said = Program.runWell(
                "systemd-analyze",
                "security",
                "--offline=yes",
                "--no-pager",
                OpsFiles.find(UNIT).toString());

        Matcher exposure = EXPOSURE.matcher(said);
        assertThat(exposure.find()).as(said).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).as(said).isLessThan(EXPOSURE_LIMIT);
    }

    @Test
    void shouldGiveTheBrokerMoreTimeToStopThanItTakes() throws IOException {
        BrokerConfig config = BrokerConfig.of(BrokerConfig.DEFAULT_FRONTEND, PoolConfig.DEFAULT_BACKEND);
        Duration needed = config.drainTime().plus(config.socketSettings().linger());

        assertThat(Duration.ofSeconds(number("TimeoutStopSec"))).isGreaterThan(needed);
    }

    private static long number(String key) throws IOException {
        Matcher line =
                Pattern.compile("^" + key + "=(\\d+)$", Pattern.MULTILINE).matcher(OpsFiles.read(UNIT));
        assertThat(line.find()).as(key).isTrue();
        return Long.parseLong(line.group(1));
    }
}
