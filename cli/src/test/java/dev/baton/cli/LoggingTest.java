package dev.baton.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LoggingTest {
    @Test
    void shouldWriteOneJsonObjectForEachLineOnRequest() throws Exception {
        String line = line("json");

        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(line).endsWith("\n");
        assertThat(line.trim()).doesNotContain("\n");
        assertThat(json.get("level").asText()).isEqualTo("WARN");
        assertThat(json.get("formattedMessage").asText()).isEqualTo("7 of \"9\"\nare late");
        assertThat(json.get("mdc").get("baton.requestId").asText()).isEqualTo("2a");
        assertThat(json.get("throwable").get("message").asText()).isEqualTo("why");
        assertThat(json.get("timestamp").asLong()).isPositive();
    }

    @Test
    void shouldWriteTextUnlessAskedOtherwise() throws Exception {
        assertThat(line("text")).contains("WARN  Logger: 7 of \"9\"").contains("IllegalStateException: why");
    }

    private static String line(String format) throws Exception {
        LoggerContext context = new LoggerContext();
        context.putProperty("baton.log.format", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(LoggingTest.class.getResource("/logback.xml")));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>) root.getAppender(format);
        LoggingEvent event = new LoggingEvent(
                "",
                context.getLogger("some.Logger"),
                Level.WARN,
                "{} of \"{}\"\nare late",
                new IllegalStateException("why"),
                new Object[] {7, 9});
        event.setMDCPropertyMap(Map.of("baton.requestId", "2a"));
        try {
            return new String(appender.getEncoder().encode(event), UTF_8);
        } finally {
            context.stop();
        }
    }
}
