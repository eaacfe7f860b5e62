package dev.baton.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.wire.ControlChannel;
import dev.baton.wire.ControlMessage;
import dev.baton.wire.Frames;
import dev.baton.wire.MalformedMessageException;

/** A message on the control channel is refused or understood, and what was understood can be written again. */
class ControlMessageFuzzTest {
    @FuzzTest
    void shouldRefuseOrUnderstand(FuzzedDataProvider data) {
        ControlChannel.besides(data.consumeString(30));
        Frames frames = data.consumeBoolean()
                ? FrameCutter.message(data)
                : Frames.of("*".getBytes(UTF_8)).add(FrameCutter.withMagic(data.consumeRemainingAsBytes()));
        ControlChannel.isFor("worker-1", frames);
        ControlMessage message;
        try {
            message = ControlChannel.decode(frames);
        } catch (MalformedMessageException refused) {
            return;
        }
        try {
            assertThat(ControlChannel.decode(ControlChannel.encode("*", message)))
                    .isEqualTo(message);
        } catch (MalformedMessageException e) {
            throw new AssertionError("does not read what it wrote", e);
        }
    }
}
